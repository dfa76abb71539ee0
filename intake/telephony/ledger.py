"""When the provider last answered and how often it refused: kept in memory, and written down now and then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from intake.telephony.faults import Kind, MediaFault, ProviderFault
from intake.telephony.model import ProviderFaultRow

STRETCH = timedelta(minutes=5)
KEPT_FOR = timedelta(days=8)
UNAUTHENTICATED = frozenset({401, 403, 20003})
# An answer all the same: there is no such thing, or not yet.
ANSWERS = frozenset({Kind.ABSENT.value, "not_there"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What was heard since the last time. refused: why the account was, the last time that it was."""

    answered_at: datetime | None
    refused_at: datetime | None
    refused: str
    faults: tuple[tuple[str, datetime], ...]


@dataclass(kw_only=True)
class Ledger:
    """What one process hears of the provider; in any number of threads."""

    clock: Callable[[], datetime]
    answered_at: datetime | None = None
    refused_at: datetime | None = None
    refused: str = ""
    faults: list[tuple[str, datetime]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around whatever asks the provider."""
        try:
            yield
        except (ProviderFault, MediaFault) as fault:
            self.note(fault)
            raise
        with self.lock:
            self.answered_at = self.clock()

    def note(self, fault: ProviderFault | MediaFault) -> None:
        """A refusal or failure, by its reason; that something isn't there is an answer like others."""
        now = self.clock()
        with self.lock:
            if fault.reason.partition(" ")[0] in ANSWERS:
                self.answered_at = now
                return
            self.faults.append((fault.reason, now))
            if is_refusal(fault):
                self.refused_at, self.refused = now, fault.reason

    def take(self) -> Heard:
        """All that was heard since the last taking."""
        with self.lock:
            heard = Heard(
                answered_at=self.answered_at,
                refused_at=self.refused_at,
                refused=self.refused,
                faults=tuple(self.faults),
            )
            self.answered_at = self.refused_at = None
            self.faults.clear()
        return heard


def is_refusal(fault: ProviderFault | MediaFault) -> bool:
    """Whether the provider doesn't take our account and token."""
    if isinstance(fault, MediaFault):
        return fault.reason == "refused"
    return bool({fault.code, fault.status} & UNAUTHENTICATED) and fault.kind is Kind.CONFIGURATION


def count_faults(connection: Connection, faults: Iterable[tuple[str, datetime]]) -> None:
    """Add to the counts of the stretches of time that these lie in. Reasons hold codes, never numbers."""
    counts: Counter[tuple[datetime, str]] = Counter()
    latest: dict[tuple[datetime, str], datetime] = {}
    for reason, at in faults:
        key = (at - timedelta(seconds=at.timestamp() % STRETCH.total_seconds()), reason)
        counts[key] += 1
        latest[key] = max(at, latest.get(key, at))
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    table = ProviderFaultRow.__table__
    for (since, reason), times in counts.items():
        values = {"since": since, "reason": reason, "times": times, "last_at": latest[since, reason]}
        added = build(ProviderFaultRow).values(values)
        more = {"times": table.c.times + added.excluded.times, "last_at": added.excluded.last_at}
        connection.execute(added.on_conflict_do_update(index_elements=["since", "reason"], set_=more))


def forget_faults(connection: Connection, now: datetime) -> int:
    """Counts that nobody looks at any more are deleted; says how many."""
    old = delete(ProviderFaultRow).where(ProviderFaultRow.since < now - KEPT_FOR)
    return connection.execute(old).rowcount
