"""What was filled in to register a complaint, as typed; and read, with what is wrong by field."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from intake.cases.model import Channel
from intake.telephony.text import caller_number
from intake.telephony.twiml import clean
from intake.words import CHINESE, LANGUAGES

# The ways in which a complaint reaches a person who writes it down.
CHANNELS = (Channel.WALK_IN, Channel.LETTER, Channel.WEB, Channel.BROADCAST, Channel.HOTLINE_12345)
LONGEST_STATEMENT, LONGEST_FIELD = 5000, 64
EXTERNAL = re.compile(r"[\w/.-]+(?: [\w/.-]+)*")
TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)
AHEAD = timedelta(minutes=5)  # clocks differ
OLDEST = timedelta(days=5 * 365)
OTHER = "other"
ERROR = "console.register.error_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """The fields as they were typed, without what can't be stored.

    received: day and time in the settings' zone, empty for now. pick: staff number of a candidate, `other`
    for the person and window written below, empty to leave it to the rule. token: makes the form count once.
    """

    channel: str = ""
    hall: str = ""
    received: str = ""
    external_no: str = ""
    phone: str = ""
    name: str = ""
    language: str = CHINESE
    confidential: str = ""
    statement: str = ""
    pick: str = ""
    person: str = ""
    window: str = ""
    token: str = ""


def filled_in(form: Mapping[str, str]) -> Filled:
    """The fields of a form; a new form gets its token."""
    given = {
        one.name: clean(
            form.get(one.name, ""), LONGEST_STATEMENT + 1 if one.name == "statement" else 200
        ).strip()
        for one in fields(Filled)
    }
    given["language"] = given["language"] if given["language"] in LANGUAGES else CHINESE
    if not TOKEN.fullmatch(given["token"]):
        given["token"] = secrets.token_urlsafe(16)
    return Filled(**given)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A complaint as it is to be registered. number: E.164. said_at: when it came in at whoever passed it on,
    None where it came in here and now."""

    channel: Channel
    hall_id: int
    said_at: datetime | None
    external_no: str | None
    number: str | None
    name: str
    language: str
    is_confidential: bool
    statement: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What could be read. faults: catalogue keys by field. entry: None where there are any."""

    entry: Entry | None
    faults: Mapping[str, str]


def read(filled: Filled, halls: Sequence[str], zone: ZoneInfo, now: datetime) -> Read:
    """The form read. halls: ids that may be chosen; a single one need not be."""
    faults: dict[str, str] = {}
    hall = hall_in(filled, halls)
    said_at = moment_in(filled.received, zone)
    external_no = external_in(filled.external_no)
    number = caller_number(unicodedata.normalize("NFKC", filled.phone)) if filled.phone else None
    wrong = {
        "channel": filled.channel not in CHANNELS,
        "hall": hall is None,
        "received": is_wrong_moment(filled.received, said_at, now),
        "external_no": bool(filled.external_no) and external_no is None,
        "external_missing": filled.channel == Channel.HOTLINE_12345 and not filled.external_no,
        "phone": bool(filled.phone) and number is None,
        "statement": not filled.statement,
        "statement_long": len(filled.statement) > LONGEST_STATEMENT,
        "name": len(filled.name) > LONGEST_FIELD,
    }
    for code in (code for code, is_wrong in wrong.items() if is_wrong):
        field = {"external_missing": "external_no", "statement_long": "statement"}.get(code, code)
        faults[field] = f"{ERROR}{code}"
    if faults or hall is None:
        return Read(entry=None, faults=faults)
    return Read(
        entry=Entry(
            channel=Channel(filled.channel), hall_id=hall, said_at=said_at, external_no=external_no,
            number=number, name=filled.name, language=filled.language,
            is_confidential=bool(filled.confidential), statement=filled.statement,
        ),
        faults={},
    )  # fmt: skip


def hall_in(filled: Filled, halls: Sequence[str]) -> int | None:
    """The hall that was chosen, or the only one."""
    chosen = filled.hall or (halls[0] if len(halls) == 1 else "")
    return int(chosen) if chosen in halls else None


def moment_in(text: str, zone: ZoneInfo) -> datetime | None:
    """`2026-11-09T15:04`, or with a space; None for what is no moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else None


def is_wrong_moment(text: str, moment: datetime | None, now: datetime) -> bool:
    if moment is None:
        return bool(text)
    return not now - OLDEST <= moment <= now + AHEAD


def external_in(text: str) -> str | None:
    """The other body's number in one way of writing."""
    number = unicodedata.normalize("NFKC", text).upper()
    return number if len(number) <= LONGEST_FIELD and EXTERNAL.fullmatch(number) else None
