"""Prompt versions in the store: what holds, what held before, the recordings."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update

from intake.prompts.model import (
    Place,
    PromptKind,
    PromptSoundRow,
    PromptVersionRow,
    SoundFormat,
    Version,
)
from intake.prompts.sound import Sound

VERSIONS = select(
    PromptVersionRow.id,
    PromptVersionRow.hall_id,
    PromptVersionRow.language,
    PromptVersionRow.key,
    PromptVersionRow.kind,
    PromptVersionRow.words,
    PromptVersionRow.account_id,
    PromptVersionRow.at,
    PromptSoundRow.digest,
    PromptSoundRow.format,
    PromptSoundRow.seconds,
    PromptSoundRow.rate,
    PromptSoundRow.channels,
).outerjoin(PromptSoundRow, PromptSoundRow.digest == PromptVersionRow.sound)
LATEST = VERSIONS.where(
    PromptVersionRow.id.in_(
        select(func.max(PromptVersionRow.id)).group_by(
            PromptVersionRow.hall_id, PromptVersionRow.language, PromptVersionRow.key
        )
    )
)
NEWEST = select(func.max(PromptVersionRow.id))
MOST_SHOWN = 50
# Cases name the prompts that their callers heard, and are kept for three years (research: domain 9.27).
SOUNDS_KEPT = timedelta(days=3 * 365)


def newest(connection: Connection) -> int:
    """The number of the latest change of any prompt; 0 before the first."""
    return int(connection.execute(NEWEST).scalar() or 0)


def latest(connection: Connection) -> list[Version]:
    """The version that holds of every prompt that was ever changed."""
    return read(connection, LATEST)


def history(connection: Connection, place: Place) -> list[Version]:
    """The versions of a prompt, the newest first."""
    mine = VERSIONS.where(
        PromptVersionRow.key == place.key,
        PromptVersionRow.language == place.language,
        PromptVersionRow.hall_id.is_(None)
        if place.hall_id is None
        else PromptVersionRow.hall_id == place.hall_id,
    )
    return read(connection, mine.order_by(PromptVersionRow.id.desc()).limit(MOST_SHOWN))


def add_version(connection: Connection, version: Version) -> None:
    """Another version, which holds from now on; its `id` is the database's to give."""
    place, digest = version.place, (version.sound or "").partition(".")[0]
    values = {"hall_id": place.hall_id, "language": place.language, "key": place.key, "kind": version.kind}
    values |= {"words": version.words, "sound": digest or None}
    connection.execute(
        insert(PromptVersionRow), values | {"account_id": version.account_id, "at": version.at}
    )


def keep_sound(connection: Connection, data: bytes, sound: Sound, at: datetime) -> str:
    """Keep a recording, unless its bytes are there already; gives its file name."""
    digest = sha256(data).hexdigest()
    known = connection.execute(select(PromptSoundRow.digest).where(PromptSoundRow.digest == digest)).scalar()
    if known is None:
        told = {"format": sound.format, "seconds": sound.seconds, "rate": sound.rate}
        told |= {"digest": digest, "data": data, "channels": sound.channels, "at": at}
        connection.execute(insert(PromptSoundRow), told)
    return file_name(digest, sound.format)


def sound_of(connection: Connection, digest: str, form: SoundFormat) -> bytes | None:
    """The bytes of a recording."""
    query = select(PromptSoundRow.data).where(PromptSoundRow.digest == digest, PromptSoundRow.format == form)
    data: bytes | None = connection.execute(query).scalar()
    return data


def transcript_of(connection: Connection, digest: str) -> str | None:
    """What is said in a recording, as it was written down last."""
    query = select(PromptVersionRow.words).where(
        PromptVersionRow.sound == digest, PromptVersionRow.kind == PromptKind.RECORDING
    )
    found: str | None = connection.execute(query.order_by(PromptVersionRow.id.desc()).limit(1)).scalar()
    return found


def forget_sounds(connection: Connection, now: datetime) -> int:
    """Delete the recordings of which no version holds, or held within `SOUNDS_KEPT`; says how many.

    The versions stay, with the recording's words.
    """
    row, oldest = PromptVersionRow, now - SOUNDS_KEPT
    place = (row.key, row.language, row.hall_id)
    replaced_at = func.lead(row.at).over(partition_by=place, order_by=row.id).label("replaced_at")
    spans = select(row.sound, replaced_at).subquery()
    held = select(spans.c.sound).where(
        spans.c.sound.is_not(None), or_(spans.c.replaced_at.is_(None), spans.c.replaced_at > oldest)
    )
    old = select(PromptSoundRow.digest).where(PromptSoundRow.at <= oldest, PromptSoundRow.digest.not_in(held))
    gone = connection.execute(old).scalars().all()
    if gone:
        connection.execute(update(row).where(row.sound.in_(gone)).values(sound=None))
        connection.execute(delete(PromptSoundRow).where(PromptSoundRow.digest.in_(gone)))
    return len(gone)


def file_name(digest: str, form: SoundFormat) -> str:
    return f"{digest}.{form.value}"


def read(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Version]:
    return [version_of(row) for row in connection.execute(query)]


def version_of(row: Row[*tuple[Any, ...]]) -> Version:
    return Version(
        id=row.id,
        place=Place(key=row.key, language=row.language, hall_id=row.hall_id),
        kind=row.kind,
        words=row.words,
        sound=file_name(row.digest, row.format) if row.digest else None,
        seconds=row.seconds,
        rate=row.rate,
        channels=row.channels,
        account_id=row.account_id,
        at=row.at,
    )
