"""Saying the same otherwise changes nothing; any text at all is read, in time that grows with its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.evidence import Kind, Source
from matching.extract import read
from matching.pinning import decide
from tests.unit.matching.cast import AT, HALL, said, values

PARTS = st.tuples(
    st.sampled_from(("投诉", "我要反映", "你好，")),
    st.sampled_from(("3号窗口", "5号窗口", "A05窗口", "12号窗口")),
    st.sampled_from(("工号1024", "工号1003", "工号1042", "的李丽华", "的王芳")),
    st.sampled_from(("", "，昨天下午", "，11月9号", "，今天上午")),
    st.sampled_from(("骂人", "态度差", "不给我办")),
)
CHARACTERS = str.maketrans("0123456789", "零一二三四五六七八九")
SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789ABab:"}


def widened(text: str) -> str:
    return text.translate(WIDE)


def spaced(text: str) -> str:
    return text.replace("窗口", " 窗口 ").replace("工号", " 工号 ").replace("号", "号 ")


def hesitant(text: str) -> str:
    return text.replace("窗口", "窗口嗯").replace("工号", "呃工号啊")


def hidden(text: str) -> str:
    return "\u200b".join(text) + "\x00😀"


def in_characters(text: str) -> str:
    return (
        text.replace("1024", "1024".translate(CHARACTERS))
        .replace("3号窗", "三号窗")
        .replace("12号窗", "十二号窗")
    )


def as_spoken(text: str) -> str:
    return (
        text.replace("1003", "1003".translate(SPOKEN))
        .replace("5号窗", "五号窗")
        .replace("11月9号", "十一月九号")
    )


REWORDINGS = (widened, spaced, hesitant, hidden, in_characters, as_spoken)


@given(PARTS, st.lists(st.sampled_from(REWORDINGS), max_size=3, unique=True))
@settings(max_examples=300, deadline=None)
def test_rewording_leaves_the_decision_unchanged(parts: tuple[str, ...], rewordings: list) -> None:  # type: ignore[type-arg]
    text = "".join(parts)
    reworded = text
    for reword in sorted(rewordings, key=lambda reword: reword is hidden):
        reworded = reword(reworded)
    before, after = said(text), said(reworded)
    assert values(after) == values(before), reworded
    assert decide(after.evidence, HALL, AT).staff_no == decide(before.evidence, HALL, AT).staff_no


ALPHABET = "3A05幺零二四工号窗口的和不是对王芳李丽华昨天上午周三月日号，。？！ \n1024我他骂投诉旁边\u200b\x00😀𬭎ⅢⅩ③１２-./:"


@given(
    st.text(alphabet=ALPHABET, max_size=300) | st.text(max_size=300),
    st.sampled_from((Source.SMS, Source.SPEECH)),
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read(text: str, source: Source) -> None:
    for asked in (None, Kind.WINDOW, Kind.STAFF_NO, Kind.NAME, Kind.WHEN):
        reading = read(text, source=source, hall=HALL, received_at=AT, asked=asked)
        for item in reading.evidence:
            assert 0 <= item.start <= item.end <= len(text)
        decide(reading.evidence, HALL, AT)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1-",
        "不是3号",
        "3号窗口和",
        "工号",
        "我的号是",
        "李",
        "的",
        "一",
        "十",
        "A",
        "昨天",
        "11月",
        "不对",
        "怪3号窗口",
        "昨天上午",
        "怪李丽华",
        "工号1024,",
    ],
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            said(text)
            best = min(best, time.process_time() - start)
        return best

    seconds(5_000)
    assert seconds(5_000) < 40 * seconds(500) + 0.05  # ten times the text; room for a noisy machine


def test_what_lies_beyond_five_thousand_characters_states_nothing() -> None:
    assert values(said("啊" * 6_000 + "3号窗口")) == {}


ANSWERS = {
    (Kind.WINDOW, "3"): {"window": "3"}, (Kind.WINDOW, "三号"): {"window": "3"}, (Kind.WINDOW, "a5"): {"window": "A05"},
    (Kind.STAFF_NO, "1024"): {"staff_no": "1024"}, (Kind.STAFF_NO, "幺零二四"): {"staff_no": "1024"},
    (Kind.NAME, "李丽华"): {"name": "李丽华"}, (Kind.NAME, "叫李梅"): {"name": "李梅"},
    (Kind.WHEN, "昨天下午"): {"when": "2026-11-19 pm"}, (Kind.WHEN, "上周三"): {"when": "2026-11-11"},
    (Kind.WINDOW, "工号是1024"): {"staff_no": "1024"}, (Kind.STAFF_NO, "在3号窗口"): {"window": "3"},
    (Kind.WHEN, "9号"): {"when": "2026-11-09"}, (Kind.WHEN, "上午"): {"when": "2026-11-20 am"},
}  # fmt: skip


@pytest.mark.parametrize(("asked", "text"), ANSWERS)
def test_a_bare_answer_is_understood_from_the_question(asked: Kind, text: str) -> None:
    reading = said(text, asked=asked)
    assert values(reading) == ANSWERS[asked, text]
    assert reading.kind != "other"
    assert not reading.unknown


@pytest.mark.parametrize(
    "text", ["不知道", "不清楚", "忘了", "没看清", "不记得了", "我不晓得", "没注意", "I don't know", "不知"]
)
def test_not_knowing_is_understood(text: str) -> None:
    assert said(text, asked=Kind.STAFF_NO).unknown
