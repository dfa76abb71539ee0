"""What is not about a person at a window; and complaints without any telling word, which are never thrown away."""

from __future__ import annotations

import pytest

from matching.evidence import Source
from tests.unit.matching.cast import said

VAGUE = (
    "太过分了吧", "办个证跑断腿", "狗眼看人低", "脸拉得老长", "把我当皮球踢", "凭啥别人能办我不能办", "排了一上午到我就说下班",
    "我要去信访", "拿公家的钱不干活", "什么服务啊这是", "问三次没有一次好好回答", "再不处理我就找媒体", "人呢？？？",
    "我要投诉，怎么投诉？", "你们就是这样对待老百姓的？", "3号窗口的人去哪了", "你们工作人员上班推销理财，还逼我办信用卡",
    "不好意思打扰了，我要投诉一个人", "他把我名字打错了", "喝酒上班", "投诉", "姓李的", "喂", "", "😡", "3号窗口", "1024",
)  # fmt: skip


@pytest.mark.parametrize("text", VAGUE)
@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_when_in_doubt_it_is_a_complaint(text: str, source: Source) -> None:
    assert said(text, source).kind == "complaint"


OTHERS = (
    "T", "TD", "退订", "打错了", "不好意思发错了", "谢谢", "请问退休需要带什么材料", "叫号机又坏了", "停车场太小", "网站打不开",
    "【XX银行】您的信用卡额度已提升，点击链接领取", "晚上老地方吃火锅", "请问3号窗口周六上班吗", "wrong number", "STOP",
    "大厅空调太冷了", "小程序登录不了", "快递到了放3号驿站",
)  # fmt: skip


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_not_about_a_person_is_other(text: str) -> None:
    assert said(text).kind == "other"


PRAISE = (
    "表扬3号窗口的王芳",
    "3号窗口的王芳服务特别好，点赞",
    "我不是投诉，我要表扬1024",
    "给王芳送锦旗",
    "thank you window 3",
)


@pytest.mark.parametrize("text", PRAISE)
def test_praise_is_told_from_complaint(text: str) -> None:
    assert said(text).kind == "praise"


def test_what_is_other_states_nothing() -> None:
    assert said("请问3号窗口周六上班吗").evidence == ()
