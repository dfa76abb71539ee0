"""What the rule makes of a complaint while it is being written down. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from intake.cases.complaints import reasons
from intake.cases.model import Channel, ComplaintRow
from intake.cases.stated import text_hash
from intake.console.access import Viewer
from intake.console.candidates_view import reasons_of
from intake.console.case_parts import ReasonView
from intake.console.like_cases import LIKE
from intake.console.marking import marked
from intake.console.registering.filled import Filled, external_in
from intake.console.sight import visible
from intake.console.spoken_parts import Marked
from intake.desk.services import Services
from intake.telephony.text import caller_number
from matching.decision import Candidate, Decision, Outcome
from matching.evidence import Kind
from matching.hall import Hall
from matching.interview import Heard, Interview, Purpose, Scene, Step
from matching.interview.stated import Form, hear_form

MOST_LIKE = 5
MOST_CANDIDATES = 6
IDENTIFY = (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME)


@dataclass(frozen=True, kw_only=True, slots=True)
class Possible:
    """Somebody whom the complaint may be about. windows: where the roster had them on the day, if known."""

    staff_no: str
    name: str
    bureau: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A case that has the other body's number already. case_no: None where it is not for the viewer."""

    case_no: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """What was understood. pinned: the rule is sure of the first of the people. missing: what it would ask.

    offer: a near miss of what is missing. calls: a number is there, so that the machine asks by itself.
    """

    text: Marked
    people: tuple[Possible, ...]
    is_pinned: bool
    window: str | None
    missing: Kind | None
    offer: str
    reasons: tuple[ReasonView, ...]
    calls: bool
    like: Sequence[Row[*tuple[Any, ...]]]
    known: Known | None


def heard_of(statement: str, language: str, scene: Scene) -> Heard:
    """The statement, heard as a text message would be; whoever writes it down says that it is a complaint."""
    begun = Interview(step=Step.TELL, language=language, purpose=Purpose.COMPLAINT)
    return hear_form(begun, Form(words=statement), scene)


def understood(
    services: Services, connection: Connection, viewer: Viewer, filled: Filled, scene: Scene
) -> Understood:
    """What the form would come to as it stands."""
    heard = heard_of(filled.statement, filled.language, scene) if filled.statement else None
    decision = heard.decision if heard else None
    evidence = heard.interview.evidence if heard else ()
    number = caller_number(filled.phone) if filled.phone else None
    return Understood(
        text=marked(filled.statement, evidence),
        people=people_of(decision, scene.hall),
        is_pinned=decision is not None and decision.outcome is Outcome.PIN,
        window=decision.window if decision else None,
        missing=heard.interview.asked if heard else None,
        offer=heard.interview.offer if heard else "",
        reasons=reasons_of(reasons(decision.reasons)) if decision else (),
        calls=number is not None,
        like=like_of(services, connection, viewer, number, filled.statement),
        known=known_case(connection, viewer, filled.channel, external_in(filled.external_no)),
    )


def people_of(decision: Decision | None, hall: Hall | None) -> tuple[Possible, ...]:
    """The candidates, likeliest first; whoever is pinned before all."""
    if decision is None:
        return ()
    first = (Candidate(staff_no=decision.staff_no, score=1.0),) if decision.staff_no else ()
    listed = {one.staff_no: one for one in first}
    listed |= {one.staff_no: one for one in decision.candidates}
    return tuple(possible(one, hall) for one in list(listed.values())[:MOST_CANDIDATES])


def possible(one: Candidate, hall: Hall | None) -> Possible:
    person = hall.staff_by_no.get(one.staff_no) if hall else None
    return Possible(
        staff_no=one.staff_no,
        name=person.name if person else "",
        bureau=person.bureau if person else "",
        reasons=reasons_of(reasons(one.reasons)),
    )


def like_of(
    services: Services, connection: Connection, viewer: Viewer, number: str | None, statement: str
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The latest cases of the same number, or in the same words, that the viewer may see."""
    same = []
    if number:
        same.append(ComplaintRow.caller_index == services.sealer.index(number))
    if words := text_hash(statement):
        same.append(ComplaintRow.text_hash == words)
    if not same:
        return ()
    query = visible(viewer, LIKE.where(or_(*same)))
    return connection.execute(query.order_by(ComplaintRow.received_at.desc()).limit(MOST_LIKE)).all()


def known_case(connection: Connection, viewer: Viewer, channel: str, external_no: str | None) -> Known | None:
    """The case that the other body's number belongs to; None for a new number."""
    if not external_no or channel not in set(Channel):
        return None
    same = select(ComplaintRow.case_no).where(
        ComplaintRow.channel == Channel(channel), ComplaintRow.external_no == external_no
    )
    if connection.execute(same).first() is None:
        return None
    return Known(case_no=connection.execute(visible(viewer, same)).scalar())


def scene_of(services: Services, connection: Connection, hall_id: int | None, at: datetime) -> Scene:
    """The hall as the rule sees it, at the moment that days such as "yesterday" count from."""
    hall = services.halls.get(connection, hall_id) if hall_id else None
    return Scene(hall=hall, at=at)
