"""Signs in a message of what it is: what the words and figures counted in it amount to."""

from __future__ import annotations

import re

from matching.asking import GOES_ON, MEANT, means_no_complaint, wants_no_answer
from matching.counted import Counted
from matching.once import once
from matching.roles import ANY_DESERTED

ADDRESSED = re.compile(r"(?:先生|女士|小姐)[,:!]?您|尊敬的")
YOUR = re.compile("你(?:的|家|女|儿|妈|爸)|来不来|去不去")
ASKED_OF = re.compile("[^,。]{1,4}[,!:]你(?:先|快|帮|记得|顺便|要的|明天|今晚)")
INTRODUCED = re.compile(r"(?:喂|你好|您好)?[,:]?我是[^,。]{0,8}(?:窗口?|工号)")
NOTICED = re.compile(r"通知|各位|招聘|急招|诚聘|关于|【[^】]{0,12}(?:通知|提醒|公告)】")
CAME = ("来办", "去办", "来你们", "去你们", "来交", "去交")
ASKING = ("inquiry", "question", "whether")
NEWS = ("抖音", "快手", "视频", "新闻", "听说", "刷到", "网上说")
DISTRACTING = ("spam", "chat", "outsider", "inquiry", "policy")


class Signs(Counted):
    """What `topic` goes by, beyond what is counted: what the counts amount to."""

    @property
    def plainly_aimed(self) -> bool:
        """Somebody is named, with a window or with conduct, and nothing else is spoken of."""
        if self.any(*DISTRACTING):
            return False
        if self.they + self.bad + self.attitudes > 0:
            return self.named or self.windowed
        spoken_to = "你" in self.text or "您" in self.text
        return self.named and self.windowed and not (spoken_to or self.noticed or self.any("wish", *ASKING))

    @once
    def deserted(self) -> bool:
        """3号窗口九点还没开: of a window, a person or the hour, and neither asked nor of a machine."""
        hours = self.any("clock", "clocktime", "work", "window") and not self.any("thing")
        if not (self.named or self.windowed or hours) or ANY_DESERTED.search(self.text) is None:
            return False
        return not self.questioning or self.values["wait"] > 0 or GOES_ON.search(self.text) is not None

    @property
    def enraged(self) -> bool:
        """气死我了，你给我等着."""
        return bool(self.acted or self.values["anger"])

    @property
    def forgotten(self) -> bool:
        """六号还是九号看不清."""
        return self.any("doubt") and self.any("hao") and self.any("conj")

    @once
    def rhetorical(self) -> bool:
        """3号窗口你们是摆设吗: asked of a window or somebody, and there is nothing in it to be answered."""
        if not (self.roles.questions or self.any("question", "whether")):
            return False
        if not (self.windowed or self.named or self.roles.inside or self.any("you")):
            return False
        return wants_no_answer(self.text, polite=self.any("inquiry"))

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
        if MEANT not in self.text or self.bad + self.attitudes + self.felt + self.roles.indignant > 0:
            return False
        return means_no_complaint(self.text, asking=self.questioning)

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
