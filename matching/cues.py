"""What speaks for a complaint and what against: each cue with its weight, how often it counts, an example.

For: somebody of the hall who acts, the writer as the one acted upon, words of conduct, an encounter told.
Against: questions, things, rules, outsiders, trade, private life. What no cue knows weighs nothing, so a new
topic is `other` by itself, and a new insult with somebody who acts is a complaint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from matching.signs import Signs


class Cue(NamedTuple):
    """`weight` for each time it is seen, up to `most` times."""

    name: str
    weight: int
    most: int
    times: Callable[[Signs], int]
    example: str


ENOUGH = 2  # from this sum on it is a complaint

WHO = (
    Cue("staff number or name", 3, 1, lambda s: s.named, "1024"),
    Cue("window", 2, 1, lambda s: s.windowed, "3号窗口"),
    Cue("number not remembered", 2, 1, lambda s: s.forgotten, "六号还是九号看不清"),
    Cue("some window", 1, 1, lambda s: not s.windowed and s.seen["window"] + s.seen["label"], "三四号窗口"),
    Cue("day of an encounter", 1, 1, lambda s: s.dated and not s.questioning, "昨天3号窗口"),
    Cue("staff number spoken of", 1, 1, lambda s: s.badge, "工号被挡住了"),
    Cue("somebody pointed at", 2, 2, lambda s: s.ours if s.acted or not s.asks else 0, "那个女的"),
    Cue("somebody asked about", 1, 1, lambda s: not s.acted and s.asks and s.ours, "工作人员几点上班"),
    Cue("somebody inside", 2, 1, lambda s: s.roles.inside, "里面几个人"),
    Cue("he or she acts", 2, 2, lambda s: s.they, "她转过去了"),
    Cue("he or she, of the family", 1, 2, lambda s: not s.outside and s.theirs, "我爹…他催"),
    Cue("a surname", 2, 1, lambda s: s.seen["xing"], "姓李的"),
    Cue("a nickname", 1, 1, lambda s: s.seen["surname"], "小李"),
    Cue(
        "only the staff do that",
        1,
        1,
        lambda s: not s.questioning and (s.manned or not s.any("thing")) and s.seen["work"],
        "上班",
    ),
    Cue("their superiors", 1, 1, lambda s: s.seen["boss"], "找你们局长"),
    Cue("you, the bureau", 1, 1, lambda s: not s.questioning and s.seen["you"], "你们就这样"),
)
DOES = (
    Cue("acts on me", 2, 2, lambda s: s.roles.harsh, "说我不懂"),
    Cue("orders me about", 1, 2, lambda s: s.roles.mild, "叫我回去"),
    Cue("words exchanged", 2, 1, lambda s: s.roles.turns, "我问在哪盖章"),
    Cue("over the counter", 1, 2, lambda s: not s.questioning and s.roles.counter, "材料推回来"),
    Cue("asks who that is", 2, 1, lambda s: s.present and s.roles.who, "那个女的叫什么"),
    Cue("manner", 2, 1, lambda s: not s.questioning and s.roles.manner, "讲话带刺"),
    Cue("slighted", 2, 2, lambda s: s.roles.slights, "头都不抬"),
    Cue("nobody sees to it", 2, 1, lambda s: not s.any("thing", "policy") and s.roles.untended, "没人管"),
    Cue("conduct", 3, 2, lambda s: s.bad, "不耐烦"),
    Cue("attitude", 3, 1, lambda s: s.attitudes, "态度"),
    Cue("complains", 3, 1, lambda s: s.complains, "投诉"),
    Cue("praise", 2, 1, lambda s: s.seen["praise"] - (0 if s.present else s.thanks), "表扬"),
    Cue("something done", 1, 2, lambda s: s.done, "弄丢了"),
    Cue("kept waiting", 1, 1, lambda s: s.values["wait"], "白跑一趟"),
    Cue("kept waiting, for business", 1, 1, lambda s: s.values["wait"] and s.in_vain, "办个证跑断腿"),
    Cue("idle at work", 2, 1, lambda s: s.slack, "喝酒上班"),
    Cue("deserted", 4, 1, lambda s: s.deserted, "九点还没开机"),
    Cue("rhetorical question", 4, 1, lambda s: s.rhetorical, "你们是摆设吗"),
    Cue("came again and again", 1, 1, lambda s: s.roles.visits, "去了三趟"),
    Cue("indignant", 2, 1, lambda s: s.roles.indignant, "凭什么"),
    Cue("anger", 2, 1, lambda s: not s.any("thing", "policy") and s.values["anger"], "气死我了"),
    Cue("our service", 2, 1, lambda s: s.serves, "你们这服务"),
)
OR_NOT = (
    Cue("asks politely", -2, 1, lambda s: not s.acted and s.seen["inquiry"], "请问"),
    Cue("asks", -1, 2, lambda s: not (s.acted or s.roles.indignant) and s.asks, "几点上班"),
    Cue("a window as a place", -2, 1, lambda s: not (s.acted or s.named) and s.roles.places, "3号窗口旁边"),
    Cue("thing", -2, 2, lambda s: not (s.manned or s.deserted or s.slack) and s.seen["thing"], "叫号机"),
    Cue("rule", -3, 1, lambda s: not (s.acted or s.named or s.rhetorical) and s.seen["policy"], "政策不公平"),
    Cue("outsider acts", -9, 1, lambda s: s.alien, "物业骂我"),
    Cue("family acts", -6, 1, lambda s: s.at_home, "我妈说我太胖"),
    Cue("trade", -3, 2, lambda s: 0 if s.idle or s.roles.slights else s.seen["spam"], "贷款"),
    Cue("private", -1, 2, lambda s: not s.idle and s.seen["chat"], "吃饭"),
    Cue("you, a customer", -2, 2, lambda s: not s.acted and s.courted, "您的爱车"),
    Cue("you, somebody else", -3, 1, lambda s: not s.enraged and s.roles.thou, "你下来开门"),
    Cue("called by name", -4, 1, lambda s: not s.acted and s.called, "张伟先生，您预订的"),
    Cue("written by one of the staff", -5, 1, lambda s: not s.acted and s.within, "我是3号窗口李丽华"),
    Cue("sender in brackets", -4, 1, lambda s: not s.acted and s.signed, "【某某银行】"),
    Cue("notice among colleagues", -5, 1, lambda s: not s.acted and s.noticed, "到会议室开例会"),
    Cue("good wishes", -5, 1, lambda s: not s.acted and s.seen["wish"], "祝大家身体健康"),
    Cue("somebody or other", -2, 1, lambda s: not s.acted and "有人" in s.text, "有人占道"),
    Cue("looks for somebody", -9, 1, lambda s: s.seeks, "我找一下李丽华"),
    Cue("news", -6, 1, lambda s: s.hears, "抖音上看到"),
)  # fmt: skip
CUES = (*WHO, *DOES, *OR_NOT)


def weigh(signs: Signs) -> int:
    """The sum of all cues."""
    total = 0
    for _, weight, most, times, _ in CUES:
        seen = times(signs)
        if seen > 0:
            total += weight * (seen if seen < most else most)
    return total


def telling(signs: Signs) -> list[str]:
    """The cues that count, by name and weight, for whoever wants to know why."""
    return [
        f"{cue.name} {cue.weight * times:+d}"
        for cue in CUES
        if (times := min(int(cue.times(signs)), cue.most)) > 0
    ]
