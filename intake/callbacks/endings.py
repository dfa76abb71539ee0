"""How a call of ours ended, from what the provider reports, as data.

Statuses: the provider's call statuses. Codes: SIP responses, which a final report may carry (RFC 3261, 21;
what the telephone network means by them: RFC 3398, 7.2.4.1), and the provider's error 13224, a number that
is not routable just now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake.callbacks.outcomes import AttemptStatus, Outcome

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
    detection heard, where that was on.
    """

    provider_call_id: str
    status: str
    sequence: str = ""
    code: str = ""
    answered_by: str = ""
    at: datetime | None = None

    @property
    def means(self) -> AttemptStatus | None:
        """Where the attempt stands by this report; None for a status that the provider doesn't document."""
        return REPORTED.get(self.status)

    @property
    def ends(self) -> bool:
        """Whether the call is over by this report."""
        return self.means is AttemptStatus.ENDED


def outcome_of(report: Report, *, reached: str, spoken_to: bool, rang: bool) -> Outcome:
    """How an attempt ended. `reached`: what the called pressed. `spoken_to`: our words were fetched.

    rang: ringing was reported; only then is an unanswered call's 480 an ordinary end.

    A call that was answered and never got our words is our fault, not the person's.
    """
    if reached:
        return Outcome(reached)
    if report.answered_by.startswith(MACHINES):
        return Outcome.MACHINE
    if report.status == "completed":
        return Outcome.UNCONFIRMED if spoken_to else Outcome.FAILED
    if report.status == "canceled" or (rang and report.status == "no-answer"):
        return UNANSWERED[report.status]
    return BY_CODE.get(report.code) or UNANSWERED[report.status]
