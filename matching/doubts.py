"""Mentions that the text itself puts in doubt: not remembered, hearsay, a jest, a signature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from matching.evidence import Kind
from matching.mentions import Mention
from matching.names import sound_alike
from matching.once import once
from matching.tokens import Token

SIGHT = 3
OF_A_PERSON = (Kind.NAME, Kind.SURNAME, Kind.STAFF_NO)
ENDS = ("punct", "stop", "dash", "quote")
REACH = 8  # tokens from "I heard" to what was heard; from "I am" to who
MOST_NAMES = 12
FAR = 60
CHANGE_OR_CROSS = ("changed", "bad", "harm")
TAKING_BACK = ("joke", "wrong")
AFTER_TAKING_BACK = frozenset((*TAKING_BACK, "excuse", "other", "corr", "clear", "chat", "de", *ENDS))
BEFORE_TAKING_BACK = frozenset(
    ("excuse", "number", "label", "name", "hao", "window", "punct", "stop", *TAKING_BACK)
)
ATTITUDES = ("bad", "harm", "good", "praise")
ASIDE = {("but", "side"), ("turn", "side")}  # 结果旁边的人…
WITHIN_A_PHRASE = frozenset("number label hao window de staff name at is that called person ge".split())
WITHIN_AN_INTRODUCTION = frozenset(("number", "label", "hao", "window", "de", "staff", "name", "at"))
SIGNED_WITH = frozenset(("day", "date", "number", "month", "ri", "year", "hao", "long", "private", *ENDS))


class Context:
    """The kinds of all tokens, where each was last seen, and whether the message takes itself back."""

    def __init__(self, found: Sequence[Mention], tokens: Sequence[Token]) -> None:
        self.found = found
        self.kinds = [token.kind for token in tokens]

    @once
    def last(self) -> dict[str, int]:
        return {kind: place for place, kind in enumerate(self.kinds)}

    @once
    def stated(self) -> dict[int, Kind | None]:
        return {mention.first: mention.kind for mention in self.found}

    @once
    def ends(self) -> dict[int, int]:
        """Where the mention before each ends."""
        return {mention.first: before.last for before, mention in pairwise(self.found)}

    @once
    def names(self) -> list[Mention]:
        return [m for m in self.found if m.kind is Kind.NAME and m.counts][-MOST_NAMES:]

    @once
    def aside(self) -> int:
        return max((n for n, two in enumerate(pairwise(self.kinds)) if two in ASIDE), default=-1)

    def before(self, mention: Mention) -> list[str]:
        return self.kinds[max(mention.first - REACH, 0) : mention.first]

    def follows(self, mention: Mention, *kinds: str) -> bool:
        """Whether any of these kinds comes anywhere after the mention."""
        return any(self.last.get(kind, -1) >= mention.last for kind in kinds)

    def kind_at(self, place: int) -> Kind | None:
        """What is stated by the mention that begins there."""
        return self.stated.get(place)

    def changes_before_a_complaint(self, mention: Mention) -> bool:
        """Whether somebody else takes the seat, and nothing has been held against this one by then."""
        if not self.follows(mention, "changed"):
            return False
        after = (kind for kind in self.kinds[mention.last : mention.last + FAR] if kind in CHANGE_OR_CROSS)
        return next(after, "changed") == "changed"

    @once
    def taken_back(self) -> bool:
        end = len(self.kinds)
        while end and self.kinds[end - 1] in AFTER_TAKING_BACK:
            end -= 1
        first = next((n for n in range(end, len(self.kinds)) if self.kinds[n] in TAKING_BACK), 0)
        return first > 0 and self.kinds[first - 1] in BEFORE_TAKING_BACK


def doubted(found: Sequence[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """The mentions, with those dropped that the text does not stand by."""
    kinds = {token.kind for token in tokens}
    doubts = [doubt for doubt, needed in DOUBTS if not needed.isdisjoint(kinds)]
    if not doubts:
        return list(found)
    context = Context(found, tokens)
    return [
        mention._replace(dropped=True)
        if mention.kind is not Kind.WHEN and any(doubt(mention, context) for doubt in doubts)
        else mention
        for mention in found
    ]


def _unsure(mention: Mention, context: Context) -> bool:
    """3号窗口吧我记不清了; but not 3号窗口工号没看清, 3号窗口，不记得是1013: something else is in doubt."""
    kinds = context.kinds
    for place in range(mention.last, min(mention.last + SIGHT, len(kinds))):
        if kinds[place] == "doubt":
            after = kinds[place + 1] if place + 1 < len(kinds) else "stop"
            if after in ("staff", "called", "window", "ge", "xing"):
                return False
            return after != "is" or context.kind_at(place + 2) in (None, mention.kind)
        if kinds[place] not in ("is", "conj", "other", "punct"):
            return False
    return False


def _hearsay(mention: Mention, context: Context) -> bool:
    """听说16号窗口是李莉华，但坐那的是个男的."""
    before = context.before(mention)
    if (
        mention.kind not in OF_A_PERSON
        or "hearsay" not in before
        or not context.follows(mention, "but", "turn")
    ):
        return False
    return "stop" not in before[before.index("hearsay") :]


def _unvouched(mention: Mention, context: Context) -> bool:
    """如果是李莉华, 除了16号窗口的1002, 自称李莉华: supposed, left out or pretended, in the same clause."""
    for kind in reversed(context.before(mention)):
        if kind == "unvouched":
            return True
        if kind not in WITHIN_A_PHRASE:
            return False
    return False


def _others_blamed(mention: Mention, context: Context) -> bool:
    """就李莉华好，其他人都骂我."""
    place = context.last.get("others", -1)
    if mention.kind not in OF_A_PERSON or place < mention.last:
        return False
    attitude = next((kind for kind in context.kinds[place : place + REACH] if kind in ATTITUDES), "")
    return attitude in ("bad", "harm")


def _told(mention: Mention, context: Context) -> bool:
    """旁边的人跟我说是李莉华，牌子上写的是张伟: what was only told gives way to what was seen."""
    before = context.before(mention)
    if mention.kind is not Kind.NAME or "told" not in before or "punct" in before[before.index("told") :]:
        return False
    return any(m.first > mention.first and m.value != mention.value for m in context.names)


def _how_written(mention: Mention, context: Context) -> bool:
    """李莉华, 茉莉的莉: a character of a name just given is no surname of somebody."""
    if not mention.spelled:
        return False
    near = (name.value for name in context.names if 0 <= mention.first - name.last <= REACH)
    return any(
        not sound_alike(mention.value, name[0]) and any(sound_alike(mention.value, c) for c in name[1:])
        for name in near
    )


def _replaced(mention: Mention, context: Context) -> bool:
    """16号窗口李莉华请假，替班的骂我: whoever is named before is not whom the writer met."""
    if mention.kind not in OF_A_PERSON:
        return False
    if context.aside >= mention.last or context.follows(mention, "disclaimed"):
        return True
    return context.changes_before_a_complaint(mention)


def _introduced(mention: Mention, context: Context) -> bool:
    """我是7号窗口的1027: the writer, who is one of the staff."""
    before = context.before(mention)
    while before and before[-1] in WITHIN_AN_INTRODUCTION:
        before.pop()
    return mention.kind in OF_A_PERSON and before[-1:] == ["self"]


def _taken_back(mention: Mention, context: Context) -> bool:
    """16号窗1002，开玩笑的，发错人了: the message ends by taking itself back."""
    return context.taken_back and context.follows(mention, *TAKING_BACK)


def _signature(mention: Mention, context: Context) -> bool:
    """16号窗口态度差，望处理。李莉华: a name alone at the end, far from all else, is the writer's."""
    earlier = context.ends.get(mention.first)
    if mention.kind is not Kind.NAME or earlier is None or mention.first - earlier <= SIGHT:
        return False
    if context.kinds[mention.first - 1] not in ("stop", "dash"):
        return False
    return set(context.kinds[mention.last : mention.last + REACH]) <= SIGNED_WITH


Doubt = Callable[[Mention, Context], bool]
DOUBTS: tuple[tuple[Doubt, frozenset[str]], ...] = (  # each with the kinds of token that it needs
    (_unsure, frozenset(("doubt",))),
    (_unvouched, frozenset(("unvouched",))),
    (_others_blamed, frozenset(("others",))),
    (_hearsay, frozenset(("hearsay",))),
    (_how_written, frozenset(("spelled",))),
    (_told, frozenset(("told",))),
    (_replaced, frozenset(("changed", "disclaimed", "side"))),
    (_introduced, frozenset(("self",))),
    (_taken_back, frozenset(TAKING_BACK)),
    (_signature, frozenset(("stop", "dash"))),
)
