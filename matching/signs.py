"""Signs in a message of what it is: how often each kind of word is seen, who acts, and what is stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matching.evidence import Kind
from matching.mentions import Mention
from matching.tokens import Token

AGENT = ("that", "hall", "de")  # 那个办事的
WITHIN = "里上面处"  # 城里人 is nobody in particular, 那个人 is
VALUED = frozenset(("harm", "bad", "praise", "spam"))
SINGULAR = 1  # 他, 她, 他 of 他们


class Signs:
    """What `topic` goes by.

    seen: how often each kind of word is seen. values: the words' values. stated: kinds of evidence.
    someone: how often somebody is pointed at. third: how often as 他 or 她.
    bad, done, thanks: conduct, what somebody did, mere thanks. badge: how often a staff number is spoken of.
    """

    def __init__(self, tokens: Sequence[Token], found: Sequence[Mention], text: str) -> None:
        self.tokens, self.text = tokens, text
        self.seen = Counter([token.kind for token in tokens])
        self.values = Counter([token.value for token in tokens if token.kind in VALUED])
        self.stated = {mention.kind for mention in found if mention.counts}
        self.someone = self.third = self.badge = 0
        before = ("", "")
        for place, token in enumerate(tokens):
            if token.kind in ("person", "pronoun", "staff", "de"):
                self._note(token, place, before)
            before = (before[1], token.kind)
        self.someone += self.values["order"]  # 让我妈…: somebody gave it
        anger = self.values["anger"] if self.seen["thing"] + self.seen["policy"] else 0
        self.bad = self.seen["bad"] - anger
        self.done = self.seen["harm"] - self.values["wait"]
        self.thanks = self.values["thanks"]
        self.cross = self.bad + self.seen["attitude"] + self.seen["complain"]

    def _note(self, token: Token, place: int, before: tuple[str, str]) -> None:
        if token.kind == "person":
            self.someone += token.end - token.start > 1 or self._pointed_at(place, before[1])
        elif token.kind == "pronoun":
            self.someone += 1
            plural = token.end - token.start > SINGULAR
            self.third += not plural or self.text[token.start : token.end] == "人家"
        elif token.kind == "staff":
            self.badge += self.tokens[place + 1 : place + 2] == [] or self.tokens[place + 1].kind != "corr"
        else:
            self.someone += (*before, token.kind) == AGENT

    def _pointed_at(self, place: int, before: str) -> bool:
        if before == "that":
            return self.text[self.tokens[place - 1].end - 1] not in WITHIN
        return before in ("de", "window")

    def any(self, *kinds: str) -> bool:
        return not self.seen.keys().isdisjoint(kinds)

    @property
    def named(self) -> bool:
        return Kind.STAFF_NO in self.stated or Kind.NAME in self.stated

    @property
    def windowed(self) -> bool:
        return Kind.WINDOW in self.stated
