"""What ties a stated name or staff number to the one complained of.

A name or number in a message is evidence only where it stands in a construction that ties it to a window, to
a badge or to what was done (`places.TIES`). Asked for, called up, signed for, written on papers or spoken of
(`places.ROLES`), or in any place that no row knows, it is nobody's until the writer says so: it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matching.evidence import Kind
from matching.mentions import Mention
from matching.once import once
from matching.places import (
    ANOTHER,
    CLAUSE,
    MOVED,
    NAMING,
    ON_THE_WRITER,
    ROLES,
    TIES,
    TOOK_OVER,
    UNNAMED,
    WITH_THE_WINDOW,
    WRITTEN,
    Place,
)
from matching.tokens import Token

BEFORE, AFTER = 28, 28  # signs that are looked at on either side
NEAR = 6  # signs from a number to its name
SIGNS = {
    "bad": "B",
    "harm": "B",
    "attitude": "B",
    "good": "G",
    "praise": "G",
    "complain": "C",
    "part": "D",
    "clocktime": "D",
}
# 骂人的是保洁: who did it is said, and it is not whoever is named unless he follows at once.
DOER = re.compile(
    "[骂吼凶训怼推赶轰打](?:了)?(?:我|人|哭)的(?:人|那个)?(?:(?:是|就是)(?!他|她|这|那)|没|不知)"
)
AT_ONCE = 16  # characters from there to whoever is named
ME = ("我", "俺")
OF_VISITORS = "jumps"  # what only visitors do stays as it is written
OF_A_PERSON = (Kind.NAME, Kind.STAFF_NO)
NUMBERED = ("staff", "staff_no")  # a number is called a staff number, or is one by its letter
PERSONAL = (*OF_A_PERSON, Kind.SURNAME)


class Sides:
    """A construction to be looked for. Most sides are looked for rarely, so each is compiled on first use."""

    def __init__(self, place: Place) -> None:
        self.place = place

    @cached_property
    def before(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self.place.before})$")

    @cached_property
    def after(self) -> re.Pattern[str] | None:
        return re.compile(self.place.after) if self.place.after else None


# Most people stand in no role: those told by one side alone are looked for all at once.
ONLY_BEFORE = re.compile("|".join(f"(?:{r.before})$" for r in ROLES if not r.after))
ONLY_AFTER = re.compile("|".join(f"(?:{r.after})" for r in ROLES if not r.before))
ROLES_OF_ONE_SIDE = [Sides(role) for role in ROLES if not (role.before and role.after)]
ROLES_OF_BOTH = [Sides(role) for role in ROLES if role.before and role.after]
SIDES_OF_TIES = [Sides(tie) for tie in TIES]


@dataclass(frozen=True)  # no slots: whether somebody else acts is worked out once
class Row:
    """A message as a row of signs (see `places`), and where in it each mention stands, by its first token."""

    signs: str
    places: dict[int, int]

    @once
    def another_acts(self) -> bool:
        return ANOTHER.search(self.signs) is not None

    @once
    def unnamed(self) -> tuple[tuple[int, int], ...]:
        """Where somebody without a name acts, up to his deed."""
        return tuple(found.span() for found in UNNAMED.finditer(self.signs))

    def does_something_else(self, last: int) -> bool:
        """P都说了可以办，后面那个人B我: what was done is told of another, and something else of P."""
        if "B" not in self.signs or not self.unnamed:
            return False
        said = CLAUSE.match(self.signs, last)
        end = said.end() if said else last
        end = min((first for first, _ in self.unnamed if last <= first < end), default=end)
        own = self.signs[last:end]
        on_the_writer = self.signs[end : end + 1] in ME and ON_THE_WRITER.search(own)
        if "B" in own or on_the_writer or NAMING.match(own):
            return False
        return not any(first <= end <= done for first, done in self.unnamed if first < last)

    def place_of(self, people: Sequence[Mention], *, numbered: bool) -> tuple[bool, str]:
        """Whether people named in one breath count, and the construction that says so, if any."""
        first, last = self.places[people[0].first], self.places[people[-1].first] + 1
        written = WRITTEN.match(self.signs, last)
        last = written.end() if written else last
        before, after = self.signs[max(first - BEFORE, 0) : first], self.signs[last : last + AFTER]
        one_side = ONLY_AFTER.match(after) or ONLY_BEFORE.search(before)
        role = _first(ROLES_OF_ONE_SIDE if one_side else ROLES_OF_BOTH, before, after)
        if role:
            return False, role.name
        tie = _first(SIDES_OF_TIES, before, after, numbered=numbered, both=len(people) > 1)
        if tie is None or (tie.loose and self.another_acts):
            return False, tie.name if tie else ""
        return not self.does_something_else(last), tie.name


def _first(
    rows: Sequence[Sides], before: str, after: str, *, numbered: bool = False, both: bool = False
) -> Place | None:
    for sides in rows:
        place = sides.place
        if (place.numbered and not numbered) or (place.both and not both):
            continue
        if (sides.after is None or sides.after.match(after)) and sides.before.search(before):
            return place
    return None


def tied(found: Sequence[Mention], tokens: Sequence[Token], text: str) -> list[Mention]:
    """The mentions, with names, numbers and windows dropped that nothing ties to the one complained of."""
    if not [mention for mention in found if _is_somebody(mention)]:
        return list(found)
    row = laid_out(found, tokens, text)
    loose = _left_behind(found, row) | _in_quotes(found, row) | _not_the_doer(found, tokens, text)
    untold: list[Mention] = []
    for people in in_one_breath(found, row):
        numbered = tokens[people[0].first].kind in NUMBERED
        counts, name = row.place_of(people, numbered=numbered)
        if not counts:
            loose.update(mention.first for mention in people)
            untold += [m for m in people if numbered and not name and m.kind is Kind.STAFF_NO]
        if name in WITH_THE_WINDOW:
            loose.update(_window_before(people, found, row))
        elif name == TOOK_OVER:
            loose.update(m.first for m in found if m.first < people[0].first and m.kind in PERSONAL)
    loose -= _speaking_against(untold, found, loose)
    return [mention._replace(dropped=True) if mention.first in loose else mention for mention in found]


def _speaking_against(untold: Sequence[Mention], found: Sequence[Mention], loose: set[int]) -> set[int]:
    """WP…他就B了，工号P: a number that nothing ties agrees with the name that is tied or contradicts it."""
    if not untold:
        return set()
    kinds = {m.kind for m in found if _is_somebody(m) and m.first not in loose}
    return {m.first for m in untold} if kinds == {Kind.NAME} else set()


def _window_before(people: Sequence[Mention], found: Sequence[Mention], row: Row) -> list[int]:
    """The window of somebody who helped: 换3号窗口王芳就办了."""
    first = row.places[people[0].first]
    return [m.first for m in found if m.kind is Kind.WINDOW and 0 < first - row.places[m.first] <= NEAR]


def _not_the_doer(found: Sequence[Mention], tokens: Sequence[Token], text: str) -> set[int]:
    """Everybody, where somebody who is not named did it."""
    doer = DOER.search(text)
    if doer is None:
        return set()
    people = {m.first: tokens[m.first].start for m in found if m.kind in PERSONAL}
    if any(0 <= start - doer.end() <= AT_ONCE for start in people.values()):
        return set()
    return set(people)


def _in_quotes(found: Sequence[Mention], row: Row) -> set[int]:
    """我叫了她一声“小杨”: what the writer calls somebody is no name of his."""
    if "M" not in row.signs:
        return set()
    places = {m.first: row.places[m.first] for m in found if m.kind is Kind.SURNAME}
    return {n for n, at in places.items() if row.signs[max(at - 1, 0) : at + 2] in ("“M”", '"M"')}


def _left_behind(found: Sequence[Mention], row: Row) -> set[int]:
    windows = [mention.first for mention in found if mention.kind is Kind.WINDOW]
    moved = MOVED.search(row.signs) if len(windows) > 1 else None
    return {first for first in windows if row.places[first] == moved.start(1)} if moved else set()


def in_one_breath(found: Sequence[Mention], row: Row) -> list[list[Mention]]:
    """Those who count, a number and a name that stand together (工号1024李丽华) as one."""
    runs: list[list[Mention]] = []
    for mention in found:
        if not _is_somebody(mention):
            continue
        near = runs and row.places[mention.first] - row.places[runs[-1][-1].first] <= NEAR
        if near and mention.kind not in {m.kind for m in runs[-1]}:
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def laid_out(found: Sequence[Mention], tokens: Sequence[Token], text: str) -> Row:
    """The row of signs."""
    mentions = {mention.first: mention for mention in found if mention.kind is not None}
    row: list[str] = []
    places: dict[int, int] = {}
    length = end = 0
    for place, (kind, value, start, stop) in enumerate(tokens):
        if place < end:
            continue
        if place in mentions:
            sign, end = _sign(mentions[place]), mentions[place].last
            places[place] = length
        elif kind in SIGNS and value != OF_VISITORS:
            sign = SIGNS[kind]
        else:
            sign = text[start:stop]
        row.append(sign)
        length += len(sign)
    return Row("".join(row), places)


def _is_somebody(mention: Mention) -> bool:
    return mention.counts and mention.kind in OF_A_PERSON


def _sign(mention: Mention) -> str:
    if mention.kind is Kind.WINDOW:
        return "W" if mention.counts else "V"
    if mention.kind is Kind.WHEN:
        return "D"
    if mention.kind is Kind.SURNAME:
        return "M"
    return "P" if mention.counts else "X" if mention.denied else "Q"
