"""Signs in a message of what it is: how often each kind of word is seen, who acts, and what is stated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from matching.evidence import Kind
from matching.figures import Figures
from matching.mentions import Mention
from matching.patterns import KINDS
from matching.roles import Roles, roles
from matching.tokens import Token
from matching.vocabulary import VALUES

ADDRESSED = re.compile(r"(?:先生|女士|小姐)[,:!]?您|尊敬的")
YOUR = re.compile("你(?:的|家|女|儿|妈|爸)|来不来|去不去")
ASKED_OF = re.compile("[^,。]{1,4}[,!:]你(?:先|快|帮|记得|顺便|要的|明天|今晚)")
NO_COMPLAINT = re.compile("没有?(?:什么|要|想|得)?(?:投诉|举报|告状)[^,。]{0,4}意思")
ASKS_ONLY = re.compile("问[^。]{0,20}没[有得]?(?:别的|其他|其它|什么别的)意思")
WHY_NOT = re.compile("为[什啥]|凭[什啥]|[咋怎][么个]?不|不[给让帮理]")
PEOPLE = re.compile("(?<!没)(?<!没有)(?<!没得)人(?!脸|工)")  # 系统不行，人也不行
INTRODUCED = re.compile(r"(?:喂|你好|您好)?[,:]?我是[^,。]{0,8}(?:窗口?|工号)")
NOTICED = re.compile(r"通知|各位|招聘|急招|诚聘|关于|【[^】]{0,12}(?:通知|提醒|公告)】")
ALWAYS = re.compile("才|从来|一直|每次|老是|总是|还没|又没|半天|等了")
# What a question that wants an answer holds.
TO_BE_ANSWERED = re.compile(
    "什么|啥|几|哪|怎|咋|如何|多[久少大长远]|何时|可以|能|要|需|办|开(?!的)|上班|下班|休息|在|有|会|还|找|查|问|缴|领|交|退|补|改|取消|搬|属于|对外|[a-z]{2}"
)
VALUED = frozenset(("harm", "bad", "praise", "spam", "inquiry"))
CAME = ("来办", "去办", "来你们", "去你们", "来交", "去交")
ASKING = ("inquiry", "question", "whether")
BOTH = {Kind.STAFF_NO, Kind.NAME}
NEWS = ("抖音", "快手", "视频", "新闻", "听说", "刷到", "网上说")
DISTRACTING = ("spam", "chat", "outsider", "inquiry", "policy")


NO_KIND = dict.fromkeys(KINDS, 0)
NO_VALUE = dict.fromkeys(VALUES, 0)


def _counted(words: Sequence[str], nothing: Mapping[str, int]) -> dict[str, int]:
    """How often each is seen, and 0 for what is not, in a plain dict, which is quicker to look up."""
    found = {**nothing}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


class Signs(Figures):
    """What `topic` goes by.

    seen: how often each kind of word is seen. values: the words' values. stated: kinds of evidence.
    bad, done, thanks: conduct, what somebody did, mere thanks. The figures: see there.
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
        self.known_by_both = any(
            {one.kind, other.kind} == BOTH and 0 <= other.first - one.last <= 1
            for one, other in pairwise(found)
        )  # 5002号萧敏
        self.thanks = self.values["thanks"]
        self.complains = self.seen["complain"] - self.supposed["complain"]
        self.attitudes = self.seen["attitude"] - self.supposed["attitude"]
        self.cross = self.bad + self.attitudes + self.complains

    @cached_property
    def roles(self) -> Roles:
        return roles(self.text[: self.until])

    @cached_property
    def acted(self) -> int:
        """How often somebody's act or conduct is told, whatever it is."""
        told = self.they + self.orders + self.bad + self.attitudes + self.felt
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
        return self.named and self.windowed and not (spoken_to or self.noticed or self.any("wish", *ASKING))

    @property
    def deserted(self) -> bool:
        """3号窗口九点还没开: of a window, a person or the hour, and neither asked nor of a machine."""
        if not self.roles.deserted or (
            self.questioning and not (self.values["wait"] or ALWAYS.search(self.text))
        ):
            return False
        return (
            self.named or self.windowed or (self.any("clock", "clocktime", "work") and not self.any("thing"))
        )

    @property
    def rhetorical(self) -> bool:
        """3号窗口你们是摆设吗: asked of a window or somebody, and there is nothing in it to be answered."""
        if not (self.roles.questions or self.any("question", "whether")):
            return False
        aimed = self.windowed or self.named or self.roles.inside
        return bool(aimed) and TO_BE_ANSWERED.search(self.text) is None

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
    def manned(self) -> bool:
        """Somebody is in it, so that a machine is only in passing."""
        return bool(self.acted or self.named or self.ours or self.roles.inside)

    @property
    def alien(self) -> bool:
        """物业骂我: outsiders act, and the writer was not at the hall."""
        return bool(self.outside) and not self.present and not any(word in self.text for word in CAME)

    @property
    def at_home(self) -> bool:
        """我妈说我太胖: the family acts, and nothing tells of the hall."""
        told = self.roles.slights + self.roles.counter + self.roles.visits
        return self.family > 0 and not (told or self.present or self.any("you", "hall", "work", "papers"))

    @property
    def idle(self) -> bool:
        """一边吃外卖一边办业务: private life at the window."""
        return bool(self.ours + self.they + self.roles.inside) and (
            self.any("hall", "work", "window", "label") or "工作人员" in self.text
        )

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
    def noticed(self) -> bool:
        """通知：明早例会: from one of the staff to the others."""
        return self.any("notice") or NOTICED.match(self.text) is not None

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
        if self.known_by_both:
            return 0
        trade = self.named or self.windowed or self.badge or self.any("spam")
        return self.text.count("您") - self.text.count("您好") if trade else 0

    @property
    def called(self) -> bool:
        """张伟先生，您预订的…; 章伟，今晚你来不来: the one who is named is the one who is written to."""
        if not self.named:
            return False
        first = self.tokens[0].kind in ("name", "surname") and not self.badge
        asked = self.tokens[0].kind in ("name", "surname", "kin") and ASKED_OF.match(self.text)
        if self.known_by_both:
            return False
        spoken_to = first and (self.roles.thou or YOUR.search(self.text))
        return bool(ADDRESSED.search(self.text) or asked or spoken_to)

    @property
    def merely_asks(self) -> bool:
        """没有要投诉的意思: a question, says the writer, and nothing told belies it."""
        if self.bad + self.attitudes + self.felt + self.roles.indignant > 0:
            return False
        if ASKS_ONLY.search(self.text):
            return WHY_NOT.search(self.text) is None
        return self.questioning and NO_COMPLAINT.search(self.text) is not None

    @property
    def within(self) -> bool:
        return INTRODUCED.match(self.text) is not None

    @property
    def seeks(self) -> bool:
        """我找一下李丽华: for a reason of the writer's own."""
        told = (
            self.cross > self.values["idle"]
            or self.windowed
            or self.badge
            or self.roles.slights
            or self.roles.turns
            or self.attitudes
        )
        return bool(self.values["seek"]) and self.named and not told

    @property
    def hears(self) -> bool:
        """我在抖音上看到: not the writer's own case."""
        own = self.they + self.attitudes + self.complains + self.felt + self.roles.turns
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
