"""What is counted in a message: kinds of words, who acts, what is stated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from matching.evidence import Kind
from matching.figures import Figures
from matching.mentions import Mention
from matching.once import once
from matching.patterns import KINDS
from matching.roles import Roles, roles
from matching.tokens import Token
from matching.vocabulary import VALUES

PEOPLE = re.compile("(?<!没)(?<!没有)(?<!没得)人(?!脸|工)")  # 系统不行，人也不行
VALUED = frozenset(("harm", "bad", "praise", "spam", "inquiry"))
BOTH = ({Kind.STAFF_NO, Kind.NAME}, {Kind.WINDOW, Kind.NAME}, {Kind.WINDOW, Kind.STAFF_NO})


NO_KIND = dict.fromkeys(KINDS, 0)
NO_VALUE = dict.fromkeys(VALUES, 0)


def _counted(words: Sequence[str], nothing: Mapping[str, int]) -> dict[str, int]:
    """How often each is seen, and 0 for what is not, in a plain dict, which is quicker to look up."""
    found = {**nothing}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


class Counted(Figures):
    """seen: how often each kind of word is seen. values: the words' values. stated: kinds of evidence.
    bad, done, thanks: conduct, what somebody did, mere thanks. known_by_both: a number and a name at once.
    The figures: see there.
    """

    def __init__(self, tokens: Sequence[Token], found: Sequence[Mention], text: str) -> None:
        super().__init__(tokens, text)
        kinds = [token.kind for token in tokens]
        self.kinds = frozenset(kinds)
        self.seen = _counted(kinds, NO_KIND)
        self.values = _counted([token.value for token in tokens if token.kind in VALUED], NO_VALUE)
        self.stated = {mention.kind for mention in found if mention.counts and mention.kind}
        told_on = self.seen["kin"] and not self.seen["notice"]
        self.orders = self.values["order"] if told_on else 0  # 我妈…让她: somebody gave it
        self.ours += self.orders
        soft = self.values["idle"] + (0 if PEOPLE.search(text) else self.values["fails"])
        if soft and (self.present or self.seen["work"]) and not self.values["seek"]:
            soft = 0
        self.bad = self.seen["bad"] - soft - self.values["anger"] - self.supposed["bad"]
        self.done = self.seen["harm"] - self.values["wait"] - self.supposed["harm"]
        self._found = found
        self.thanks = self.values["thanks"]
        self.complains = self.seen["complain"] - self.supposed["complain"]
        self.attitudes = self.seen["attitude"] - self.supposed["attitude"]
        self.cross = self.bad + self.attitudes + self.complains

    @property
    def known_by_both(self) -> bool:
        """5002号萧敏; 汪芳，4号窗口."""
        return any(
            {one.kind, other.kind} in BOTH and 0 <= other.first - one.last <= 1
            for one, other in pairwise(self._found)
        )

    @once
    def roles(self) -> Roles:
        return roles(self.text[: self.until])

    @once
    def acted(self) -> int:
        """How often somebody's act or conduct is told, whatever it is."""
        told = self.they + self.orders + self.bad + self.attitudes + self.felt
        return told + (self.roles.mild if self.present else 0)

    @once
    def asks(self) -> int:
        return self.seen["question"] + self.seen["whether"] + self.roles.questions

    @property
    def questioning(self) -> bool:
        return self.asks + self.seen["inquiry"] > 0

    def any(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)

    @property
    def felt(self) -> int:
        """How often the writer is acted upon or slighted."""
        untended = 0 if self.any("thing", "policy") else self.roles.untended
        return self.roles.harsh + self.roles.slights + untended

    @property
    def present(self) -> bool:
        """Whether somebody or some place of the hall is in it, so that outsiders are only in passing."""
        return (
            bool(self.ours or self.they or self.badge or self.roles.inside)
            or self.named
            or self.any("window")
        )

    @property
    def someone(self) -> int:
        """How often anybody is pointed at or acts, whoever it is."""
        return self.ours + self.they + self.theirs

    @property
    def named(self) -> bool:
        return Kind.STAFF_NO in self.stated or Kind.NAME in self.stated

    @property
    def windowed(self) -> bool:
        return Kind.WINDOW in self.stated

    @property
    def dated(self) -> bool:
        return self.windowed and Kind.WHEN in self.stated
