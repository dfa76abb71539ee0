"""The sound of a recording: for those who work on its case, in parts, and what it looks like."""

from __future__ import annotations

import wave
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, jsonify, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, Row, exists, or_, select

from intake.cases.model import ConversationRow
from intake.console.access import Viewer, current_viewer, needs
from intake.console.disclosure import Access, is_noted, note_access
from intake.console.roles import Right
from intake.console.sight import find_case
from intake.desk.services import Services
from intake.telephony.model import RecordingRow, RecordingStatus

BARS = 160
HEARD = "recording"
REVIEW = "review"  # why it was heard; whoever decides listens as part of it


def mount(review: Blueprint, services: Services) -> None:
    """The sound itself, and its peaks."""

    @review.get("/queue/<case_no>/recordings/<int:recording_id>")
    @needs(Right.DECIDE)
    def recording(case_no: str, recording_id: int) -> ResponseReturnValue:
        viewer, now = current_viewer(), services.clock()
        with services.database.read() as connection:
            case_id, row = stored(connection, viewer, case_no, recording_id)
            is_known = is_noted(connection, viewer, case_id, HEARD, now)
        if not is_known:
            with services.database.write() as connection:
                note_access(connection, viewer, Access(case_id, HEARD, REVIEW), now)
        return send_file(path_of(services, row), mimetype=row.content_type, conditional=True)

    @review.get("/queue/<case_no>/recordings/<int:recording_id>/peaks")
    @needs(Right.DECIDE)
    def peaks(case_no: str, recording_id: int) -> ResponseReturnValue:
        with services.database.read() as connection:
            _, row = stored(connection, current_viewer(), case_no, recording_id)
        return jsonify(list(peaks_of(path_of(services, row))))


def stored(
    connection: Connection, viewer: Viewer, case_no: str, recording_id: int
) -> tuple[int, Row[*tuple[Any, ...]]]:
    """The case's id and the recording, if it is one of that case and the viewer may see it; else 404."""
    case_id = find_case(connection, viewer, case_no)
    spoken = exists().where(
        ConversationRow.id == RecordingRow.conversation_id, ConversationRow.complaint_id == case_id
    )
    row = connection.execute(
        select(RecordingRow.file_name, RecordingRow.content_type).where(
            RecordingRow.id == recording_id,
            RecordingRow.status == RecordingStatus.STORED,
            or_(RecordingRow.complaint_id == case_id, spoken),
        )
    ).one_or_none()
    if case_id is None or row is None:
        abort(404)
    return case_id, row


def path_of(services: Services, row: Row[*tuple[Any, ...]]) -> Path:
    """Where the sound lies; 404 where it is gone."""
    path = (services.settings.media_dir / str(row.file_name)).resolve()
    return path if path.is_file() else abort(404)


def peaks_of(path: Path) -> Iterator[float]:
    """How loud each of `BARS` equal parts is, from 0 to 1; nothing for sound that we can't read."""
    try:
        with wave.open(str(path), "rb") as sound:
            if sound.getsampwidth() not in KINDS:
                return
            size = max(1, sound.getnframes() // BARS)
            for _ in range(min(BARS, sound.getnframes() // size)):
                yield loudness(sound.readframes(size), sound.getsampwidth())
    except (wave.Error, EOFError):
        return


KINDS = {1: "B", 2: "h"}


def loudness(frames: bytes, width: int) -> float:
    """The highest amplitude of some frames; samples of one byte have their zero in the middle."""
    samples = array(KINDS[width])
    samples.frombytes(frames[: len(frames) // width * width])
    if not samples:
        return 0.0
    middle, most = (128, 128) if width == 1 else (0, 32768)
    return round(max(max(samples) - middle, middle - min(samples)) / most, 3)
