"""What became of a call of unknown fate: the provider is asked before anything is tried again.

A call may have been placed though we got no answer, or died before we stored it. It is looked for in the
provider's list by both numbers and the time; only what can't be found there was never placed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, select

from intake.callbacks import attempts, queue
from intake.callbacks.alarms import Alarm, raise_alarm
from intake.callbacks.dossier import Attempt, Dossier
from intake.callbacks.endings import placed_at, report_of
from intake.callbacks.model import AttemptRow
from intake.callbacks.outcomes import CallbackStatus, Outcome, Task
from intake.database import Database
from intake.telephony.faults import ProviderFault
from intake.telephony.lists import ListedCall

SKEW = timedelta(minutes=5)  # how far the provider's clock may be from the database's
UNDER_WAY = timedelta(minutes=2)
AGAIN = timedelta(seconds=30)
LONGEST_CALL = timedelta(hours=4)  # no call of ours lasts so long: its end was lost

log = logging.getLogger(__name__)


class Lists(Protocol):
    """What finding out needs of the provider's client."""

    def list_calls(
        self, since: datetime, *, to: str | None = None, from_: str | None = None
    ) -> list[ListedCall]: ...

    def fetch_call(self, provider_id: str) -> ListedCall | None: ...


def find_out(
    database: Database,
    provider: Lists,
    dossier: Dossier,
    unknown_after: timedelta,
    clock: Callable[[Connection], datetime],
) -> None:
    """Settle the live attempt by what the provider knows, or look again later."""
    attempt = dossier.live
    if attempt is None:
        return
    try:
        found = look_for(provider, attempt, dossier.number)
    except ProviderFault as fault:
        log.warning("attempt %s could not be looked for: %s", attempt.id, fault.reason)
        with database.write() as connection:
            queue.let_go(connection, dossier.claim, clock(connection) + AGAIN)
        return
    with database.write() as connection:
        now = clock(connection)
        latest = attempts.by_id(connection, attempt.id)
        ours = unclaimed(connection, attempt, found)
        if latest.provider_call_id != attempt.provider_call_id:
            # A report came while the list was on its way: it knows the call that the list didn't yet show.
            queue.let_go(connection, dossier.claim, now + UNDER_WAY)
        elif len(ours) > 1:
            leave_to_operator(connection, dossier, attempt, now)
        elif ours:
            settle(connection, dossier, attempt, ours[0], now)
        elif attempt.provider_call_id:
            # It was placed, and may have rung: the spacing holds, whatever the provider forgot.
            attempts.finish(connection, latest, Outcome.UNKNOWN, now, fault="not found")
        elif now - attempt.dialed_at >= unknown_after:
            attempts.finish(connection, latest, Outcome.NOT_PLACED, now, fault="not found")
        else:
            queue.let_go(connection, dossier.claim, attempt.dialed_at + unknown_after)


def look_for(provider: Lists, attempt: Attempt, number: str) -> list[ListedCall]:
    """The very call where its id is known, else every call that may be it. Raises ProviderFault."""
    if attempt.provider_call_id:
        known = provider.fetch_call(attempt.provider_call_id)
        return [known] if known else []
    listed = provider.list_calls(attempt.dialed_at - SKEW, to=number, from_=attempt.from_number)
    return [one for one in listed if not one.is_incoming]


def unclaimed(connection: Connection, attempt: Attempt, found: Collection[ListedCall]) -> list[ListedCall]:
    """Those that are no other attempt's."""
    taken = select(AttemptRow.provider_call_id).where(
        AttemptRow.provider_call_id.in_([one.provider_id for one in found]), AttemptRow.id != attempt.id
    )
    others = {row[0] for row in connection.execute(taken)}
    return [one for one in found if one.provider_id not in others]


def settle(
    connection: Connection, dossier: Dossier, attempt: Attempt, listed: ListedCall, now: datetime
) -> None:
    """Take the provider's word for where the call stands; one under way is looked at again."""
    attempts.bind(connection, attempt.id, listed.provider_id, placed_at(listed, attempt.dialed_at, now))
    latest = attempts.by_token(connection, attempt.token) or attempt
    if listed.is_over:
        attempts.apply(connection, latest, report_of(listed), now)
    elif now - attempt.dialed_at > LONGEST_CALL:
        attempts.finish(connection, latest, Outcome.UNKNOWN, now, fault="endless")
    else:
        queue.let_go(connection, dossier.claim, now + UNDER_WAY)


def leave_to_operator(connection: Connection, dossier: Dossier, attempt: Attempt, now: datetime) -> None:
    """Several calls may be ours: nobody is called again before a person has looked."""
    raise_alarm(connection, Alarm.UNCLEAR, "several calls", now)
    queue.end(connection, dossier.claim, CallbackStatus.OPERATOR, now, Task.UNCLEAR)
    attempts.finish(connection, attempt, Outcome.UNKNOWN, now, fault="several calls")
