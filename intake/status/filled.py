"""What was filled in on the public page, as typed values; faults by field, in words of the catalogue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from intake.cases.case_no import is_case_no
from intake.status.policy import LONGEST_FIELD, LONGEST_WORDS, is_possible_day
from intake.telephony.twiml import clean
from matching.evidence import Kind, Part, When
from matching.interview import Scene
from matching.interview.stated import Form, stated_value

KEY = re.compile(r"[0-9]{9}")
DIGITS = re.compile(r"[0-9]{4}")
PARTS = frozenset(part.value for part in Part)


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A case number and four digits, and what is wrong with how they are written."""

    case_no: str
    digits: str
    faults: Mapping[str, str]


def key_of(form: Mapping[str, str]) -> Key:
    """What the first form states. Its faults follow from what was written alone and tell nothing of cases."""
    case_no, digits = (
        re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", form.get(name, "")[:LONGEST_FIELD]))
        for name in ("case_no", "digits")
    )
    faults = {}
    if not (KEY.fullmatch(case_no) and case_no.isascii() and is_case_no(case_no)):
        faults["case_no"] = "status_page.error.case_no"
    if not (DIGITS.fullmatch(digits) and digits.isascii()):
        faults["digits"] = "status_page.error.digits"
    return Key(case_no=case_no, digits=digits, faults=faults)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """The fields of an addition as they were typed."""

    window: str = ""
    staff_no: str = ""
    day: str = ""
    part: str = ""
    words: str = ""
    hall: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.window or self.staff_no or self.day or self.words)


def filled_in(form: Mapping[str, str]) -> Filled:
    """The fields of the form, capped and without what can't be stored."""

    def text(name: str, most: int) -> str:
        return clean(form.get(name, ""), most).strip()

    part = form.get("part", "")
    return Filled(
        window=text("window", LONGEST_FIELD),
        staff_no=text("staff_no", LONGEST_FIELD),
        day=text("day", LONGEST_FIELD),
        part=part if part in PARTS else "",
        words=text("words", LONGEST_WORDS),
        hall=text("hall", LONGEST_FIELD),
    )


def entries(filled: Filled) -> dict[str, str]:
    """The fields as a pass carries them."""
    return {name: value for name, value in asdict(filled).items() if value}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A form for the interview, or what is wrong by field."""

    form: Form
    faults: Mapping[str, str] = field(default_factory=dict)


def read_fields(filled: Filled, scene: Scene) -> Reading:
    """The fields in standard form, read in the hall that the case is about."""
    faults: dict[str, str] = {}
    values = {"window": "", "staff_no": ""}
    for name, kind in (("window", Kind.WINDOW), ("staff_no", Kind.STAFF_NO)):
        if stated := getattr(filled, name):
            value = stated_value(kind, stated, scene)
            if value is None:
                faults[name] = f"status_page.error.{name}"
            values[name] = value or ""
    when = when_of(filled, scene)
    if filled.day and when is None:
        faults["day"] = "status_page.error.day"
    if filled.is_empty:
        faults["words"] = "status_page.error.empty"
    form = Form(window=values["window"], staff_no=values["staff_no"], when=when, words=filled.words)
    return Reading(form=form, faults=faults)


def when_of(filled: Filled, scene: Scene) -> When | None:
    """The day that was filled in; None for none, or one that can't be."""
    try:
        day = date.fromisoformat(filled.day)
    except ValueError:
        return None
    today = scene.hall.local(scene.at).date() if scene.hall else scene.at.date()
    if not is_possible_day(day, today):
        return None
    return When(first=day, last=day, part=Part(filled.part) if filled.part else None)
