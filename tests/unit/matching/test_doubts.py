"""Whoever is named at a window and yet not meant is never taken for the one complained of."""

from __future__ import annotations

import pytest

from matching.evidence import Source
from matching.pinning import Outcome, decide
from tests.unit.matching.cast import AT, HALL, said, values

# 李丽华, 1024, is the one on duty at window 1.
NOT_MEANT = (
    "1号窗口叫李丽华到窗口办理，叫了三遍没人应", "1号窗口喊李丽华去三楼，我等了半天", "1号窗口的人把李丽华骂哭了",
    "李丽华在1号窗口办事被骂了", "李丽华去1号窗口办事，那个人骂我们", "和李丽华一起去1号窗口，那个女的骂我们",
    "帮李丽华去1号窗口办事，那个人骂我", "李丽华的材料，1号窗口弄丢了", "我家姑娘叫李丽华，1号窗口不给办", "李丽华是我妈，1号窗口骂她",
    "1号窗口李丽华的徒弟骂我", "1号窗口工号1024的同事骂我", "1号窗口李丽华她们科长骂我", "1号窗口工号1024旁边的女的骂我",
    "听说1号窗口是李丽华，但坐那的是个男的，骂我", "旁边大妈跟我说1号窗口是李丽华，牌子上写的是王芳，骂我", "自称1号窗口李丽华的人骂我",
    "如果1号窗口李丽华在就好了，这个人骂我", "除了1号窗口的1024，其他人都骂人", "就1号窗口的李丽华好，其他人都骂我",
    "1号窗口李丽华休假，替她的实习生骂我", "以前1号窗口是李丽华，今天换了人，骂我", "李丽华是1号窗口的，但骂我的不是她",
    "1号窗口1024，开玩笑的，发错人了", "1号窗口1024号机器坏了，没人管", "1号窗口，回执编号1024，骂我", "我是1号窗口的1024，有人骂我",
    "李丽华（我妈）在1号窗口被骂", "1号窗口把我的材料给了李丽华", "身份证上是李丽华，1号窗口非说不是", "1号窗口的人说李丽华骂我活该",
    "1号窗口，1024号来了没有，叫了没人应", "1号窗口的人冒用1024的工号", "我不是要投诉1024啊，1号窗口那个她好呢，骂我的是站她旁边的男的",
    "1号窗口工号1024，叫 zhang wei，骂我", "1号窗口 Li Lihua 骂我", "1号窗口态度太差，望处理。李丽华", "李丽华投诉1号窗口骂人", "市民李丽华反映1号窗口骂人", "1号窗口，李丽华？不是，骂我的是个男的",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT_MEANT)
@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_who_is_named_but_not_meant_is_not_pinned(text: str, source: Source) -> None:
    decision = decide(said(text, source).evidence, HALL, AT)
    assert decision.outcome is not Outcome.PIN


MEANT = (
    "1号窗口叫李丽华的骂我", "1号窗口那个叫李丽华的，叫我等了半天", "1号窗口李丽华态度差，换了人也一样", "被1号窗口的李丽华骂了",
    "不怪别人，就怪1号窗口的李丽华", "1号窗口李丽华把我的材料弄丢了", "去1号窗口找李丽华办事，她骂我", "听说她叫李丽华，1号窗口的，骂我",
    "1号窗口的李丽华帮熟人插队", "我给1号窗口的李丽华递材料，她看都不看", "帮我投诉1号窗口的李丽华，谢谢", "1号窗口李丽华和别人聊天，一起嗑瓜子",
    "1号窗口李丽华不给我妈办，把我妈骂哭了", "我以为她会道歉，结果1号窗口李丽华又骂我", "1号窗口李丽华以前还可以，现在越来越差，又骂我",
    "我和老公一起去1号窗口，李丽华骂我们", "1号窗口1024骂我，不好意思打扰了", "我是在1号窗口被李丽华骂的", "1号窗口工号1024，旁边的人都看不下去了", "1号窗口李丽华，领导也不管",
)  # fmt: skip


@pytest.mark.parametrize("text", MEANT)
def test_who_is_meant_is_still_pinned(text: str) -> None:
    assert decide(said(text).evidence, HALL, AT).staff_no == "1024"


TOGETHER = {
    "三号窗口一零二四十分不耐烦": {"window": "3", "staff_no": "1024"},
    "工号一零二四二十号窗口骂我": {"window": "20", "staff_no": "1024"},
    "一零二四九号窗口骂我": {"window": "9", "staff_no": "1024"},
    "十一点五十三号窗口骂我": {"window": "3"},
    "我是十点十三取的号嘛五号窗口骂我": {"window": "5"},
    "那个窗口诶五嘛骂我": {"window": "A05"},
}


@pytest.mark.parametrize(("text", "stated"), TOGETHER.items())
def test_two_numbers_spoken_without_a_pause_are_two(text: str, stated: dict[str, str]) -> None:
    assert values(said(text, Source.SPEECH)) == stated


SPACED = (
    "３ 号 窗 口 １ ０ ２ ４ 骂 我",
    "3 号 窗 口 工 号 1024 骂 我",
    "3️⃣号窗口 工号1️⃣0️⃣2️⃣4️⃣ 骂我",
    "Ⅲ号窗口工号1024骂我",
)


@pytest.mark.parametrize("text", SPACED)
def test_letters_set_apart_or_in_boxes_are_read(text: str) -> None:
    assert values(said(text)) == {"window": "3", "staff_no": "1024"}
