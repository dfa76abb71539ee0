"""Registering: a case as a text message would have made, by whoever wrote it down, in one transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update

from intake.cases import conversations
from intake.cases.confidential import CONFIDENTIAL
from intake.cases.conversations import Case, Line, Opening, new_token
from intake.cases.model import ComplaintRow, ConversationRow, TurnRow
from intake.cases.privacy import NAME_COLUMN
from intake.cases.stated import event_days
from intake.cases.tails import tail_of
from intake.cases.turns import Answered, Turn, record_turn
from intake.console.access import Viewer
from intake.console.disclosure import ruling_of
from intake.console.registering.filled import OTHER, Entry, Filled
from intake.console.registering.understood import heard_of, known_case, scene_of
from intake.desk.adding import Addition, Effect, add, file_of, left_to_people, note
from intake.desk.contact import Contact, Said
from intake.desk.people import Caller, caller_of
from intake.desk.rulings import Ruling
from intake.desk.services import Services
from intake.directory.model import HallRow
from intake.errors import RulingError
from matching.hall import Hall
from matching.interview import Heard, Interview, Purpose, Step
from matching.interview.stated import Form

SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who registers, when, in which unit of work."""

    services: Services
    connection: Connection
    viewer: Viewer
    at: datetime

    def register(self, filled: Filled, entry: Entry) -> str:
        """The number of the new case; of the same one again for a form that was sent twice.

        Raises RulingError where the other body's number has a case, and where whoever was picked can't be
        the one.
        """
        key = self.key(filled)
        if (before := self.registered(key)) is not None:
            return before
        self.refuse_known(entry)
        said_at = min(entry.said_at or self.at, self.at)
        scene = scene_of(self.services, self.connection, entry.hall_id, said_at)
        heard = heard_of(entry.statement, entry.language, scene)
        if entry.number is None:
            heard = left_to_people(heard)
        case = self.open(key, entry, heard)
        self.complete(case, entry, heard, said_at)
        if filled.pick:
            staff_no, window = picked(filled, heard, scene.hall)
            self.ruling().decide(case.case_no, window, staff_no)
        return case.case_no

    def join(self, filled: Filled, entry: Entry, case_no: str) -> str:
        """What was written down becomes part of a case that is there. Raises RulingError."""
        key = self.key(filled)
        if (before := self.registered(key)) is not None:
            return before
        known = known_case(self.connection, self.viewer, entry.channel, entry.external_no)
        if known is None or known.case_no != case_no:
            raise RulingError("callbacks.error.no_case", case_no=case_no)
        self.ruling().case(case_no)
        self.fill_gaps(case_no, entry)
        file = file_of(self.services, self.connection, case_no, lock=True)
        if file is None:
            raise RulingError("callbacks.error.no_case", case_no=case_no)
        addition = Addition(
            form=Form(words=entry.statement), channel=entry.channel, event_key=key,
            actor=self.viewer.login, heard=entry.statement,
        )  # fmt: skip
        effect, _ = add(self.services, self.connection, file, addition, self.at)
        if effect is Effect.OTHER_CASE:
            # The other body says that it is one matter: it stays one, and people see what doesn't fit.
            note(self.services, self.connection, file, addition, self.at)
        return case_no

    def key(self, filled: Filled) -> str:
        """What makes the form count once."""
        return f"register:{self.viewer.account_id}:{filled.token}"

    def registered(self, key: str) -> str | None:
        """The number of the case that this form came to before."""
        query = (
            select(ComplaintRow.case_no)
            .join(ConversationRow, ConversationRow.complaint_id == ComplaintRow.id)
            .join(TurnRow, TurnRow.conversation_id == ConversationRow.id)
            .where(TurnRow.event_key == key)
        )
        case_no: str | None = self.connection.execute(query).scalar()
        return case_no

    def refuse_known(self, entry: Entry) -> None:
        """Raises RulingError for a number of the other body that a case has already."""
        if entry.external_no is None:
            return
        name = f"external {entry.channel} {entry.external_no}"
        self.services.database.one_at_a_time(self.connection, name)
        if known_case(self.connection, self.viewer, entry.channel, entry.external_no):
            raise RulingError("console.register.error_known")

    def open(self, key: str, entry: Entry, heard: Heard) -> Case:
        """The case with its conversation of one turn."""
        line = self.line(key, entry)
        contact = Contact(self.services, self.connection, line, self.at, self.viewer.login)
        case = contact.open(heard, Said(statement=entry.statement))
        answered = Answered(
            interview=heard.interview, case=case, next_token=new_token(), document="", replied=False
        )
        turn = Turn(event_key=key, asked="", heard=entry.statement, provider_ids={}, at=self.at)
        record_turn(self.connection, line, turn, answered)
        return case

    def line(self, key: str, entry: Entry) -> Line:
        version = select(HallRow.version).where(HallRow.id == entry.hall_id)
        caller = self.caller(entry)
        opening = Opening(
            channel=entry.channel,
            provider_id=key,
            hall_id=entry.hall_id,
            hall_version=self.connection.execute(version).scalar_one(),
            caller_sealed=caller.sealed,
            caller_index=caller.index,
        )
        begun = Interview(step=Step.TELL, language=entry.language, purpose=Purpose.COMPLAINT)
        return conversations.open_line(self.connection, opening, begun, self.at)

    def caller(self, entry: Entry) -> Caller:
        return caller_of(self.services.sealer, entry.number)

    def complete(self, case: Case, entry: Entry, heard: Heard, said_at: datetime) -> None:
        """Both clocks and both numbers. A decision is replayed as of the moment that it was made for."""
        of_case = ComplaintRow.id == case.id
        row = self.connection.execute(select(ComplaintRow.flags).where(of_case)).one()
        hall = self.services.halls.get(self.connection, entry.hall_id)
        zone = hall.zone if hall else ZoneInfo(self.services.settings.timezone)
        columns: dict[str, Any] = {
            "external_no": entry.external_no,
            "external_received_at": entry.said_at,
            "registered_by": self.viewer.account_id,
            "complainant_sealed": self.sealed_name(entry),
            "flags": [*row.flags, *[CONFIDENTIAL] * entry.is_confidential],
            **event_days(heard.interview.evidence, said_at.astimezone(zone).date()),
        }
        if heard.decision:
            columns["decided_at"] = said_at
        self.connection.execute(update(ComplaintRow).where(of_case).values(**columns))

    def sealed_name(self, entry: Entry) -> bytes | None:
        return self.services.sealer.seal(entry.name, NAME_COLUMN) if entry.name else None

    def fill_gaps(self, case_no: str, entry: Entry) -> None:
        """A number and a name that the case lacks; what it has is never replaced."""
        known = select(ComplaintRow.caller_index, ComplaintRow.complainant_sealed, ComplaintRow.flags).where(
            ComplaintRow.case_no == case_no
        )
        row, caller = self.connection.execute(known).one(), self.caller(entry)
        columns: dict[str, Any] = {}
        if row.caller_index is None and caller.index:
            tail = tail_of(self.services.sealer, caller.sealed)
            columns |= {"caller_sealed": caller.sealed, "caller_index": caller.index, "caller_tail": tail}
        if row.complainant_sealed is None and entry.name:
            columns["complainant_sealed"] = self.sealed_name(entry)
        if entry.is_confidential and CONFIDENTIAL not in row.flags:
            columns["flags"] = [*row.flags, CONFIDENTIAL]
        if columns:
            changed = update(ComplaintRow).where(ComplaintRow.case_no == case_no)
            self.connection.execute(changed.values(**columns))

    def ruling(self) -> Ruling:
        return ruling_of(self.services, self.connection, self.viewer, self.at)


def picked(filled: Filled, heard: Heard, hall: Hall | None) -> tuple[str, str | None]:
    """Whom the person who registers has chosen, and the window. Raises RulingError."""
    stated = heard.decision.window if heard.decision else None
    if filled.pick != OTHER:
        return filled.pick, stated
    if hall is None or not filled.person:
        raise RulingError("console.register.error_person")
    for word in (filled.person, *SPACES.split(filled.person)):
        if word in hall.staff_by_no:
            return word, filled.window or stated
    named = hall.staff_by_name.get(filled.person, ())
    if len(named) != 1:
        raise RulingError("console.register.error_person")
    return named[0], filled.window or stated
