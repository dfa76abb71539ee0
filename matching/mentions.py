"""What a text mentions: windows, staff numbers, names and days, each with what is said about it at once.

Denials (不是3号), corrections (3号不对是5号) and choices (3号还是5号) are settled here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from matching.days import resolve
from matching.evidence import Kind, When
from matching.forms import BY_SHAPE, BYSTANDER, DAY, DECOY, SEVERAL, STAFF_NO, UNTYPED, WINDOW, Match, matches
from matching.hall import Hall
from matching.labels import by_shape, label_for
from matching.names import sound_alike
from matching.tokens import Token

NUMBERS = ("number", "label", "ticket_no", "staff_no")
LETTER = ("letter",)
NAMED = {"name": Kind.NAME, "surname": Kind.SURNAME, "spelled": Kind.SURNAME}
BETWEEN = frozenset("is that de staff window ord person called punct hao other".split())
CORRECTING = BETWEEN | {"corr", "neg", "conj", "stop", "day", "again"} - {"other"}
SIGHT = 3
EITHER = "either"
PASSED_OVER = ("punct", "stop", "is", "that", "de", "thatday")  # before a correction
MOST_OF_A_LIST = 2  # digits of an item of a list
TAKES_BACK = ("neg", "corr", "again", "wrong")  # without one of these nothing is denied or corrected
OF_THE_WRITER = ("self", "kin")
DENYING = ("neg", *OF_THE_WRITER)
AFTER_A_DENIAL = frozenset(("is", "that", "de", "ord", "window", "staff", "person"))
AFTER_THE_WRITER = frozenset(("is", "called"))
BOUND = frozenset(("de", "that", "person", "called", "staff", "window", "hao"))


class Mention(NamedTuple):
    """One mention; `kind` None is a number that nothing explains. Tokens from `first` up to `last`."""

    kind: Kind | None
    value: str
    first: int
    last: int
    when: When | None = None
    spelled: bool = False
    denied: bool = False
    dropped: bool = False

    @property
    def counts(self) -> bool:
        return not (self.denied or self.dropped)


def mentions(tokens: Sequence[Token], hall: Hall, today: date, *, by_sound: bool = False) -> list[Mention]:
    """All mentions in order; `today` is the day of arrival in the hall's time zone."""
    taken = matches(tokens)
    found = [m for match in taken if (m := _of_form(match, tokens, hall, today))]
    others = {
        tokens[place].value
        for match in taken
        if match.form.gives == BYSTANDER
        for place in range(match.first, match.last)
    }
    found += [
        Mention(
            NAMED[token.kind], token.value, place, place + 1,
            spelled=token.kind == "spelled", dropped=bool(others) and token.value in others,
        )
        for place, token in enumerate(tokens)
        if token.kind in NAMED
    ]  # fmt: skip
    found.sort(key=lambda mention: mention.first)
    found = _called_again(found, hall)
    kinds = {token.kind for token in tokens}
    if not kinds.isdisjoint(DENYING):
        found = [_denied(mention, tokens) for mention in found]
    if not kinds.isdisjoint(TAKES_BACK):
        found = _corrected(_all_denied(found, tokens), tokens, hall)
    return _choices(found, tokens, by_sound=by_sound) if "conj" in kinds else found


def _of_form(match: Match, tokens: Sequence[Token], hall: Hall, today: date) -> Mention | None:
    taken = tokens[match.first : match.last]
    gives = match.form.gives
    if gives in (DECOY, SEVERAL, BYSTANDER):
        return None
    if gives == DAY:
        when = resolve(match.form.name, taken, today)
        return Mention(Kind.WHEN, "", match.first, match.last, when=when) if when else None
    if match.form.name == "label alone" and label_for(taken[0].value, hall) not in hall.window_by_label:
        return None
    number = _value(reversed(taken), NUMBERS)
    letter = _value(taken, LETTER)
    kind = _kind(gives, letter + number, match, tokens, hall)
    if kind is Kind.STAFF_NO and len(number) == 1 and 1 not in hall.staff_no_lengths:
        return None  # 把牌子一立
    value = label_for(letter + number, hall) if kind is Kind.WINDOW else number
    return Mention(kind, value, match.first, match.last, denied=match.form.negated)


def _value(tokens: Iterable[Token], kinds: tuple[str, ...]) -> str:
    for token in tokens:
        if token.kind in kinds:
            return token.value
    return ""


def _kind(gives: str, digits: str, match: Match, tokens: Sequence[Token], hall: Hall) -> Kind | None:
    if gives == STAFF_NO:
        return Kind.STAFF_NO
    if gives in (WINDOW, BY_SHAPE):
        return by_shape(digits, hall)
    if gives == UNTYPED and _stands_for_a_person(match, tokens, hall, digits):
        return Kind.STAFF_NO
    return None


BEFORE_A_PERSON = frozenset(
    "window punct stop de that name complain clear praise is day part person called weekday halfday hao "
    "number label surname side conj neg again corr date passive turn but".split()
)
AFTER_A_PERSON = frozenset(
    "punct stop de that name person bad harm good attitude pronoun day part called weekday halfday date "
    "surname complain staff conj praise clear corr hao is again doubt go at patient passive turn but number "
    "label work".split()
)


def _stands_for_a_person(match: Match, tokens: Sequence[Token], hall: Hall, digits: str) -> bool:
    """Whether a bare number is a staff number: of the right length, and where a person would stand."""
    if len(digits) not in hall.staff_no_lengths:
        return False
    before = tokens[match.first - 1].kind if match.first else "stop"
    after = [token.kind for token in tokens[match.last : match.last + 2]] or ["stop"]
    if after[0] == "that" and after[1:] == ["unit"]:
        return False
    if before in ("window", "name", "label") or tokens[match.last - 1].kind == "hao":
        return True
    return digits in hall.staff_by_no and before in BEFORE_A_PERSON and after[0] in AFTER_A_PERSON


def _called_again(found: list[Mention], hall: Hall) -> list[Mention]:
    """Once a number was called a window, it is one without the word as well: 15号窗口…也是15号."""
    windows = {mention.value for mention in found if mention.kind is Kind.WINDOW}
    if not windows:
        return found
    return [
        m._replace(kind=Kind.WINDOW, value=label)
        if m.kind is None and (label := label_for(m.value, hall)) in windows
        else m
        for m in found
    ]


def _back(tokens: Sequence[Token], first: int, skipping: frozenset[str]) -> str:
    """The kind of the nearest token before `first` that is not skipped, within sight."""
    for token in reversed(tokens[max(first - SIGHT, 0) : first]):
        kind = token.kind
        if kind not in skipping:
            return kind
    return ""


def _denied(mention: Mention, tokens: Sequence[Token]) -> Mention:
    """不是3号, 不叫王芳; and the names of the writer and of those on the writer's side."""
    if _back(tokens, mention.first, AFTER_A_DENIAL) == "neg":
        return mention._replace(denied=True)
    named = mention.kind in (Kind.NAME, Kind.SURNAME)
    if named and _back(tokens, mention.first, AFTER_THE_WRITER) in OF_THE_WRITER:
        return mention._replace(dropped=True)
    return mention


def _all_denied(found: list[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """不是3号窗口的王芳 denies her too; and a name once denied is denied throughout."""
    no_one = {mention.value for mention in found if mention.denied and mention.kind is Kind.NAME}
    spread = [m._replace(denied=True) if m.kind is Kind.NAME and m.value in no_one else m for m in found]
    for place in range(1, len(spread)):
        before, mention = spread[place - 1], spread[place]
        gap = {token.kind for token in tokens[before.last : mention.first]}
        if before.denied and gap <= BOUND and mention.kind in (Kind.NAME, Kind.SURNAME):
            spread[place] = mention._replace(denied=True)
    return spread


def _corrected(found: list[Mention], tokens: Sequence[Token], hall: Hall) -> list[Mention]:
    """Of two values for one thing with a correction between them, the later one stands."""
    fixed = list(found)
    for place, earlier in enumerate(fixed):
        later = fixed[place + 1] if place + 1 < len(fixed) else None
        gap = [token.kind for token in tokens[earlier.last : later.first if later else earlier.last + SIGHT]]
        if later is not None and (later.kind is earlier.kind or later.kind is None):
            gap = ["corr" if kind == "wrong" else kind for kind in gap]  # 工号1042打错了，是1024
        if "again" in gap[:2] or _taken_back(gap, later):
            fixed[place] = earlier = earlier._replace(denied=True)
        told = "corr" in gap and gap[-1] in ("is", "corr")  # 1006不对，翻了照片是1005
        seen = {"other"} if told else set()
        if later is None or not set(gap) <= CORRECTING | seen or len(gap) > 6:
            continue
        replaced = earlier.denied and (("corr" in gap) or ("is" in gap) or ("conj" in gap) or "neg" in gap)
        if earlier.denied and tokens[later.first - 1].value == EITHER:  # 不是1019就是1031
            fixed[place], fixed[place + 1] = earlier._replace(dropped=True), later._replace(dropped=True)
        elif replaced or later.denied:
            fixed[place], fixed[place + 1] = _alike(earlier, later, hall)
    return fixed


def _taken_back(gap: list[str], later: Mention | None) -> bool:
    words = [kind for kind in gap if kind not in PASSED_OVER]
    if words[:1] == ["neg"] and gap[gap.index("neg") + 1 :][:1] in (["punct"], ["stop"]):
        return True  # 王芳？不是，
    return bool(words) and words[0] == "corr" and (later is not None or len(words) == 1 or words[1] != "corr")


def _alike(earlier: Mention, later: Mention, hall: Hall) -> tuple[Mention, Mention]:
    """Of two numbers that stand against each other, one says what the other is."""
    if earlier.kind is None and later.kind is None and len(later.value) in hall.staff_no_lengths:
        later = later._replace(kind=Kind.STAFF_NO)
    return _typed(earlier, later.kind, hall), _typed(later, earlier.kind, hall)


def _typed(mention: Mention, kind: Kind | None, hall: Hall) -> Mention:
    if mention.kind is not None or kind not in (Kind.WINDOW, Kind.STAFF_NO):
        return mention
    value = label_for(mention.value, hall) if kind is Kind.WINDOW else mention.value
    return mention._replace(kind=kind, value=value)


def _choices(found: list[Mention], tokens: Sequence[Token], *, by_sound: bool) -> list[Mention]:
    """3号窗口还是5号窗口, 王芳和李丽华: of two alike, neither is the one; 殷红还是尹红 sound the same."""
    settled = list(found)
    for place in range(len(settled) - 1):
        one, other = settled[place], settled[place + 1]
        gap = [token.kind for token in tokens[one.last : other.first]]
        joined = "conj" in gap and set(gap) <= {"conj", "punct", "that", "is", "person", "de"}
        if by_sound and one.kind is Kind.NAME and sound_alike(one.value, other.value):
            continue
        if joined and _one_kind(one, other) and one.value != other.value and one.counts and other.counts:
            settled[place], settled[place + 1] = one._replace(dropped=True), other._replace(dropped=True)
    return settled


def _one_kind(one: Mention, other: Mention) -> bool:
    """Whether both state the same kind of thing; a number that nothing explains goes with its neighbour."""
    kinds = {one.kind, other.kind} - {None}
    if kinds == {Kind.NAME} and any(m.kind is None and len(m.value) <= MOST_OF_A_LIST for m in (one, other)):
        return False  # 二、经办人李丽华
    return len(kinds) == 1 and kinds <= {Kind.WINDOW, Kind.STAFF_NO, Kind.NAME, Kind.SURNAME}
