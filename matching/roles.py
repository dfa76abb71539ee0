"""Who acts on whom: the places in a text where the writer is acted upon, or tells of words exchanged.

Characters next to "I" and "they" carry the roles: 骂我 (I am acted upon), 我问他 (I ask), 他讲 (they act). That
holds for whatever is said or done, so a new insult or a new kind of trouble needs no new word here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ME = "我俺咱"
# Right before "me": whoever is the subject does it to the writer.
HARSH = frozenset("说骂嫌笑怼训赶推凶吼瞪坑逼撵轰拦损拽挤冲朝拿唬哄耍指吓羞配")
MILD = frozenset("喊叫让要问回把对怪给跟害")
REQUESTS = ("你帮", "请", "麻烦", "能", "可以", "帮", "别", "想", "不要", "快", "妈", "爸")
# After 给 and 跟 only what is done or said counts: 给我弄丢, 跟我说, and not 给我打电话.
ACTS_ON_ME = tuple("说讲吵录算弄盖退撕丢甩扔推上办") + ("来一句", "脸色", "打回", "白眼")
# Right after "I": the writer's turn in an exchange with somebody.
MY_TURN = frozenset("问说讲喊叫求递站坐")
MERELY = ("一下", "下", "哈", "问", "个", "一哈", "一句就", "你", "嘛", "要投诉", "一声", "一问", "清楚")
SLIGHTS = re.compile(
    r"都[不没懒][^,。]{0,2}[抬伸看说听问理动睁让给答回搭吭]"  # 头都不抬
    r"|没[有得]?一?个?人[^,。]{0,2}[理应管问肯]"  # 没人理
    r"|[就又硬偏非]说[^明不]|说是[^不]|说[缺少差]"  # 排到我就说下班
    r"|[当像]成?[^,。]{0,5}(?:皮球|贼|空气|傻|乞丐|犯人|木头|透明|猴)"  # 把我当皮球踢
    r"|好好[回说讲教管]"
    r"|被[^,。]{0,6}(?:[撵赶骂训吼说凶笑晾]|教训|数落)"
    r"|提前[^,。]{0,12}[走下关收]|点[半多钟]{0,2}就[^,。]{0,6}[收关走没下]|不归[^,。]{0,3}管|互相推|先办|我还没办"
)
INSIDE = re.compile(
    r"[几两三]个人[坐在围站都]|窗口(?:那[个位些两]|[坐小姐说喊叫收硬讲])|里[面头](?:那|坐|几个|的人|的说|硬|说|叫)|前台|你们的?(?:人|保安)"
)
VISITS = re.compile(r"[来去跑克走][了过]?[两三四五六七八九十几好\d]+[趟次回遍]")
INDIGNANT = re.compile(r"凭[什啥]|好意思|算老几|怎么这么难|我(?:是|有|欠|该|不配)[^,。]{0,6}[吗么?]")
QUESTIONS = re.compile(r"(.)[不没]\1|给[能要是有会可还得]|[有没]没有?$")  # 招不招, 给还有
PLACES = re.compile(
    r"窗口?(?:旁边?的|边上|前面|门口|上方|在哪|后面的?墙|外面)|(?:忘|落|掉|丢|放)在[^,。]{0,4}窗"
)
THOU = re.compile(r"(?<![说讲问骂回,:\"'“帮跟给])你(?![们好帮说看听知])")
PATTERNS = (SLIGHTS, INSIDE, VISITS, INDIGNANT, THOU, QUESTIONS, PLACES)


class Roles(NamedTuple):
    """How often each role is seen.

    harsh, mild: the writer is acted upon. turns: the writer's own, in an exchange. slights: courtesies refused.
    inside: somebody behind the counter. visits: in vain. indignant: asked in indignation.
    thou: one person is addressed, who is no bureau. questions: by form. places: a window as a place only.
    """

    harsh: int
    mild: int
    turns: int
    slights: int
    inside: int
    visits: int
    indignant: int
    thou: int
    questions: int
    places: int


def roles(text: str) -> Roles:
    """Linear in the text."""
    harsh = mild = turns = 0
    for character in ME:
        at = text.find(character)
        while at >= 0:
            before, after = (
                text[max(at - 3, 0) : at].rstrip("了过着")[-2:],
                text[at + 1 : at + 6].removeprefix("们"),
            )
            if before[-1:] in HARSH:
                harsh += 1
            elif before[-1:] in MILD:
                mild += _is_done_to_me(before, after)
            if after[:1] in MY_TURN and not after[1:].startswith(MERELY) and before[-1:] != "帮":
                turns += 1
            at = text.find(character, at + 1)
    return Roles(harsh, mild, turns, *[len(pattern.findall(text)) for pattern in PATTERNS])


def _is_done_to_me(before: str, after: str) -> bool:
    if before.startswith(REQUESTS):
        return False
    return before[-1] not in "给跟" or after.startswith(ACTS_ON_ME)
