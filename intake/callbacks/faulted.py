"""What a fault of the provider makes of a call, as data (research: telephony A6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from intake.callbacks.alarms import Alarm
from intake.callbacks.outcomes import AttemptStatus, Outcome, Task
from intake.telephony.faults import Kind, ProviderFault

SHORTEST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=10)
MENDING = timedelta(minutes=10)
UNROUTABLE = 13224  # the number is none, or its carrier is out of order: one more try another day


@dataclass(frozen=True, kw_only=True, slots=True)
class Consequence:
    """The attempt's status, its outcome if it has ended, and what else.

    delay: until the callback is looked at again. pause: how long this scheduler calls nobody. task: what an
    operator is asked.
    """

    status: AttemptStatus
    outcome: Outcome | None = None
    delay: timedelta = timedelta(0)
    pause: timedelta = timedelta(0)
    alarm: Alarm | None = None
    task: Task = Task.NONE


LATER = Consequence(status=AttemptStatus.DEFERRED)
NO_NUMBER = Consequence(status=AttemptStatus.ENDED, outcome=Outcome.UNASSIGNED, task=Task.UNASSIGNED)
FOR_AN_OPERATOR = Consequence(
    status=AttemptStatus.ENDED, outcome=Outcome.NOT_PLACED, alarm=Alarm.FAULT, task=Task.FAULT
)
CONSEQUENCES = {
    Kind.THROTTLED: LATER,
    Kind.NOT_PLACED: LATER,
    Kind.AMBIGUOUS: Consequence(status=AttemptStatus.UNKNOWN),
    Kind.CONFIGURATION: Consequence(
        status=AttemptStatus.DEFERRED, delay=MENDING, pause=MENDING, alarm=Alarm.DIALLING
    ),
    Kind.NUMBER: NO_NUMBER,
}


def consequence_of(fault: ProviderFault, deferrals: int, unknown_after: timedelta) -> Consequence:
    """What follows. An unlisted code is an operator's matter, never a reason to try again.

    deferrals: how often this attempt was put off before; each time it waits twice as long.
    """
    if fault.code == UNROUTABLE:
        return replace(NO_NUMBER, task=Task.NONE)
    found = CONSEQUENCES.get(fault.kind, FOR_AN_OPERATOR)
    if found is LATER:
        delay = min(SHORTEST_DELAY * 2 ** min(deferrals, 8), LONGEST_DELAY)
        return replace(found, delay=delay, pause=delay if fault.kind is Kind.THROTTLED else SHORTEST_DELAY)
    return replace(found, delay=unknown_after) if fault.kind is Kind.AMBIGUOUS else found
