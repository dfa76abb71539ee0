"""Whoever answers a call of ours, nothing of the case is said before the person confirms; both languages."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from intake.telephony.text import parts
from intake.voice.script import Facts, digit_by_digit, prompts, slowly
from intake.words import LANGUAGES, words
from matching.evidence import Evidence, Kind, Source, When
from matching.interview import Interview, Purpose, Reached, Step, call_back, follow_up
from matching.interview.called import FINDINGS
from tests.unit.interview.calls import SCENE, STAFFED, WINDOW, a_callback, pressed
from tests.unit.matching.cast import HALL

CASE_NO = "907264815"
MOST_STATES = 1000  # the call about a message leads through the whole script
ANSWERS = (*"0123456789*", "", "#", "rec", "connected")
STATED = (
    Evidence(kind=Kind.WINDOW, source=Source.KEYS, value="B05", raw="05"),
    Evidence(kind=Kind.STAFF_NO, source=Source.KEYS, value="1042", raw="1042"),
    Evidence(kind=Kind.NAME, source=Source.SMS, value="李莉华", raw="李莉华"),
    Evidence(
        kind=Kind.WHEN, source=Source.KEYS, when=When(first=date(2026, 11, 17), last=date(2026, 11, 17))
    ),
)
VALUES = {item.value for item in STATED if item.value} | {CASE_NO, "1042", "11月17", "社会保险", "养老"}
FORBIDDEN = (
    "投诉", "举报", "监督", "窗口", "工号", "工作人员", "员工", "受理", "编号", "案件", "工单", "反映",
    "问题", "评价", "满意", "核实", "属实", "处理结果", "态度", "服务质量", "补充",
    "complain", "window", "staff", "employee", "case", "subject", "report", "rating", "satisf", "finding",
    "outcome", "official", "clerk", "complete", "problem", "supervis",
)  # fmt: skip
FACTS = Facts(hall_name="天河市政务服务中心", case_no=CASE_NO, withheld=False, halls={})
CASES = {
    "complaint": call_back("zh", Interview(
        step=Step.READ_BACK, language="zh", purpose=Purpose.COMPLAINT, evidence=STATED, rating=1,
        choices=("A05", "B05"), offer="1042",
    ), told=False),
    "message": call_back("zh", Interview(step=Step.DONE, language="zh", purpose=Purpose.MESSAGE), told=False),
    **{finding: follow_up("zh", finding) for finding in sorted(FINDINGS)},
}  # fmt: skip


def said(interview: Interview, language: str, facts: Facts = FACTS) -> str:
    return "".join(words(language)(one.key, **one.values) for one in prompts(interview, facts))


def reachable(start: Interview, *, confirmed: bool) -> Iterator[Interview]:
    """Every state that some keys lead to, before the confirmation or beyond it too."""
    seen, waiting = {start}, deque([start])
    while waiting:
        interview = waiting.popleft()
        yield interview
        for answer, scene in itertools.product(ANSWERS, (SCENE, STAFFED)):
            after = pressed(interview, answer, scene=scene)
            if after not in seen and (confirmed or after.reached is not Reached.CONFIRMED):
                seen.add(after)
                waiting.append(after)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_nothing_of_the_case_is_said_before_the_person_confirms(case: str, language: str) -> None:
    states = list(reachable(CASES[case], confirmed=False))
    for interview in states:
        text = said(interview, language).lower()
        assert [word for word in FORBIDDEN if word in text] == [], text
        values = {form for value in VALUES for form in (value, digit_by_digit(value), slowly(value))}
        assert [value for value in values if value in text] == [], text
    steps = {interview.step for interview in states}
    assert steps == {Step.CALLED, Step.CALL_LATER, Step.PERSON, Step.VOICE_MAIL, Step.DONE}


def test_everybody_who_answers_hears_the_same_whatever_the_call_is_for() -> None:
    for keys in itertools.chain.from_iterable(itertools.product(ANSWERS, repeat=n) for n in range(4)):
        if "1" not in keys[:1] and all(key != "1" for key in keys):
            heard = {
                tuple(said(pressed(call, *keys), language) for language in LANGUAGES)
                for call in CASES.values()
            }
            assert len(heard) == 1


def test_the_words_that_are_looked_for_do_occur_after_the_confirmation() -> None:
    text = said(pressed(a_callback(WINDOW), "1"), "zh") + said(pressed(a_callback(WINDOW), "1"), "en")
    assert {"工号", "staff"} <= {word for word in FORBIDDEN if word in text}


@pytest.mark.parametrize("case", CASES)
def test_every_state_of_a_call_has_its_words_in_both_languages(case: str) -> None:
    for interview in itertools.islice(reachable(CASES[case], confirmed=True), MOST_STATES):
        assert all(said(interview, language).strip() for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_call_begins_with_who_is_calling(language: str) -> None:
    assert FACTS.hall_name in said(CASES["complaint"], language)[:60]
    nameless = said(CASES["complaint"], language, replace(FACTS, hall_name=""))
    assert words(language)("voice.called_hotline") in nameless and "{" not in nameless


def test_the_question_itself_can_be_a_recording() -> None:
    assert [(one.key, bool(one.values)) for one in prompts(CASES["complaint"], FACTS)] == [
        ("voice.called_from", True),
        ("voice.called", False),
    ]


def test_the_case_number_is_told_once_and_only_to_who_confirmed() -> None:
    done = pressed(a_callback(WINDOW), "1", "1042", "1")
    keys = [one.key for one in prompts(done, FACTS)]
    assert keys == ["note.completed", "voice.called_done"]
    assert said(done, "zh").count(slowly(CASE_NO)) == 1
    for key in ("2", "4", "5"):
        assert prompts(pressed(a_callback(WINDOW), key), FACTS)[-1].key == "voice.called_goodbye"


def test_a_follow_up_tells_the_finding_and_no_case_number() -> None:
    told = pressed(CASES["partly"], "1")
    assert [one.key for one in prompts(told, FACTS)] == ["voice.follow_up_partly", "voice.follow_up"]
    assert [one.key for one in prompts(pressed(told, "5"), FACTS)] == ["note.rated", "voice.called_goodbye"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("finding", sorted(FINDINGS))
def test_a_finding_names_nobody_no_points_and_blames_nobody(finding: str, language: str) -> None:
    text = words(language)(f"voice.follow_up_{finding}").lower()
    unkind = (
        "窗口",
        "工号",
        "扣分",
        "处分",
        "虚假",
        "不实",
        "诬",
        "points",
        "window",
        "staff",
        "false",
        "wrong",
    )
    assert [word for word in unkind if word in text] == []


def test_days_from_a_message_are_read_back_as_a_span() -> None:
    span = When(first=date(2026, 11, 9), last=date(2026, 11, 15))
    days = Evidence(kind=Kind.WHEN, source=Source.SMS, when=span, raw="上周")
    read = pressed(a_callback(*STATED[:2], days), "1", "#")
    assert read.step is Step.READ_BACK
    assert "11月9日到11月15日" in said(read, "zh")


MISSED = {"hall": "一" * 20, "case_no": CASE_NO, "number": "0872-2115219", "hours": "09:00-18:00"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_after_a_missed_call_is_one_part_and_names_no_subject(language: str) -> None:
    whole = words(language)("sms.callback_missed", **MISSED)
    short = words(language)("sms.callback_missed_short", case_no=CASE_NO, number="+862888000012")
    assert parts(whole) == parts(short) == 1
    assert all(value in whole for value in MISSED.values())
    silent = ("投诉", "窗口", "工号", "complain", "window", "staff", "http", HALL.name * 2)
    assert [word for word in silent if word in (whole + short).lower()] == []
