"""A form is heard by the rules of a text message: fields replace, words add, nothing is guessed."""

import pytest

from matching.decision import Outcome
from matching.evidence import Evidence, Kind, Source, When
from matching.interview import Heard, Purpose, Step
from matching.interview.stated import Form, hear_form, stated_value
from tests.unit.interview.calls import NOWHERE, SCENE, a_case

AT_2 = Evidence(kind=Kind.WINDOW, source=Source.SMS, value="2", raw="2")


def outcome(heard: Heard) -> Outcome | None:
    return heard.decision.outcome if heard.decision else None


@pytest.mark.parametrize("text", ["5", "5号", "5号窗口", "五号窗口", " ５ ", "window 5"])
def test_a_window_is_read_however_it_is_written(text: str) -> None:
    assert stated_value(Kind.WINDOW, text, SCENE) == "5"


@pytest.mark.parametrize(
    ("text", "value"), [("a05", "A05"), ("Ａ０５", "A05"), ("A-05", "A05"), ("99", "99")]
)
def test_letters_belong_to_a_window_and_unknown_ones_stay_as_stated(text: str, value: str) -> None:
    assert stated_value(Kind.WINDOW, text, SCENE) == value


def test_a_letter_in_front_is_never_dropped() -> None:
    assert stated_value(Kind.WINDOW, "ZZ5", SCENE) == "ZZ5"
    assert stated_value(Kind.STAFF_NO, "SB1042", SCENE) == "SB1042"


@pytest.mark.parametrize("text", ["", "不知道", "那个高个子", "3号或者5号"])
def test_what_is_no_number_or_more_than_one_is_not_read(text: str) -> None:
    assert stated_value(Kind.WINDOW, text, SCENE) is None


def test_two_fields_that_agree_pin_and_one_does_not() -> None:
    assert outcome(hear_form(a_case(), Form(window="2", staff_no="1042"), SCENE)) is Outcome.PIN
    one = hear_form(a_case(), Form(window="2"), SCENE)
    assert outcome(one) is Outcome.ASK and one.interview.step is Step.TELL


def test_a_field_replaces_what_was_stated_of_its_kind_and_keeps_the_rest() -> None:
    heard = hear_form(a_case(AT_2), Form(window="5", staff_no="1003"), SCENE)
    assert outcome(heard) is Outcome.PIN
    assert {item.value for item in heard.interview.evidence} == {"5", "1003"}


def test_words_that_contradict_the_fields_pin_nobody() -> None:
    assert (
        outcome(hear_form(a_case(), Form(window="2", words="5号窗口工号1003骂人"), SCENE)) is not Outcome.PIN
    )


def test_words_about_somebody_else_are_another_case() -> None:
    case = a_case(AT_2)
    heard = hear_form(case, Form(words="投诉5号窗口工号1003昨天骂人"), SCENE)
    assert heard.other_case and heard.interview == case


def test_a_day_narrows_and_alone_says_nothing_about_a_person() -> None:
    day = When(first=SCENE.at.date(), last=SCENE.at.date())
    heard = hear_form(a_case(), Form(when=day), SCENE)
    assert [item.kind for item in heard.interview.evidence] == [Kind.WHEN]
    assert outcome(heard) is Outcome.ASK


def test_without_a_hall_what_was_stated_is_kept() -> None:
    heard = hear_form(a_case(), Form(window="5", staff_no="1003"), NOWHERE)
    assert heard.decision is None and len(heard.interview.evidence) == 2


def test_fields_make_a_complaint_of_what_was_none() -> None:
    set_aside = a_case(purpose=Purpose.OTHER)
    assert hear_form(set_aside, Form(words="谢谢你们"), SCENE).interview.purpose is not Purpose.COMPLAINT
    assert hear_form(set_aside, Form(window="2"), SCENE).interview.purpose is Purpose.COMPLAINT
