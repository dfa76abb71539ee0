"""Which question would settle it: the kind whose answer splits what is left best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import chain

from matching.decision import Ask
from matching.evidence import IDENTIFIERS, Kind
from matching.fit import Claim, Fit
from matching.offers import offers

# Window and staff number first (design 4.3); the day is asked when both are stated and don't agree.
ORDER = (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME)


def questions(fit: Fit) -> Iterator[Ask]:
    """All questions worth asking, best first; the first is the decision's. Empty only for a pinned case."""
    if fit.conflicts:
        return _asks(fit.conflicts, fit)
    amiss = [claim.kind for claim in fit.claims if not claim.fits_someone]
    unknown = [kind for kind in ORDER if kind in amiss]
    if unknown and not _day_is_doubtful(fit):
        return _asks((*unknown, *_unstated(fit)), fit)
    if fit.claims and not all(fit.left):
        return _asks(chain(_doubtful(fit), _unstated(fit)), fit)
    return _asks(_splitting(fit), fit)


def _asks(kinds: Iterable[Kind], fit: Fit) -> Iterator[Ask]:
    """One question for each kind, worked out only when it is wanted."""
    asked: set[Kind] = set()
    for kind in kinds:
        if kind not in asked:
            asked.add(kind)
            yield Ask(kind=kind, offers=offers(kind, fit))


def _unstated(fit: Fit) -> tuple[Kind, ...]:
    return tuple([kind for kind in ORDER if kind not in fit.stated])


def _day_is_doubtful(fit: Fit) -> bool:
    """Whether somebody fits all that was stated on some other day: the day is wrong, or long ago."""
    if not fit.claims:
        return False
    everyone = [_on_any_day(claim, fit) for claim in fit.claims]
    return bool(everyone[0].intersection(*everyone[1:]))


def _on_any_day(claim: Claim, fit: Fit) -> frozenset[str]:
    hall = fit.hall
    if claim.kind is Kind.WINDOW:
        return hall.ever_at_window(claim.value, fit.now)
    if claim.kind is Kind.STAFF_NO:
        return frozenset({claim.value} & hall.staff_by_no.keys())
    if claim.by_sound:
        return hall.sounds.staff_like(claim.value)
    return frozenset(hall.staff_by_name.get(claim.value, ()))


def _doubtful(fit: Fit) -> Iterator[Kind]:
    """The stated kinds of which one must be wrong: near misses first, then the day, then the rest."""
    yield from (kind for kind in (Kind.STAFF_NO, Kind.WINDOW, Kind.NAME) if offers(kind, fit))
    if _day_is_doubtful(fit):
        yield Kind.WHEN
    yield from (kind for kind in ORDER if kind in fit.stated)


def _splitting(fit: Fit) -> tuple[Kind, ...]:
    """The unstated identifiers, the one that leaves fewest people on average first; then the day."""
    left = fit.everyone_left
    kinds = sorted(_unstated(fit), key=lambda kind: (_left_after(kind, fit, left), ORDER.index(kind)))
    several = len(left) > 1 and len(fit.stated & IDENTIFIERS) > 1
    return (*kinds, Kind.WHEN) if several else tuple(kinds)


def _left_after(kind: Kind, fit: Fit, left: frozenset[str]) -> bool:
    """Whether several people may be left after a truthful answer of this kind."""
    if len(left) < 2 or kind is Kind.STAFF_NO:
        return False
    if kind is Kind.NAME:
        names = [person.name for no in left if (person := fit.hall.staff_by_no.get(no))]
        return len(set(names)) < len(names)
    hall = fit.hall
    if not _overlap(hall.windows_by_staff.get(no, frozenset()) for no in left):
        return False
    return _overlap(
        {duty.window for duty in hall.duties_by_staff.get(no, ()) if duty.begun(fit.now)} for no in left
    )


def _overlap(sets: Iterable[Set[str]]) -> bool:
    """Whether anything is in two of the sets."""
    seen: set[str] = set()
    for some in sets:
        if not seen.isdisjoint(some):
            return True
        seen |= some
    return False
