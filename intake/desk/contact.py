"""The one use case behind every channel: an answer is heard, and the case follows, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from intake.callbacks import service as callbacks
from intake.callbacks.outcomes import CallbackStatus
from intake.cases import conversations
from intake.cases.bursts import Span, burst, called_before
from intake.cases.candidates import note_candidates
from intake.cases.complaints import (
    BEGINNING,
    Beginning,
    Source,
    add_statement,
    alarmed,
    bring_up_to_date,
    known_so_far,
    open_case,
)
from intake.cases.conversations import Case, Line
from intake.cases.lifecycle import Event, Status, moves, status_after
from intake.cases.model import Channel
from intake.cases.privacy import WISH_COLUMN
from intake.cases.safety import SAFETY, speaks_of_danger
from intake.cases.stated import event_days, text_hash
from intake.cases.tails import tail_of
from intake.cases.timeline import Chain, Happening, append, follow_on
from intake.cases.urgency import REPEAT, REPEATED_WITHIN, handling_limit
from intake.desk.people import hall_named
from intake.desk.services import Services
from matching.decision import Outcome
from matching.interview import Heard, Purpose, Step, Wish

CALLED_BACK = frozenset({Purpose.COMPLAINT, Purpose.MESSAGE})
ABOUT_SOMEBODY = frozenset({Purpose.COMPLAINT, Purpose.PRAISE})
UNREVIEWED = frozenset({Purpose.RATING, Purpose.OTHER})
CALL_ME = frozenset({Wish.YES, Wish.OTHER_NUMBER})
ACTOR = "complainant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a turn brings beside the interview's own state.

    statement: words to add to the complaint. number: another number to call, in E.164.
    """

    statement: str = ""
    number: str | None = None


def placed(connection: Connection, line: Line, heard: Heard) -> Line:
    """The line in the hall that the person has just named, where it was in none."""
    if line.hall_id is not None or not heard.interview.hall:
        return line
    hall = hall_named(connection, heard.interview.hall)
    return conversations.place_in_hall(connection, line, hall.id, hall.version) if hall else line


@dataclass(frozen=True, slots=True)
class Contact:
    """One turn of one conversation, within the unit of work that stores it."""

    services: Services
    connection: Connection
    line: Line
    at: datetime
    actor: str = ACTOR

    @property
    def source(self) -> Source:
        return Source(
            channel=self.line.channel,
            hall_id=self.line.hall_id,
            caller_sealed=self.line.caller_sealed,
            caller_index=self.line.caller_index,
            actor=self.actor,
            caller_tail=tail_of(self.services.sealer, self.line.caller_sealed),
        )

    def follow(self, heard: Heard, said: Said) -> Case | None:
        """Bring the case in line with the interview after an answer; opens it on the first word.

        None while there is nothing to keep, and when the caller leaves an earlier case for a new matter.
        """
        before, after = self.line.interview, heard.interview
        if after.purpose is Purpose.NONE:
            return None if before.step is Step.RETURNING and after.step is Step.MENU else self.line.case
        if self.line.case is None:
            return self.open(heard, said)
        return self.go_on(self.line.case, heard, said)

    def open(self, heard: Heard, said: Said) -> Case:
        """A new case, and a callback in case the line drops before it is complete."""
        purpose = heard.interview.purpose
        begun = (Event.REGISTERED, *BEGINNING.get(purpose, ()))
        events = (*begun, *self.moves(status_after(begun), heard))
        columns = self.beginning(said) | self.changed(heard, said)
        if Event.PINNED in events:
            columns |= self.pinned(columns, None)
        beginning = Beginning(interview=heard.interview, columns=columns, happening=self.happening(events))
        case = open_case(self.connection, self.source, beginning)
        unfinished = case.chain.status is not Status.PINNED and heard.interview.wish is not Wish.NO
        if purpose in CALLED_BACK and unfinished and self.line.caller_index:
            self.request_callback(case)
        return case

    def go_on(self, case: Case, heard: Heard, said: Said) -> Case:
        """The case after this turn's changes and events."""
        if said.statement:
            add_statement(self.connection, case.id, said.statement)
        columns = self.changed(heard, said)
        if speaks_of_danger(said.statement):
            columns |= alarmed(self.connection, case.id)
        events = self.moves(case.chain.status, heard)
        if Event.PINNED in events:
            columns |= self.pinned(columns, case)
        rows, chain = follow_on(case.case_no, case.chain, self.happening(events))
        append(self.connection, case.id, rows)
        self.arrange_callback(case, chain, columns)
        if not columns and not rows:
            return case
        note_candidates(self.connection, case.id, self.line.hall_id, columns, anew=True)
        return bring_up_to_date(self.connection, case, columns, chain, self.at)

    def happening(self, events: tuple[Event, ...]) -> Happening:
        key = self.services.sealer.audit_key
        return Happening(events=events, at=self.at, actor=self.actor, key=key)

    def changed(self, heard: Heard, said: Said) -> dict[str, Any]:
        """The columns that this turn changes."""
        before, after = self.line.interview, heard.interview
        columns: dict[str, Any] = {}
        restated = after.evidence != before.evidence or after.confirmed != before.confirmed
        if restated or (heard.decision and self.line.case is None):
            columns |= known_so_far(after, heard.decision, self.line.hall_version, self.prompt_set)
            columns |= event_days(after.evidence, self.today)
            columns["decided_at"] = self.at if heard.decision else None
        for name in ("purpose", "rating", "wish", "preferred"):
            if getattr(after, name) != getattr(before, name):
                columns[name] = getattr(after, name)
        if said.number:
            columns["wish_number_sealed"] = self.services.sealer.seal(said.number, WISH_COLUMN)
        return columns

    def beginning(self, said: Said) -> dict[str, Any]:
        """The columns of a new case that say how long it may take, and what makes it more urgent."""
        caller, days = self.line.caller_index, self.services.settings.handling_days
        repeated = caller and called_before(self.connection, caller, self.at - REPEATED_WITHIN)
        return {
            "statement": said.statement,
            "text_hash": text_hash(said.statement),
            "flags": [SAFETY] * speaks_of_danger(said.statement) + [REPEAT] * bool(repeated),
            "due_at": handling_limit(self.at, self.zone, self.services.calendar, days),
            **event_days((), self.today),
        }

    @property
    def prompt_set(self) -> str | None:
        """What calls are held with now; nothing is said in other channels."""
        return self.services.prompts.current.label if self.line.channel is Channel.PHONE else None

    @property
    def zone(self) -> ZoneInfo:
        """The hall's time zone, else that of the settings."""
        services, line = self.services, self.line
        hall = services.halls.get(self.connection, line.hall_id, line.hall_version) if line.hall_id else None
        return hall.zone if hall else ZoneInfo(services.settings.timezone)

    @property
    def today(self) -> date:
        """The day of this turn in the hall."""
        return self.at.astimezone(self.zone).date()

    def moves(self, status: Status, heard: Heard) -> tuple[Event, ...]:
        """What this turn brings about for a case of this status."""
        after = heard.interview
        about_somebody = after.purpose in ABOUT_SOMEBODY
        pinned = None
        if heard.decision and about_somebody:
            pinned = heard.decision.outcome is Outcome.PIN and after.confirmed
        return moves(
            status,
            pinned=pinned,
            done=after.is_done and after.purpose not in UNREVIEWED,
            more=about_somebody and after.evidence != self.line.interview.evidence,
        )

    def pinned(self, columns: dict[str, Any], case: Case | None) -> dict[str, Any]:
        """The columns of a case that is pinned now; many within minutes are taken, and flagged for review."""
        least, within = self.services.settings.burst_count, self.services.settings.burst_within
        span = Span(since=self.at - within, most=least, apart_from=case)
        against, from_number, flagged = burst(
            self.connection, self.source, columns.get("staff_no") or "", span
        )
        marks = {"burst_respondent": against, "burst_number": from_number}
        known = columns.get("flags", flagged)
        new = [name for name, others in marks.items() if others + 1 >= least and name not in known]
        return {"pinned_at": self.at, "flags": [*known, *new]}

    def arrange_callback(self, case: Case, chain: Chain, columns: dict[str, Any]) -> None:
        """A pinned case needs no callback; one that was reopened, or has a number at last, needs one."""
        was, now = case.chain.status, chain.status
        if columns.get("wish") in CALL_ME and self.line.caller_index:
            callbacks.call_again(self.connection, self.line.caller_index)
        if (now is Status.PINNED and was is not now) or columns.get("wish") is Wish.NO:
            called = self.line.interview.called
            how = CallbackStatus.COMPLETED if called else CallbackStatus.WITHDRAWN
            callbacks.conclude(self.connection, case.id, how, self.at)
        elif (was is Status.PINNED and now is not was and self.line.caller_index) or (
            columns.get("wish_number_sealed") and now is not Status.PINNED and not self.line.caller_index
        ):
            self.request_callback(case)

    def request_callback(self, case: Case) -> None:
        delay = self.services.in_force.settings(self.connection).callback_first_delay
        callbacks.request(self.connection, case.id, self.at, delay)
