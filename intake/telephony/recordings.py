"""Recordings: noted when a call or a callback speaks of them, fetched in the background, never lost.

The Record action and the provider's callback come in either order, twice, or not at all; so whichever comes
first makes the row, and an expected recording of which nothing more is heard is fetched anyway. A row is
claimed by a lease, so that a worker that dies gives it back; the file is complete before the row says so.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from intake.database import Database
from intake.telephony.faults import MediaFault
from intake.telephony.media import RECORDING_ID, Sound
from intake.telephony.model import LOST_RECORDINGS, RecordingRow, RecordingStatus

POLL_DELAY = timedelta(minutes=2)
# Longer than a whole batch can take: BATCH times the cap of one fetch.
LEASE = timedelta(minutes=15)
BATCH = 10
MENDING_DELAY = timedelta(minutes=10)
# Sixteen tries over a day: a slow provider is waited for, then an operator is told.
DELAYS = [timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 240, 480, 900, 1800)]
DELAYS += [timedelta(hours=hours) for hours in (1, 2, 4, 4, 4, 4, 4)]
TO_FETCH = (RecordingStatus.EXPECTED, RecordingStatus.PENDING)

log = logging.getLogger(__name__)


class Reported(StrEnum):
    """The statuses of a provider's recording callback that end something; others are under way."""

    COMPLETED = "completed"
    ABSENT = "absent"
    FAILED = "failed"


# What a report leads to, and from which statuses: one that exists is never given up for a contrary report.
AFTER_REPORT: dict[Reported, tuple[RecordingStatus, tuple[RecordingStatus, ...]]] = {
    Reported.COMPLETED: (
        RecordingStatus.PENDING,
        (RecordingStatus.EXPECTED, RecordingStatus.ABSENT, RecordingStatus.FAILED),
    ),
    Reported.ABSENT: (RecordingStatus.ABSENT, (RecordingStatus.EXPECTED,)),
    Reported.FAILED: (RecordingStatus.FAILED, (RecordingStatus.EXPECTED,)),
}


class Fetcher(Protocol):
    """What fetching needs of the provider's client."""

    media_dir: Path

    def fetch_recording(self, recording_id: str, into: Path) -> Sound: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A recording that is ours to fetch until `lease`."""

    id: int
    recording_id: str
    attempts: int
    lease: datetime


KNOWN_BY_REPORT = ("conversation_id", "complaint_id", "seconds")


def filling_in(insert: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    """The insert, which for a recording that is known fills in what was not known of it."""
    filled = {
        name: func.coalesce(getattr(RecordingRow, name), insert.excluded[name]) for name in KNOWN_BY_REPORT
    }
    return insert.on_conflict_do_update(index_elements=["provider_recording_id"], set_=filled)


PUT = {
    "sqlite": filling_in(sqlite.insert(RecordingRow)),
    "postgresql": filling_in(postgresql.insert(RecordingRow)),
}


def note_expected(
    connection: Connection,
    recording_id: str,
    *,
    conversation_id: int | None,
    complaint_id: int | None,
    seconds: int | None,
    at: datetime,
) -> None:
    """The call says that it was recorded. Whatever is known already stays."""
    known = {"conversation_id": conversation_id, "complaint_id": complaint_id, "seconds": seconds}
    put(connection, recording_id, known, at + POLL_DELAY, at)


def note_status(  # noqa: PLR0913 - one argument for each thing reported
    connection: Connection,
    recording_id: str,
    status: str,
    *,
    conversation_id: int | None,
    complaint_id: int | None,
    seconds: int | None,
    at: datetime,
) -> None:
    """The provider reports `completed`, `absent` or `failed`; anything else only makes it known."""
    known = {"conversation_id": conversation_id, "complaint_id": complaint_id, "seconds": seconds}
    if not put(connection, recording_id, known, at + POLL_DELAY, at) or status not in set(Reported):
        return
    new, before = AFTER_REPORT[Reported(status)]
    fault = "reported_failed" if new is RecordingStatus.FAILED else None
    reported = {"status": new, "due_at": at, "attempts": 0, "last_fault": fault, "settled_at": None}
    row = RecordingRow.provider_recording_id == recording_id
    connection.execute(update(RecordingRow).where(row, RecordingRow.status.in_(before)).values(reported))


def fetch_again(connection: Connection, ids: Sequence[int], at: datetime) -> int:
    """Recordings that were given up are due once more, with all their tries; says how many."""
    given_up = update(RecordingRow).where(RecordingRow.id.in_(ids), LOST_RECORDINGS)
    anew = {"status": RecordingStatus.PENDING, "attempts": 0, "due_at": at, "lease_until": None}
    return connection.execute(given_up.values(anew)).rowcount


def put(
    connection: Connection, recording_id: str, known: dict[str, int | None], due_at: datetime, at: datetime
) -> bool:
    """Make the recording known, or fill in what was not known of it. False for an id that can't be one."""
    if not RECORDING_ID.fullmatch(recording_id):
        log.warning("a recording without a usable id was reported: %s characters", len(recording_id))
        return False
    values: dict[str, Any] = known | {
        "provider_recording_id": recording_id, "status": RecordingStatus.EXPECTED, "attempts": 0,
        "due_at": due_at, "first_seen_at": at,
    }  # fmt: skip
    connection.execute(PUT[connection.dialect.name], values)
    return True


def fetch_due(database: Database, client: Fetcher, now: datetime) -> int:
    """Fetch what is due; says how many were stored. No transaction is open while the network is awaited."""
    client.media_dir.mkdir(parents=True, exist_ok=True)
    return sum(fetch(database, client, claim, now) for claim in claim_due(database, now))


def claim_due(database: Database, now: datetime) -> list[Claim]:
    """Take a batch of due recordings for the length of a lease."""
    row = RecordingRow
    free = or_(row.lease_until.is_(None), row.lease_until <= now)
    due = select(row.id).where(row.status.in_(TO_FETCH), row.due_at <= now, free).order_by(row.due_at)
    with database.write() as connection:
        ids = connection.scalars(due.limit(BATCH).with_for_update(skip_locked=True)).all()
        claimed = connection.execute(
            update(row)
            .where(row.id.in_(ids))
            .values(lease_until=now + LEASE, attempts=row.attempts + 1)
            .returning(row.id, row.provider_recording_id, row.attempts)
        ).all()
    return [Claim(id=one[0], recording_id=one[1], attempts=one[2], lease=now + LEASE) for one in claimed]


def fetch(database: Database, client: Fetcher, claim: Claim, now: datetime) -> bool:
    """Fetch one recording and record what came of it."""
    try:
        values = stored(client, claim)
    except MediaFault as fault:
        values = after_fault(claim, fault, now)
    except OSError as error:
        log.error("a recording could not be stored: %s", error.strerror)
        values = after_fault(claim, MediaFault("storage", counted=False), now)
    except Exception as error:  # noqa: BLE001 - what is wrong with one recording must not hold up the others
        log.error("a recording could not be fetched: %s", type(error).__name__)
        values = after_fault(claim, MediaFault("fault"), now)
    held = (RecordingRow.id == claim.id) & (RecordingRow.lease_until == claim.lease)
    with database.write() as connection:
        done = connection.execute(update(RecordingRow).where(held).values(lease_until=None, **values))
    return done.rowcount == 1 and values.get("status") is RecordingStatus.STORED


def stored(client: Fetcher, claim: Claim) -> dict[str, Any]:
    """Put the sound in the media folder under its name at once, whole and on the disk."""
    folder = client.media_dir
    for left_over in folder.glob(f".{claim.id}-*.part"):
        left_over.unlink(missing_ok=True)
    part = folder / f".{claim.id}-{secrets.token_hex(4)}.part"
    try:
        sound = client.fetch_recording(claim.recording_id, part)
        name = f"{claim.recording_id}{sound.suffix}"
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(folder)
    return {
        "status": RecordingStatus.STORED, "sha256": sound.sha256, "bytes": sound.size,
        "content_type": sound.content_type, "file_name": name, "last_fault": None,
    }  # fmt: skip


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def after_fault(claim: Claim, fault: MediaFault, now: datetime) -> dict[str, Any]:
    """When to try again, or that an operator must look; a fault that is ours to mend costs no try."""
    values: dict[str, Any] = {"last_fault": fault.reason}
    if not fault.counted:
        return values | {"attempts": claim.attempts - 1, "due_at": now + MENDING_DELAY}
    if fault.permanent or claim.attempts > len(DELAYS):
        log.error("recording %s was given up: %s", claim.id, fault.reason)
        return values | {"status": RecordingStatus.FAILED}
    return values | {"due_at": now + DELAYS[claim.attempts - 1]}
