"""The collaborators of every process, made for its settings. Knows nothing of the web: that is `web.py`."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from intake.api.given_up import DELIVERIES
from intake.callbacks.in_force import InForce, fixed_by
from intake.cases.privacy import sealer
from intake.config import Settings
from intake.database import Database
from intake.desk.given_up import MESSAGES, RECORDINGS
from intake.desk.services import Services
from intake.directory.calendar import load_calendar
from intake.directory.halls import Halls
from intake.prompts.kept import Prompts, fingerprint
from intake.secret_store import with_keys
from intake.telephony.profile import profile_for
from intake.telephony.twiml import mouths
from intake.voice.recorded import recorded_prompts


def wire(settings: Settings) -> Services:
    """The collaborators for these settings. Raises SettingsError for keys that can't be used."""
    settings = with_keys(settings)
    database = Database(settings.sqlalchemy_url)
    recorded = recorded_prompts(settings)
    return Services(
        settings=settings,
        in_force=InForce(settings, fixed_by(os.environ)),
        database=database,
        halls=Halls(database),
        calendar=load_calendar([settings.data_dir / "calendar"]),
        sealer=sealer(settings.encryption_keys),
        capabilities=profile_for(settings),
        mouths=mouths(settings),
        recorded_prompts=recorded,
        prompts=Prompts(database, fingerprint(recorded)),
        clock=lambda: datetime.now(UTC),
        boxes=(RECORDINGS, MESSAGES, DELIVERIES),
    )
