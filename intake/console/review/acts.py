"""The deeds by their names: what a form gives becomes the call of one use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from intake.cases.conversations import Case
from intake.cases.links import LinkKind
from intake.cases.model import ComplaintRow
from intake.console.access import Viewer
from intake.console.layout import shown
from intake.console.sight import find_case
from intake.desk.asking import QUESTIONS, ask_by_text
from intake.desk.rulings import Ruling
from intake.desk.services import Services
from intake.errors import RulingError
from matching.evidence import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """Who does it, to which case, and what the form says, its moments in the time zone that pages tell."""

    services: Services
    viewer: Viewer
    ruling: Ruling
    case_no: str
    form: Mapping[str, str]

    def text(self, name: str) -> str:
        return self.form.get(name, "").strip()


def decide(given: Given) -> Case:
    """One of the candidates, at the window shown beside them or another one chosen."""
    staff_no = given.text("staff_no")
    if not staff_no:
        raise RulingError("console.case.nobody_chosen")
    window = given.text("window") or given.text(f"window:{staff_no}")
    return given.ruling.decide(given.case_no, window or None, staff_no)


def other(given: Given) -> Case:
    """Somebody else, by staff number or by a name that only one person bears."""
    hall_id = int(given.text("hall")) if given.text("hall").isdecimal() else None
    staff_no = person_in(given, hall_id)
    return given.ruling.decide(given.case_no, given.text("other_window") or None, staff_no, hall_id)


def person_in(given: Given, hall_id: int | None) -> str:
    """The staff number that was meant. Raises RulingError for none and for a name of several."""
    text, connection = given.text("person"), given.ruling.connection
    if not text:
        raise RulingError("console.case.nobody_chosen")
    of_case = select(ComplaintRow.hall_id).where(ComplaintRow.case_no == given.case_no)
    hall_id = connection.execute(of_case).scalar() or hall_id
    hall = given.services.halls.get(connection, hall_id) if hall_id else None
    if hall is None:
        return text
    for word in (text, *text.split()):
        if word in hall.staff_by_no:
            return word
    named = hall.staff_by_name.get(text, ())
    if len(named) > 1:
        raise RulingError("console.case.several_of_that_name", name=text, numbers=", ".join(named))
    return named[0] if named else text


def ask(given: Given) -> Case:
    question = given.text("question")
    if question not in set(QUESTIONS):
        raise RulingError("desk.error.question")
    return ask_by_text(given.services, given.ruling, given.case_no, Kind(question))


def call(given: Given) -> Case:
    """At once, or at a moment that lies ahead."""
    if given.text("when") == "now":
        return given.ruling.call(given.case_no, None)
    zone = shown(given.services).zone
    try:
        at = datetime.fromisoformat(given.text("at")).replace(tzinfo=zone)
    except ValueError:
        raise RulingError("console.case.no_moment") from None
    if at <= given.ruling.at:
        raise RulingError("console.case.past")
    return given.ruling.call(given.case_no, at)


def other_case(given: Given) -> str:
    """The other case's number, if whoever acts may see it. Raises RulingError."""
    other_no = "".join(given.text("other").split())
    if not other_no:
        raise RulingError("console.case.no_other")
    if find_case(given.ruling.connection, given.viewer, other_no) is None:
        raise RulingError("callbacks.error.no_case", case_no=other_no)
    return other_no


def merge(given: Given) -> Case:
    return given.ruling.merge(given.case_no, other_case(given))


def link(given: Given) -> Case:
    return given.ruling.link(given.case_no, other_case(given), LinkKind.LIKE)


def set_aside(given: Given) -> Case:
    return given.ruling.set_aside(given.case_no, given.text("reason"))


def transfer(given: Given) -> Case:
    return given.ruling.transfer(given.case_no, given.text("bureau"), given.text("reason"))


def reopen(given: Given) -> Case:
    return given.ruling.reopen(given.case_no, given.text("reason"))


def note(given: Given) -> Case:
    return given.ruling.note(given.case_no, given.text("text"))


def summarise(given: Given) -> Case:
    return given.ruling.summarise(given.case_no, given.text("text"))


def keep_confidential(given: Given) -> Case:
    return given.ruling.keep_confidential(given.case_no, given.text("reason"))


def open_up(given: Given) -> Case:
    return given.ruling.keep_confidential(given.case_no, given.text("reason"), wanted=False)


def unreachable(given: Given) -> Case:
    given.ruling.declare_unreachable(given.case_no, given.text("reason"))
    return given.ruling.case(given.case_no)


def undo(given: Given) -> Case:
    seq = given.text("seq")
    return given.ruling.undo(given.case_no, int(seq) if seq.isdecimal() else 0)


ACTS: dict[str, Callable[[Given], Case]] = {
    "decide": decide,
    "other": other,
    "ask": ask,
    "call": call,
    "merge": merge,
    "link": link,
    "set_aside": set_aside,
    "transfer": transfer,
    "reopen": reopen,
    "note": note,
    "summarise": summarise,
    "keep_confidential": keep_confidential,
    "open_up": open_up,
    "unreachable": unreachable,
    "undo": undo,
}
# After these the case is done with for now, and the next one opens.
MOVES = frozenset({"decide", "other", "merge", "set_aside", "transfer", "unreachable"})
