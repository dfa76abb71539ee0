"""Names and numbers count only in constructions that tie them to a window, a badge or the grievance."""

from __future__ import annotations

import pytest

from matching.doubts import doubted
from matching.evidence import Kind, Source
from matching.extract import read
from matching.mentions import mentions
from matching.pinning import Outcome, decide
from matching.places import ROLES, TIES, Place
from matching.plain import plain
from matching.ties import in_one_breath, laid_out
from matching.tokens import Scanner
from tests.unit.matching.cast import AT, HALL, said, values

SPOKEN = str.maketrans(
    {"W": "1号窗口", "P": "李丽华", "X": "李莉华", "D": "昨天", "B": "骂", "G": "很好", "C": "投诉"}
)


def found_in(text: str) -> list[str]:
    """Whom the row of the text lets count, each with the construction that says so."""
    written = plain(text)
    tokens = Scanner(HALL, Source.SMS).scan(written.text)
    found = doubted(mentions(tokens, HALL, AT.date()), tokens)
    row = laid_out(found, tokens, written.text)
    return [str(row.place_of(people, numbered=True)[0]) for people in in_one_breath(found, row)]


@pytest.mark.parametrize("tie", TIES, ids=lambda tie: tie.name)
def test_every_tie_lets_its_own_example_count(tie: Place) -> None:
    assert "True" in found_in(tie.example.translate(SPOKEN))


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_role_keeps_its_own_example_from_counting(role: Place) -> None:
    assert "True" not in found_in(role.example.translate(SPOKEN))


@pytest.mark.parametrize("place", [*TIES, *ROLES], ids=lambda place: place.name)
def test_nothing_in_a_construction_repeats_without_a_bound(place: Place) -> None:
    assert not {"*", "+"} & set((place.before + place.after).replace("\\*", "").replace("\\+", ""))


NOT_TIED = (
    "1号窗口那个保安骂我叫我找李丽华",
    "工号1024给我办得好好的，去1号窗口盖章那个人骂我",
    "李丽华给我说去一号窗口，结果一号窗口的人骂我",
    "退休金打到李丽华账上，1号窗口不给查",
    "1号窗口把我弄错了，名字成了李丽华",
    "业务办理人李丽华，1号窗口态度差",
    "你好，我李丽华，1号窗口骂人",
    "1号窗口有没有一个叫李丽华的？",
    "李丽华，1号窗口可以办了，你快来",
    "我问一号窗口李丽华在哪里那个人骂我",
    "她说她是1号窗口的李丽华，我看不像，骂我",
    "代李丽华领证，1号窗口骂我",
    "1号窗口和工号1024的人吵架，没人办事",
    "前面排着1024号，1号窗口骂我",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT_TIED)
@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_who_is_named_in_another_role_is_asked_for(text: str, source: Source) -> None:
    assert decide(said(text, source).evidence, HALL, AT).outcome is not Outcome.PIN


STATED = {
    "手滑，13号窗口❌ 3号窗口✅ 工号1012骂我": {"window": "3", "staff_no": "1012"},
    "伍号窗口，李丽华骂我": {"window": "5", "name": "李丽华"},
    "A 0 3 窗口\n2 0 0 1 骂我": {"window": "A03", "staff_no": "2001"},
    "工号1042打错了，是1024，1号窗口骂人": {"staff_no": "1024", "window": "1"},
    "我问他你工号好多他说幺零二四你记好了去告嘛就是一号窗口": {"staff_no": "1024", "window": "1"},
    "他说你去投诉嘛我工号幺零二四你记好了就是一号窗口": {"staff_no": "1024", "window": "1"},
    "我的票是B零二六喊我去的窗口是B零三坐的那个董雪骂我": {"window": "B03", "name": "董雪"},
    "原先在3号窗口的那个李丽华现在调去1号窗口了，又骂我": {"name": "李丽华", "window": "1"},
    "1号窗口早上那个姓黎的还可以，换了个叫李丽华的她骂我": {"window": "1", "name": "李丽华"},
    "4号窗口汪方，汪洋的汪，骂我": {"window": "4", "name": "汪方", "surname": "汪"},
    "1号窗口李丽华，美丽的丽，中华的华，骂我": {"window": "1", "name": "李丽华"},
}


@pytest.mark.parametrize(("text", "stated"), STATED.items())
def test_more_ways_to_give_a_number_or_a_name(text: str, stated: dict[str, str]) -> None:
    assert values(said(text)) == stated


def test_an_answer_needs_no_tie() -> None:
    reading = read("找李丽华", source=Source.SMS, hall=HALL, received_at=AT, asked=Kind.NAME)
    assert values(reading) == {"name": "李丽华"}
