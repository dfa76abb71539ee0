"""Signs in a message of what it is: how often each kind of word is seen, who acts, and what is stated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from matching.evidence import Kind
from matching.mentions import Mention
from matching.roles import Roles, roles
from matching.tokens import Token

ADDRESSED = re.compile(r"(?:先生|女士|小姐)[,:!]?您|尊敬的")
AGENT = ("that", "hall", "de")  # 那个办事的
WITHIN = "里上面处"  # 城里人 is nobody in particular, 那个人 is
VALUED = frozenset(("harm", "bad", "praise", "spam", "inquiry"))
ROLED = frozenset(
    ("person", "pronoun", "staff", "de", "kin", "outsider", "unvouched", "boss", "name", "stop")
)
SUPPOSING = ("如果", "要是", "假如", "假设", "假使", "万一")
CONTRARY = ("就不会", "就好了", "早就")  # 要是她在就不会骂我了: somebody did
SUPPOSED = frozenset(("bad", "harm", "complain", "attitude"))
CAME = ("来办", "去办", "来你们", "去你们", "来交", "去交")
THITHER = frozenset("去找到回问给跟和在由从是往做当的")  # 去派出所: a place to go to, and nobody who acts
TO_THEM = frozenset("喊叫给帮找跟等接送替陪为")  # 喊他挪一下
POSSESSED = (*"儿女妈爸爹娘老姐哥弟妹孙舅叔姨姑媳的家", "单位", "公司", "那边")  # 她老家
CALLED = frozenset("你您好,早")  # 阿姨您好: spoken to
ASKING = ("inquiry", "question", "whether")
NEWS = ("抖音", "快手", "视频", "新闻", "听说", "刷到", "网上说")
DISTRACTING = ("spam", "chat", "outsider", "inquiry", "policy")
OWN, OUTSIDE, OURS = "kin", "outsider", "ours"


class Signs:
    """What `topic` goes by.

    seen: how often each kind of word is seen. values: the words' values. stated: kinds of evidence.
    ours: how often somebody who may be of the hall is pointed at. they: how often one acts as 他 or 她.
    theirs: how often 他 or 她 stands for the writer's family or outsiders. outside: how often outsiders act.
    bad, done, thanks: conduct, what somebody did, mere thanks. badge: how often a staff number is spoken of.
    supposed: words of conduct that stand after an "if".
    """

    def __init__(self, tokens: Sequence[Token], found: Sequence[Mention], text: str) -> None:
        self.tokens, self.text = tokens, text
        self.seen = Counter([token.kind for token in tokens])
        self.values = Counter([token.value for token in tokens if token.kind in VALUED])
        self.stated = {mention.kind for mention in found if mention.counts and mention.kind}
        self.ours = self.they = self.theirs = self.outside = self.badge = 0
        self.supposed: Counter[str] = Counter()
        self._last = ""  # who was spoken of last
        self._until = len(text)  # where the writer begins to suppose
        self._supposing = False
        if not ROLED.isdisjoint(self.seen):
            self._walk()
        self.orders = self.values["order"] if self.seen["kin"] else 0  # 我妈…让她: somebody gave it
        self.ours += self.orders
        soft = self.values["idle"]
        if soft and (self.present or self.seen["work"]):
            soft = 0
        self.bad = self.seen["bad"] - soft - self.values["anger"] - self.supposed["bad"]
        self.done = self.seen["harm"] - self.values["wait"] - self.supposed["harm"]
        self.thanks = self.values["thanks"]
        self.complains = self.seen["complain"] - self.supposed["complain"]
        self.attitudes = self.seen["attitude"] - self.supposed["attitude"]
        self.cross = self.bad + self.attitudes + self.complains

    @cached_property
    def roles(self) -> Roles:
        return roles(self.text[: self._until])

    @cached_property
    def acted(self) -> int:
        """How often somebody's act or conduct is told, whatever it is."""
        told = self.they + self.orders + self.bad + self.attitudes + self._felt()
        return told + (self.roles.mild if self.present else 0)

    @cached_property
    def asks(self) -> int:
        return self.seen["question"] + self.seen["whether"] + self.roles.questions

    @property
    def plainly_aimed(self) -> bool:
        """Somebody is named, with a window or with conduct, and nothing else is spoken of."""
        if self.any(*DISTRACTING):
            return False
        if self.they + self.bad + self.attitudes > 0:
            return self.named or self.windowed
        spoken_to = "你" in self.text or "您" in self.text
        return self.named and self.windowed and not spoken_to and not self.any("notice", "wish", *ASKING)

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
        if kind == "unvouched":
            self._suppose(token)
        elif kind == "stop":
            self._supposing = False
        elif kind == "staff":
            self.badge += self.tokens[place + 1 : place + 2] == [] or self.tokens[place + 1].kind != "corr"
        elif kind == "de":
            self.ours += (*before, kind) == AGENT
        else:
            self._note_somebody(token, place, before[1])

    def _note_somebody(self, token: Token, place: int, before: str) -> None:
        kind = token.kind
        if kind == "pronoun":
            self._note_pronoun(token)
        elif kind == "person":
            if not self._supposing and self._is_pointed_at(token, place, before):
                self.ours += 1
                self._last = OURS
        elif kind == "outsider":
            if self.text[token.start - 1 : token.start] not in THITHER:
                self.outside += 1
                self._last = OUTSIDE
        elif kind == "kin":
            self._last = OWN
        elif before != "kin":
            self._last = OURS  # and not 我姐姐段晓梅

    def _suppose(self, token: Token) -> None:
        supposed = self.text.startswith(SUPPOSING, token.start)
        self._supposing = supposed and not any(word in self.text for word in CONTRARY)
        if self._supposing:  # 要是又让我跑
            self._until = token.start

    def _note_pronoun(self, token: Token) -> None:
        plural = token.end - token.start > 1
        if self._last == OUTSIDE or (self._last == OWN and not plural):
            self.theirs += 1
        elif self._acts(token):
            self.they += 1

    def _acts(self, token: Token) -> bool:
        """Whether a pronoun is a subject: neither 喊他, nor 联系不上她, nor 她老家的."""
        before, after = self.text[token.start - 1 : token.start], self.text[token.end : token.end + 1]
        if self.text[token.start] == "它" or not after.isalnum() or before in TO_THEM:
            return False
        return not self.text.startswith(POSSESSED, token.end)

    def _is_pointed_at(self, token: Token, place: int, before: str) -> bool:
        if token.end - token.start > 1:
            spoken_to = before in ("", "punct", "stop") and self.text[token.end : token.end + 1] in CALLED
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
    def alien(self) -> bool:
        """物业骂我: outsiders act, and the writer was not at the hall."""
        return bool(self.outside) and not self.present and not any(word in self.text for word in CAME)

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
    def courted(self) -> int:
        """您的爱车已由…: how often the reader is a customer, where a name, a number or trade is in it."""
        trade = self.named or self.windowed or self.badge or self.any("spam")
        return self.text.count("您") - self.text.count("您好") if trade else 0

    @property
    def invited(self) -> bool:
        """张伟先生，您预订的…: a customer of theirs."""
        return bool(self.named and ADDRESSED.search(self.text))

    @property
    def seeks(self) -> bool:
        """我找一下李丽华: for a reason of the writer's own."""
        told = self.cross or self.windowed or self.badge or self.roles.slights or self.roles.turns
        return bool(self.values["seek"]) and self.named and not told

    @property
    def hears(self) -> bool:
        """我在抖音上看到: not the writer's own case."""
        own = self.they + self.attitudes + self.complains + self._felt() + self.roles.turns
        if self.named or self.windowed or own:
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

    @property
    def dated(self) -> bool:
        return self.windowed and Kind.WHEN in self.stated
