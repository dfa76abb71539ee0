"""How a call of ours ended, from what the provider reports, as data.

Statuses: the provider's call statuses. Codes: SIP responses, which a final report may carry (RFC 3261, 21;
what the telephone network means by them: RFC 3398, 7.2.4.1), and the provider's error 13224, a number that
is not routable just now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.callbacks.outcomes import AttemptStatus, Outcome
from intake.telephony.lists import ListedCall

REPORTED = {
    "queued": AttemptStatus.PLACED,
    "initiated": AttemptStatus.PLACED,
    "ringing": AttemptStatus.RINGING,
    "answered": AttemptStatus.ANSWERED,
    "in-progress": AttemptStatus.ANSWERED,
    "completed": AttemptStatus.ENDED,
    "busy": AttemptStatus.ENDED,
    "failed": AttemptStatus.ENDED,
    "no-answer": AttemptStatus.ENDED,
    "canceled": AttemptStatus.ENDED,
}
# A later rank is never undone by an earlier one that arrives late, and the first ending stays.
RANK = {
    AttemptStatus.DIALING: 0,
    AttemptStatus.DEFERRED: 0,
    AttemptStatus.UNKNOWN: 0,
    AttemptStatus.PLACED: 1,
    AttemptStatus.RINGING: 2,
    AttemptStatus.ANSWERED: 3,
    AttemptStatus.ENDED: 4,
}
UNANSWERED = {
    "busy": Outcome.BUSY,
    "no-answer": Outcome.NO_ANSWER,
    "failed": Outcome.FAILED,
    "canceled": Outcome.FAILED,
}
BY_CODE = {
    "404": Outcome.UNASSIGNED,
    "410": Outcome.UNASSIGNED,
    "484": Outcome.UNASSIGNED,
    "604": Outcome.UNASSIGNED,
    "13224": Outcome.UNASSIGNED,
    "403": Outcome.REJECTED,
    "603": Outcome.REJECTED,
    "486": Outcome.BUSY,
    "600": Outcome.BUSY,
    "480": Outcome.POWERED_OFF,
    "408": Outcome.NO_ANSWER,
    "487": Outcome.NO_ANSWER,
}
MACHINES = ("machine", "fax")


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What the provider says of a call: its id and status, in its own words.

    at: its own time for that, where it gives one. code: SIP or error code. answered_by: what its machine
    detection heard, where that was on. rang: how long it rang unanswered, by its own two times.
    """

    provider_call_id: str
    status: str
    sequence: str = ""
    code: str = ""
    answered_by: str = ""
    at: datetime | None = None
    rang: timedelta | None = None

    @property
    def means(self) -> AttemptStatus | None:
        """Where the attempt stands by this report; None for a status that the provider doesn't document."""
        return REPORTED.get(self.status)

    @property
    def ends(self) -> bool:
        """Whether the call is over by this report."""
        return self.means is AttemptStatus.ENDED

    def happened(self, dialed_at: datetime, heard_at: datetime) -> datetime:
        """When it happened. Nothing happens before we dial or after we hear of it: such a clock is wrong."""
        return self.at if self.at and dialed_at <= self.at <= heard_at else heard_at


def is_machine(answered_by: str) -> bool:
    """Whether the provider heard a machine; what it doesn't know may be a person."""
    return answered_by.startswith(MACHINES)


def outcome_of(report: Report, *, reached: str, spoken_to: bool, rang: bool) -> Outcome:
    """How an attempt ended. `reached`: what the called pressed. `spoken_to`: our words were fetched.

    rang: ringing was reported; only then is an unanswered call's 480 an ordinary end.

    A call that was answered and never got our words is our fault, not the person's.
    """
    if reached:
        return Outcome(reached)
    if is_machine(report.answered_by):
        return Outcome.MACHINE
    if report.status == "completed":
        return Outcome.UNCONFIRMED if spoken_to else Outcome.FAILED
    if report.status == "canceled" or (rang and report.status == "no-answer"):
        return UNANSWERED[report.status]
    return BY_CODE.get(report.code) or UNANSWERED[report.status]


def report_of(listed: ListedCall) -> Report:
    """What the provider's list says of a call, as a report."""
    rang = None
    if listed.status in UNANSWERED and listed.started_at and listed.ended_at:
        rang = max(listed.ended_at - listed.started_at, timedelta(0))
    return Report(
        provider_call_id=listed.provider_id,
        status=listed.status,
        answered_by=listed.answered_by,
        at=listed.ended_at,
        rang=rang,
    )


def placed_at(listed: ListedCall, dialed_at: datetime, now: datetime) -> datetime:
    """When a listed call began; where that can't be, since a clock is wrong, when we dialled."""
    began = listed.started_at or listed.created_at
    return began if dialed_at <= began <= now else dialed_at
