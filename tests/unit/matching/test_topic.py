"""What is not about a person at a window; and complaints without any telling word, which are never thrown away."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.cues import CUES
from matching.evidence import Source
from matching.extract import read
from matching.message import match_message
from tests.unit.matching.cast import AT, HALL, said

TOPICS = Path(__file__).parents[2] / "data" / "topics.txt"


def lines(kind: str) -> list[str]:
    """The messages of one kind (c or o) of `topics.txt`."""
    whole = TOPICS.read_text(encoding="utf-8").splitlines()
    return [line[2:] for line in whole if line.startswith(f"{kind} ")]


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


TERSE = (
    "3号窗口早上九点 1024 还没开机", "3号窗口今天又没开", "两点半了3号窗口还没人", "1024上班不在", "3号窗口人不知道哪去了",
    "请问3号窗口是不是取消了，从来没人", "请问3号窗口的人什么时候能回来上班，我等了一个小时了", "3号窗口你们是摆设吗",
    "流程是走到昆明去了吗，1024", "5号推6号，6号推5号", "气死我了！！那个女的！！你给我等着！！", "A03跟A05那两个，凑一起看直播带货",
    "那个小杨老说下周来", "六号还是九号看不清是哪样号",
)  # fmt: skip


@pytest.mark.parametrize("text", TERSE)
@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_a_terse_complaint_is_one(text: str, source: Source) -> None:
    assert said(text, source).kind == "complaint"


@pytest.mark.parametrize(
    "text", ["3号窗口周六上班吗", "3号窗口今天没开吗", "请问3号窗口今天开不开", "3号窗口的叫号屏没开"]
)
def test_what_asks_after_a_window_or_tells_of_a_machine_is_no_complaint(text: str) -> None:
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


@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_no_complaint_is_thrown_away_however_harmless_it_looks(source: Source) -> None:
    assert [text for text in lines("c") if said(text, source).kind == "other"] == []


def test_new_topics_are_other_by_themselves() -> None:
    texts = lines("o")
    missed = [text for text in texts if said(text).kind != "other"]
    assert len(missed) <= 0.06 * len(texts), missed


@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_a_name_and_a_number_in_somebody_elses_message_pin_nobody(source: Source) -> None:
    pinned = [t for t in lines("o") if match_message(t, source=source, hall=HALL, at=AT).decision.staff_no]
    assert pinned == []


ACTORS = ("那个女的", "里面的人", "5号窗口", "1024", "王芳", "她")
TOPICS_ALONE = ("麦子", "飞碟", "考古", "渔网", "齿轮", "黑洞")


@pytest.mark.parametrize("actor", ACTORS)
def test_an_act_that_no_list_knows_is_a_complaint_when_somebody_of_the_hall_does_it(actor: str) -> None:
    assert said(f"昨天去办手续，{actor}朝我嘎嘣了两回，哔里吧啦的").kind == "complaint"


@pytest.mark.parametrize("topic", TOPICS_ALONE)
def test_a_topic_that_no_list_knows_is_other_when_nobody_acts(topic: str) -> None:
    assert said(f"关于{topic}的那个消息我看过了，周末再细看").kind == "other"


ROLES = (
    ("物业的人骂我，车停歪了一点", "other"),
    ("来办退休，物业开的证明交上去，她骂我", "complaint"),
    ("我妈说我太胖了，叫我少吃点", "other"),
    ("我妈去认证，被人吼哭了", "complaint"),
    ("如果明天去了又让我跑一趟，我就投诉", "other"),
    ("昨天去了又让我跑一趟，我要投诉", "complaint"),
    ("自助机把我的卡吞了", "other"),
    ("里面那个把我的卡吞了不认账", "complaint"),
)


@pytest.mark.parametrize(("text", "kind"), ROLES)
def test_who_acts_on_whom_decides(text: str, kind: str) -> None:
    assert said(text).kind == kind


def test_every_cue_has_an_example_and_a_name_of_its_own() -> None:
    assert all(cue.example and cue.most > 0 and cue.weight for cue in CUES)
    assert len({cue.name for cue in CUES}) == len(CUES)


def test_a_text_of_five_thousand_characters_is_read() -> None:
    text = "她说我都不抬头你们的人把我往外推连个话都没得" * 250
    assert read(text, source=Source.SMS, hall=HALL, received_at=AT).kind == "complaint"
