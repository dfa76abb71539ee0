"""Our own calls: those whose end we never heard of, and those at the provider that no attempt knows.

The scheduler settles an attempt of a pending callback by itself; here are those whose callback is over, and
those that were held never placed and turn out to have been.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from intake.callbacks import attempts
from intake.callbacks.dossier import Attempt
from intake.callbacks.endings import outcome_of, placed_at, report_of
from intake.callbacks.model import AttemptRow
from intake.callbacks.outcomes import Outcome
from intake.desk.services import Services
from intake.directory.service import list_halls
from intake.reconcile.provider import GRACE, Lists
from intake.reconcile.report import Mark, Marks
from intake.telephony.lists import ListedCall
from intake.telephony.text import caller_number

SKEW = timedelta(minutes=5)  # how far the provider's clock may be from the database's


def settle(services: Services, provider: Lists, since: datetime, now: datetime) -> Marks:
    """Compare the calls that we placed. Raises ProviderFault with nothing done."""
    listed = [one for one in provider.list_calls(since) if not one.is_incoming]
    marks = Marks({Mark.SEEN: len(listed)})
    ours = our_numbers(services)
    for one in listed:
        if one.is_over and now - (one.ended_at or one.created_at) >= GRACE:
            with services.database.write() as connection:
                marks[compare(connection, services, one, ours, now)] += 1
        else:
            marks[Mark.PASSED_OVER] += 1
    return marks


def our_numbers(services: Services) -> frozenset[str]:
    """The numbers that we call from; others may share the account."""
    with services.database.read() as connection:
        halls = {hall.hotline for hall in list_halls(connection) if hall.hotline}
    return frozenset(halls | {services.settings.hotline_number} - {""})


def compare(
    connection: Connection, services: Services, listed: ListedCall, ours: frozenset[str], now: datetime
) -> Mark:
    """What one call of ours that is over comes to."""
    known = connection.execute(
        select(AttemptRow.token).where(AttemptRow.provider_call_id == listed.provider_id)
    ).scalar()
    if known is not None:
        attempt = attempts.by_token(connection, known)
        if attempt is None or not attempt.is_live:
            return Mark.KNOWN
        attempts.apply(connection, attempt, report_of(listed), now)
        return Mark.MENDED
    fitting = list(never_bound(connection, services, listed))
    if len(fitting) == 1:
        mend(connection, fitting[0], listed, now)
        return Mark.MENDED
    return Mark.DOUBTFUL if fitting or caller_number(listed.from_) in ours else Mark.PASSED_OVER


def never_bound(connection: Connection, services: Services, listed: ListedCall) -> Iterable[Attempt]:
    """Attempts at the same number and about the same time that have no call."""
    number = caller_number(listed.to)
    tokens = connection.execute(
        select(AttemptRow.token).where(
            AttemptRow.callee_index == (services.sealer.index(number) if number else ""),
            AttemptRow.provider_call_id.is_(None),
            AttemptRow.dialed_at.between(listed.created_at - SKEW, listed.created_at + SKEW),
        )
    )
    for token in tokens.scalars().all():
        if attempt := attempts.by_token(connection, token):
            yield attempt


def mend(connection: Connection, attempt: Attempt, listed: ListedCall, now: datetime) -> None:
    """Give an attempt its call. One that was held never placed did ring: it counts for the spacing again."""
    attempts.bind(connection, attempt.id, listed.provider_id, placed_at(listed, attempt.dialed_at, now))
    if attempt.is_live:
        attempts.apply(connection, attempts.by_id(connection, attempt.id), report_of(listed), now)
    elif attempt.outcome is Outcome.NOT_PLACED:
        outcome = outcome_of(report_of(listed), reached=attempt.reached, spoken_to=False, rang=False)
        attempts.placed_after_all(connection, attempt.id, outcome)
