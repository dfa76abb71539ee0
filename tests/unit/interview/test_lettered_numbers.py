"""Staff numbers with letters on a key pad, which has digits only."""

from __future__ import annotations

from intake.voice.script import Facts, prompts
from matching.evidence import Evidence, Kind, Source
from matching.hall import Hall
from matching.interview import Interview, Scene, Step
from tests.unit.interview.calls import a_case, pressed
from tests.unit.matching.cast import AT
from tests.unit.matching.test_lettered_numbers import lettered_hall

HALL = lettered_hall()  # S009 at window 1, T009 at window 2, SB012 at window 3, S010 at window 4
SCENE = Scene(hall=HALL, at=AT)


def at_window(label: str) -> Evidence:
    return Evidence(kind=Kind.WINDOW, source=Source.KEYS, value=label, raw=label)


def stated(interview: Interview) -> list[str]:
    return [item.value for item in interview.evidence if item.kind is Kind.STAFF_NO]


def said(interview: Interview, hall: Hall = HALL) -> list[str]:
    facts = Facts(hall_name="", case_no="", withheld=False, halls={}, lettered=hall.letters_in_staff_no)
    return [" ".join((prompt.key, *prompt.values.values())) for prompt in prompts(interview, facts)]


def test_digits_of_one_number_stand_for_it_and_are_read_back_with_the_letters() -> None:
    after = pressed(a_case(at_window("3")), "012", scene=SCENE)
    assert (after.step, stated(after)) == (Step.READ_BACK, ["SB012"])
    assert "voice.read_back_staff_no S B 0 1 2" in said(after)


def test_of_several_the_one_who_was_at_the_window_is_read_back() -> None:
    after = pressed(a_case(at_window("2")), "009", scene=SCENE)
    assert (after.step, stated(after)) == (Step.READ_BACK, ["T009"])


def test_where_the_window_settles_nothing_a_menu_asks_which() -> None:
    asked = pressed(a_case(at_window("9")), "009", scene=SCENE)
    assert (asked.step, stated(asked)) == (Step.STAFF_NO_CHOICE, [])
    assert said(asked) == [
        "voice.staff_no_choice",
        "voice.staff_no_choice_item S 0 0 9 1",
        "voice.staff_no_choice_item T 0 0 9 2",
    ]
    assert stated(pressed(asked, "2", scene=SCENE)) == ["T009"]
    assert stated(pressed(asked, "8", "", "8", scene=SCENE)) == []


def test_digits_that_are_nobodys_are_said_to_be_unknown() -> None:
    after = pressed(a_case(at_window("1")), "777", scene=SCENE)
    assert after.step is Step.STAFF_NO and after.note and after.note.code == "unknown_staff_no"


def test_where_numbers_have_letters_the_question_says_what_to_key() -> None:
    assert said(a_case(at_window("1"))) == ["voice.staff_no_lettered"]
