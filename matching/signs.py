"""Signs in a message of what it is: how often each kind of word is seen, who acts, and what is stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matching.evidence import Kind
from matching.mentions import Mention
from matching.roles import roles
from matching.tokens import Token

AGENT = ("that", "hall", "de")  # 那个办事的
WITHIN = "里上面处"  # 城里人 is nobody in particular, 那个人 is
VALUED = frozenset(("harm", "bad", "praise", "spam"))
ROLED = frozenset(("person", "pronoun", "staff", "de", "kin", "outsider", "unvouched", "boss", "name", "stop"))
SUPPOSING = ("如果", "要是", "假如", "假设", "假使", "万一")
SUPPOSED = frozenset(("bad", "harm", "complain", "attitude"))
THITHER = "去找到回问给跟和在由从是往"  # 去派出所: a place to go to, and nobody who acts
TO_THEM = "喊叫给帮找跟等接送替陪为"  # 喊他挪一下
CALLED = "你您好,早"  # 阿姨您好: spoken to
OWN, OUTSIDE, OURS = "kin", "outsider", "ours"


class Signs:
    """What `topic` goes by.

    seen: how often each kind of word is seen. values: the words' values. stated: kinds of evidence.
    ours: how often somebody who may be of the hall is pointed at. they: how often such a one acts as 他 or 她.
    theirs: how often 他 or 她 stands for the writer's family or outsiders. outside: how often outsiders act.
    bad, done, thanks: conduct, what somebody did, mere thanks. badge: how often a staff number is spoken of.
    roles: who acts on whom. supposed: words of conduct that stand after an "if".
    """

    def __init__(self, tokens: Sequence[Token], found: Sequence[Mention], text: str) -> None:
        self.tokens, self.text = tokens, text
        self.seen = Counter([token.kind for token in tokens])
        self.values = Counter([token.value for token in tokens if token.kind in VALUED])
        self.stated = {mention.kind for mention in found if mention.counts}
        self.ours = self.they = self.theirs = self.outside = self.badge = 0
        self.supposed: Counter[str] = Counter()
        self._last = ""  # who was spoken of last
        self._supposing = False
        if not ROLED.isdisjoint(self.seen):
            self._walk()
        self.ours += self.values["order"]  # 让我妈…: somebody gave it
        self.roles = roles(text)
        anger = self.values["anger"] if self.seen["thing"] + self.seen["policy"] else 0
        self.bad = self.seen["bad"] - anger - self.supposed["bad"]
        self.done = self.seen["harm"] - self.values["wait"] - self.supposed["harm"]
        self.thanks = self.values["thanks"]
        self.complains = self.seen["complain"] - self.supposed["complain"]
        self.cross = self.bad + self.seen["attitude"] + self.complains

    def _walk(self) -> None:
        before = ("", "")
        for place, token in enumerate(self.tokens):
            if token.kind in ROLED:
                self._note(token, place, before)
            elif self._supposing and token.kind in SUPPOSED:
                self.supposed[token.kind] += 1
            before = (before[1], token.kind)

    def _note(self, token: Token, place: int, before: tuple[str, str]) -> None:
        kind = token.kind
        if kind == "pronoun":
            self._note_pronoun(token)
        elif kind == "person":
            if self._is_pointed_at(token, place, before[1]):
                self.ours += 1
                self._last = OURS
        elif kind == "outsider":
            if self.text[token.start - 1 : token.start] not in tuple(THITHER):
                self.outside += 1
                self._last = OUTSIDE
        elif kind == "unvouched":
            self._supposing = self.text.startswith(SUPPOSING, token.start)
        elif kind == "stop":
            self._supposing = False
        elif kind == "staff":
            self.badge += self.tokens[place + 1 : place + 2] == [] or self.tokens[place + 1].kind != "corr"
        elif kind == "de":
            self.ours += (*before, kind) == AGENT
        else:
            self._last = OWN if kind == "kin" else OURS

    def _note_pronoun(self, token: Token) -> None:
        if self._last in (OWN, OUTSIDE):
            self.theirs += 1
        elif self.text[token.start - 1 : token.start] not in tuple(TO_THEM):
            self.they += 1

    def _is_pointed_at(self, token: Token, place: int, before: str) -> bool:
        if token.end - token.start > 1:
            spoken_to = before in ("", "punct", "stop") and self.text[token.end : token.end + 1] in tuple(CALLED)
            return not spoken_to
        if before == "that":
            return self.text[self.tokens[place - 1].end - 1] not in WITHIN
        return before in ("de", "window")

    def any(self, *kinds: str) -> bool:
        return not self.seen.keys().isdisjoint(kinds)

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
