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
VALUED = frozenset(("harm", "bad", "praise", "spam", "inquiry"))
ROLED = frozenset(
    ("person", "pronoun", "staff", "de", "kin", "outsider", "unvouched", "boss", "name", "stop")
)
SUPPOSING = ("如果", "要是", "假如", "假设", "假使", "万一")
SUPPOSED = frozenset(("bad", "harm", "complain", "attitude"))
THITHER = "去找到回问给跟和在由从是往"  # 去派出所: a place to go to, and nobody who acts
TO_THEM = "喊叫给帮找跟等接送替陪为"  # 喊他挪一下
POSSESSED = ("的", "老家", "家", "单位", "公司", "那边")  # 她老家
CALLED = "你您好,早"  # 阿姨您好: spoken to
ASKING = ("inquiry", "question", "whether")
NEWS = ("抖音", "快手", "视频", "新闻", "听说", "刷到", "网上说")
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
        self.stated = {mention.kind for mention in found if mention.counts and mention.kind}
        self.ours = self.they = self.theirs = self.outside = self.badge = 0
        self.supposed: Counter[str] = Counter()
        self._last = ""  # who was spoken of last
        self._supposing = False
        self.roles = roles(text)
        if not ROLED.isdisjoint(self.seen):
            self._walk()
        self.orders = self.values["order"] if self.seen["kin"] else 0  # 我妈…让她: somebody gave it
        self.ours += self.orders
        soft = self.values["idle"] if not self.present and not self.seen["work"] else 0
        self.bad = self.seen["bad"] - soft - self.values["anger"] - self.supposed["bad"]
        self.done = self.seen["harm"] - self.values["wait"] - self.supposed["harm"]
        self.thanks = self.values["thanks"]
        self.complains = self.seen["complain"] - self.supposed["complain"]
        self.cross = self.bad + self.seen["attitude"] + self.complains
        self.acted = self.they + self.orders + self.bad + self.seen["attitude"] + self._felt()
        self.acted += self.roles.mild if self.present else 0
        self.asks = self.seen["question"] + self.seen["whether"] + self.roles.questions

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
        elif kind == "kin":
            self._last = OWN
        elif before[1] != "kin":
            self._last = OURS  # and not 我姐姐段晓梅

    def _note_pronoun(self, token: Token) -> None:
        plural = token.end - token.start > 1
        if self._last == OUTSIDE or (self._last == OWN and not plural):
            self.theirs += 1
        elif self._acts(token):
            self.they += 1

    def _acts(self, token: Token) -> bool:
        """Whether a pronoun is a subject: neither 喊他, nor 联系不上她, nor 她老家的."""
        before, after = self.text[token.start - 1 : token.start], self.text[token.end : token.end + 1]
        if self.text[token.start] == "它" or not after.isalnum() or before in tuple(TO_THEM):
            return False
        return not self.text.startswith(POSSESSED, token.end)

    def _is_pointed_at(self, token: Token, place: int, before: str) -> bool:
        if token.end - token.start > 1:
            spoken_to = before in ("", "punct", "stop") and self.text[token.end : token.end + 1] in tuple(
                CALLED
            )
            return not spoken_to
        if before == "that":
            return self.text[self.tokens[place - 1].end - 1] not in WITHIN
        return before in ("de", "window")

    def any(self, *kinds: str) -> bool:
        return not self.seen.keys().isdisjoint(kinds)

    def _felt(self) -> int:
        return self.roles.harsh + self.roles.slights

    @property
    def present(self) -> bool:
        """Whether somebody or some place of the hall is in it, so that outsiders are only in passing."""
        return (
            bool(self.ours or self.they or self.badge or self.roles.inside)
            or self.named
            or self.any("window")
        )

    @property
    def idle(self) -> bool:
        """一边吃外卖一边办业务: private life at the window."""
        return bool(self.ours + self.they) and (self.any("hall", "work", "window") or "工作人员" in self.text)

    @property
    def serves(self) -> bool:
        return (
            "服务" in self.text
            and self.any("you", "window")
            and not self.any("thing", "spam", "chat", *ASKING)
        )

    @property
    def questioning(self) -> bool:
        return self.asks + self.seen["inquiry"] > 0

    @property
    def slack(self) -> bool:
        """喝酒上班."""
        private = self.any("chat", "spam") or self.values["idle"] > 0
        return private and self.any("work") and not self.any(*ASKING)

    @property
    def in_vain(self) -> bool:
        return "办" in self.text and not self.any(*ASKING, "thing", "policy", "spam", "chat", "outsider")

    @property
    def signed(self) -> bool:
        """【某某银行】您…"""
        text = self.text
        return text.startswith("【") and (
            self.any("spam", "unsubscribe", "tail") or "码" in text or "您" in text
        )

    @property
    def seeks(self) -> bool:
        """我找一下李丽华: for a reason of the writer's own."""
        told = self.cross or self.windowed or self.badge or self.roles.slights or self.roles.turns
        return bool(self.values["seek"]) and self.named and not told

    @property
    def hears(self) -> bool:
        """我在抖音上看到: not the writer's own case."""
        if self.named or self.windowed or self.they or self._felt() or self.roles.turns:
            return False
        return any(word in self.text for word in NEWS)

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
