"""The hotline. `create_app` is the only place where the rooms are wired together."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from intake import lean  # noqa: F401, before anything that it makes lean
from intake.api.given_up import DELIVERIES
from intake.api.routes import api_blueprint
from intake.callbacks.in_force import InForce, fixed_by
from intake.cases.privacy import sealer
from intake.config import Settings, load
from intake.console.room import console_blueprint
from intake.database import Database
from intake.desk.given_up import MESSAGES, RECORDINGS
from intake.desk.services import Services
from intake.directory.calendar import load_calendar
from intake.directory.halls import Halls
from intake.edge import register_edge
from intake.prompts.kept import Prompts, fingerprint
from intake.secret_store import with_keys
from intake.simulator.routes import simulator_blueprint
from intake.sms.routes import sms_blueprint
from intake.status.routes import status_blueprint
from intake.telephony.profile import profile_for
from intake.telephony.twiml import mouths
from intake.voice.audio import audio_blueprint, recorded_prompts
from intake.voice.routes import voice_blueprint


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The WSGI application. Starts no thread and asks nobody over the network."""
    services = services or wire(settings or load(os.environ))
    app = Flask("intake", static_folder=None, template_folder=str(Path(__file__).parent / "templates"))
    app.extensions["hotline"] = services
    app.secret_key = services.settings.secret_key
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.register_blueprint(voice_blueprint(services))
    app.register_blueprint(sms_blueprint(services))
    app.register_blueprint(audio_blueprint(services))
    app.register_blueprint(console_blueprint(services))
    app.register_blueprint(status_blueprint(services))
    app.register_blueprint(api_blueprint(services))
    if services.settings.demo:
        app.register_blueprint(simulator_blueprint(services.settings))
    register_edge(app, services)
    return app


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
