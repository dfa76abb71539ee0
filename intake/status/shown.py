"""What the public page shows of a case: its state in plain words, what was stated, what is missing.

Never the respondent, the statement, a number or a name: only what the complainant told us themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date, format_datetime
from sqlalchemy import Connection, bindparam, select

from intake.cases.lifecycle import Status
from intake.cases.model import ComplaintRow
from intake.desk.adding import File, consider, scene_of
from intake.desk.services import Services
from intake.directory.model import HallRow
from intake.status.policy import STAGES, stage
from intake.words import LANGUAGES, Words
from matching.evidence import IDENTIFIERS, Evidence, Kind, Part
from matching.interview import Heard, Interview, Purpose
from matching.interview.stated import Form

LISTED = (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME, Kind.SURNAME, Kind.WHEN)
ASKED_FOR = (Kind.WINDOW, Kind.STAFF_NO)
ABOUT_SOMEBODY = frozenset({Purpose.COMPLAINT, Purpose.PRAISE})
HALLS = select(HallRow.id, HallRow.code, HallRow.name, HallRow.hotline, HallRow.timezone).order_by(
    HallRow.code
)
RECEIVED = select(ComplaintRow.received_at).where(ComplaintRow.id == bindparam("case"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A label and its value, in words."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A stage of a case. place: `past`, `now` or `ahead`."""

    name: str
    place: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A case as its complainant sees it. halls: codes and names to choose from, where none is known.

    first and last: the days that may be chosen, ISO 8601.
    """

    case_no: str
    hall: str
    received: str
    state: str
    following: str
    stages: tuple[Stage, ...]
    stated: tuple[Item, ...]
    missing: tuple[str, ...]
    is_open: bool
    is_confidential: bool
    has_window: bool
    has_staff_no: bool
    callback: bool
    doubts: tuple[str, ...]
    halls: tuple[tuple[str, str], ...]
    last_day: str


def show(services: Services, connection: Connection, file: File, texts: Words, at: datetime) -> Shown:
    """The page of one case."""
    status = file.case.chain.status
    halls = connection.execute(HALLS).all()
    own = next((hall for hall in halls if hall.id == file.hall_id), None)
    zone = ZoneInfo(own.timezone if own else services.settings.timezone)
    known = {item.kind for item in file.interview.evidence}
    weighed = consider(file, Form(), scene_of(services, connection, file, "", at)) if file.is_open else None
    about = file.interview.purpose in ABOUT_SOMEBODY
    received = connection.execute(RECEIVED, {"case": file.case.id}).scalar_one()
    return Shown(
        case_no=file.case.case_no,
        hall=own.name if own else "",
        received=long_date(received, zone, texts),
        state=texts(f"status.{status.value}"),
        following=next_step(texts, status, missing=bool(set(ASKED_FOR) - known) and about),
        stages=stages(texts, status),
        stated=stated(texts, file.interview),
        missing=missing(texts, known) if file.is_open and about else (),
        is_open=file.is_open,
        is_confidential=file.is_confidential,
        has_window=Kind.WINDOW in known,
        has_staff_no=Kind.STAFF_NO in known,
        callback=file.callback,
        doubts=remarks(texts, weighed) if weighed and known >= set(ASKED_FOR) else (),
        halls=tuple((hall.code, hall.name) for hall in halls) if own is None and len(halls) > 1 else (),
        last_day=at.astimezone(zone).date().isoformat(),
    )


def next_step(texts: Words, status: Status, *, missing: bool) -> str:
    """What happens next, by status; while window or person are missing, what the complainant can do."""
    if missing and f"status_page.next.{status.value}_missing" in texts:
        return texts(f"status_page.next.{status.value}_missing")
    key = f"status_page.next.{status.value}"
    return texts(key if key in texts else "status_page.next.other")


def stages(texts: Words, status: Status) -> tuple[Stage, ...]:
    """The stages of a complaint and where this one is; none for a case that goes another way."""
    done = stage(status)
    if done is None:
        return ()
    places = ["past" if number < done else "now" if number == done else "ahead" for number in range(4)]
    names = (texts(f"status_page.stage.{name}") for name in STAGES)
    return tuple(Stage(name=name, place=place) for name, place in zip(names, places, strict=True))


def missing(texts: Words, known: set[Kind]) -> tuple[str, ...]:
    """What would help most: window and staff number."""
    return tuple(texts(f"status_page.missing.{kind.value}") for kind in ASKED_FOR if kind not in known)


def remarks(texts: Words, heard: Heard) -> tuple[str, ...]:
    """What the directory doesn't have, or what doesn't fit together, in words."""
    remark = heard.interview.note
    if remark is None or remark.code == "not_understood":
        return ()
    return (texts(f"note.{remark.code}", **dict(remark.values)).strip(),)


def stated(texts: Words, interview: Interview) -> tuple[Item, ...]:
    """What was understood, in a fixed order. That a name was given is said, the name is not."""
    return tuple(
        Item(label=texts(f"status_page.field.{kind.value}"), value=value_of(texts, item))
        for kind in LISTED
        for item in interview.evidence
        if item.kind is kind
    )


def value_of(texts: Words, item: Evidence) -> str:
    if item.when is None:
        return item.value if item.kind in IDENTIFIERS - {Kind.NAME} else texts("status_page.given")
    days = [day(texts, item.when.first), day(texts, item.when.last)]
    span = days[0] if days[0] == days[1] else texts("status_page.days", first=days[0], last=days[1])
    return f"{span} {part(texts, item.when.part)}".strip()


def day(texts: Words, on: date) -> str:
    return format_date(on, texts("status_page.date"), locale=LANGUAGES[texts.language])


def part(texts: Words, half: Part | None) -> str:
    return texts(f"status_page.part.{half.value}") if half else ""


def long_date(at: datetime, zone: tzinfo, texts: Words) -> str:
    """A moment as day and time in the hall's zone."""
    return format_datetime(at.astimezone(zone), texts("status_page.moment"), locale=LANGUAGES[texts.language])


def hotline(services: Services, connection: Connection) -> str:
    """The number to call, as people write it; empty where there is not exactly one."""
    numbers = {hall.hotline for hall in connection.execute(HALLS) if hall.hotline}
    number = services.settings.hotline_number or (numbers.pop() if len(numbers) == 1 else "")
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
