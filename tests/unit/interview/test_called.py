"""The call that completes a case: who answers, what is still missing, and how it ends."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.outcomes import Outcome as AttemptOutcome
from matching.evidence import Evidence, Kind, Source
from matching.interview import Answer, Interview, Purpose, Reached, Step, Wish, begin, call_back, hear, resume
from matching.pinning import Outcome
from tests.unit.interview.calls import (
    NOWHERE,
    SCENE,
    STAFF_NO,
    STAFFED,
    WINDOW,
    a_callback,
    a_case,
    heard,
    pressed,
    remark,
)

NAME = Evidence(kind=Kind.NAME, source=Source.SMS, value="李莉华", raw="李莉华")
ELSEWHERE = Evidence(kind=Kind.STAFF_NO, source=Source.KEYS, value="1003", raw="1003")
NO_SUCH_WINDOW = Evidence(kind=Kind.WINDOW, source=Source.KEYS, value="99", raw="99")
SWAPPED = Evidence(kind=Kind.STAFF_NO, source=Source.KEYS, value="1402", raw="1402")
KEYS = st.sampled_from([*"0123456789*", "", "#", "rec", "connected", "99", "1042", "1119"])


def test_a_callback_keeps_the_case_and_leaves_it_untouched() -> None:
    case = a_case(
        WINDOW, wish=Wish.YES, preferred="evening", rating=1, hall="T", given_up=frozenset({Kind.WHEN})
    )
    call = call_back("en", case, told=True)
    kept = ("evidence", "wish", "preferred", "rating", "hall", "given_up")
    assert {name: getattr(call, name) for name in kept} == {name: getattr(case, name) for name in kept}
    assert (call.step, call.language, call.purpose, call.about) == (
        Step.CALLED, "en", Purpose.NONE, Purpose.COMPLAINT,
    )  # fmt: skip
    assert (call.called, call.told, call.reached) == (True, True, Reached.NOBODY)


def test_a_text_thread_can_be_completed_by_telephone() -> None:
    thread = a_case(WINDOW, step=Step.TELL, asked=Kind.STAFF_NO, asked_times=(Kind.STAFF_NO,), offer="1024")
    call = call_back("zh", thread, told=True)
    assert (call.asked, call.asked_times, call.offer) == (None, (), "")
    assert pressed(call, "1").step is Step.STAFF_NO


def test_a_second_attempt_still_knows_what_the_case_is() -> None:
    first = pressed(a_callback(WINDOW, purpose=Purpose.MESSAGE), "2")
    assert call_back("zh", first, told=False).about is Purpose.MESSAGE
    unanswered = begin("zh", a_case(WINDOW))
    assert call_back("zh", unanswered, told=False).about is Purpose.COMPLAINT


@pytest.mark.parametrize("reached", [one for one in Reached if one is not Reached.NOBODY])
def test_who_was_reached_is_an_outcome_of_the_attempt(reached: Reached) -> None:
    assert reached.value in set(AttemptOutcome)


@pytest.mark.parametrize(
    ("key", "reached", "said"),
    [
        ("2", Reached.THIRD_PARTY, "third_party"),
        ("4", Reached.WRONG_NUMBER, "wrong_number"),
        ("5", Reached.REFUSED, "refused"),
    ],
)
def test_somebody_else_is_thanked_and_the_call_ends(key: str, reached: Reached, said: str) -> None:
    after = pressed(a_callback(WINDOW), key)
    assert (after.step, after.reached, after.purpose, remark(after)) == (
        Step.DONE,
        reached,
        Purpose.NONE,
        said,
    )


@pytest.mark.parametrize(("key", "preferred"), [("1", "morning"), ("2", "afternoon"), ("3", "evening")])
def test_another_time_is_asked_for_and_kept(key: str, preferred: str) -> None:
    assert pressed(a_callback(WINDOW), "3").reached is Reached.LATER
    after = pressed(a_callback(WINDOW), "3", key)
    assert (after.step, after.reached, after.preferred, after.purpose) == (
        Step.DONE, Reached.LATER, preferred, Purpose.NONE,
    )  # fmt: skip


@pytest.mark.parametrize("keys", [("", "", ""), ("8", "", "7")])
def test_another_time_without_saying_when_keeps_the_earlier_wish(keys: tuple[str, ...]) -> None:
    after = pressed(a_callback(WINDOW, preferred="evening"), "3", *keys)
    assert (after.step, after.reached, after.preferred) == (Step.DONE, Reached.LATER, "evening")


@pytest.mark.parametrize("keys", [("", "", ""), ("8", "#", ""), ("7", "6", "8")])
def test_three_useless_answers_end_the_call_having_reached_nobody(keys: tuple[str, ...]) -> None:
    assert pressed(a_callback(WINDOW), *keys[:2]).step is Step.CALLED
    after = pressed(a_callback(WINDOW), *keys)
    assert (after.step, after.reached, after.purpose) == (Step.DONE, Reached.NOBODY, Purpose.NONE)


def test_nine_switches_the_language_and_is_no_new_try() -> None:
    after = pressed(a_callback(), "", "9")
    assert (after.step, after.language, after.tries) == (Step.CALLED, "en", 1)
    assert pressed(after, "9").language == "zh"


def test_star_repeats_the_question() -> None:
    assert pressed(a_callback(), "*") == a_callback()


def test_zero_connects_to_a_person_and_the_case_stays_untouched() -> None:
    call = a_callback(WINDOW)
    after = pressed(call, "0", scene=STAFFED)
    assert (after.step, after.reached, after.purpose) == (Step.PERSON, Reached.PERSON, Purpose.NONE)
    done = pressed(after, "connected", scene=STAFFED)
    assert (done.step, done.purpose, done.about) == (Step.DONE, Purpose.NONE, Purpose.COMPLAINT)


@pytest.mark.parametrize(("answers", "said"), [(("rec",), "message_kept"), (("#",), ""), (("", "", ""), "")])
@pytest.mark.parametrize("before", [("0",), ("3", "0")])
def test_where_no_person_is_there_a_message_can_be_left(
    before: tuple[str, ...], answers: tuple[str, ...], said: str
) -> None:
    after = pressed(a_callback(WINDOW), *before)
    assert (after.step, after.reached, after.purpose) == (Step.VOICE_MAIL, Reached.PERSON, Purpose.NONE)
    done = pressed(after, *answers)
    assert (done.step, done.purpose, done.about, remark(done)) == (
        Step.DONE, Purpose.NONE, Purpose.COMPLAINT, said,
    )  # fmt: skip


def test_a_person_who_does_not_answer_leads_to_voice_mail_and_then_the_end() -> None:
    after = pressed(pressed(a_callback(WINDOW), "0", scene=STAFFED), "")
    assert (after.step, after.purpose) == (Step.VOICE_MAIL, Purpose.NONE)
    assert pressed(after, "rec").step is Step.DONE


@pytest.mark.parametrize(
    ("evidence", "step"),
    [
        ((), Step.WINDOW),
        ((WINDOW,), Step.STAFF_NO),
        ((STAFF_NO,), Step.WINDOW),
        ((WINDOW, STAFF_NO), Step.READ_BACK),
        ((WINDOW, NAME), Step.READ_BACK),
    ],
)
def test_only_what_is_missing_is_asked(evidence: tuple[Evidence, ...], step: Step) -> None:
    after = pressed(a_callback(*evidence), "1")
    assert (after.step, after.reached, after.purpose) == (step, Reached.CONFIRMED, Purpose.COMPLAINT)
    assert (after.evidence, remark(after)) == (evidence, "called_thanks")


def test_what_was_given_up_before_is_asked_again() -> None:
    call = a_callback(WINDOW, given_up=frozenset({Kind.STAFF_NO, Kind.WHEN}))
    assert pressed(call, "1").step is Step.STAFF_NO


@pytest.mark.parametrize("other", [(), (STAFF_NO,)])
def test_a_window_that_the_hall_does_not_have_is_asked_again(other: tuple[Evidence, ...]) -> None:
    after = pressed(a_callback(NO_SUCH_WINDOW, *other), "1")
    assert (after.step, remark(after), after.evidence[0]) == (Step.WINDOW, "unknown_window", NO_SUCH_WINDOW)
    now = pressed(after, "2")
    assert {item.value for item in now.evidence} == {"2", *(item.value for item in other)}
    assert now.step is (Step.READ_BACK if other else Step.STAFF_NO)


@pytest.mark.parametrize("other", [(), (WINDOW,)])
def test_a_staff_number_that_nobody_bears_is_asked_again_with_its_nearest(
    other: tuple[Evidence, ...],
) -> None:
    after = pressed(a_callback(*other, SWAPPED), "1")
    assert (after.step, remark(after), after.offer) == (
        Step.STAFF_NO,
        "unknown_staff_no",
        "1042" if other else "",
    )
    kept = pressed(after, "", "", "")
    assert SWAPPED in kept.evidence and Kind.STAFF_NO in kept.given_up


def test_statements_that_contradict_each_other_are_read_back_with_the_doubt() -> None:
    after = pressed(a_callback(WINDOW, ELSEWHERE), "1", "#")
    assert (after.step, remark(after)) == (Step.READ_BACK, "contradicts")
    assert pressed(after, "2").step is Step.WINDOW


def test_the_hall_is_asked_for_again_where_it_stayed_unknown() -> None:
    call = a_callback(hall_asked=2)
    assert pressed(call, "1", scene=NOWHERE).step is Step.HALL


def test_the_missing_number_completes_a_case_whose_story_is_on_file() -> None:
    after = heard(a_callback(WINDOW), "1", "1042", "1")
    assert (after.interview.step, remark(after.interview)) == (Step.DONE, "completed")
    assert after.decision and after.decision.outcome is Outcome.PIN and after.interview.confirmed


def test_the_story_is_asked_for_where_it_is_not_on_file_and_then_the_call_ends() -> None:
    after = pressed(a_callback(WINDOW, told=False), "1", "1042", "1")
    assert after.step is Step.STATEMENT
    done = pressed(after, "rec")
    assert (done.step, remark(done)) == (Step.DONE, "completed")
    assert pressed(after, "", "", "").step is Step.DONE


def test_knowing_neither_number_ends_the_call_and_the_case_goes_to_people() -> None:
    done = pressed(a_callback(), "1", "#", "#")
    assert (done.step, remark(done), done.purpose) == (Step.DONE, "noted", Purpose.COMPLAINT)
    assert done.given_up == {Kind.WINDOW, Kind.STAFF_NO} and done.is_done


def test_a_window_alone_is_noted_and_not_called_complete() -> None:
    done = pressed(a_callback(WINDOW), "1", "#", "#", "1")
    assert (done.step, remark(done), done.confirmed) == (Step.DONE, "noted", True)


def test_silence_at_the_read_back_completes_nothing() -> None:
    done = pressed(a_callback(WINDOW, STAFF_NO), "1", "", "", "")
    assert (done.step, remark(done), done.confirmed) == (Step.DONE, "noted", False)


def test_three_times_wrong_ends_the_call_without_a_person_pinned() -> None:
    wrong = ("2", "2", "1042")
    done = pressed(a_callback(WINDOW, STAFF_NO), "1", *wrong, *wrong, "2")
    assert (done.step, done.evidence, remark(done), done.confirmed) == (Step.DONE, (), "noted", False)


def test_an_old_yes_does_not_stand_for_what_is_keyed_now() -> None:
    after = pressed(a_callback(WINDOW, confirmed=True), "1", "1042")
    assert (after.step, after.confirmed) == (Step.READ_BACK, False)
    incoming = pressed(begin("zh", a_case(WINDOW, confirmed=True)), "1", "1042")
    assert (incoming.step, incoming.confirmed) == (Step.READ_BACK, False)


def test_zero_after_the_confirmation_is_still_the_person_themselves() -> None:
    after = pressed(a_callback(WINDOW), "1", "0", scene=STAFFED)
    assert (after.step, after.reached, after.purpose) == (Step.PERSON, Reached.CONFIRMED, Purpose.COMPLAINT)
    assert pressed(pressed(after, ""), "rec").step is Step.DONE


def test_who_left_a_message_meets_the_menu_on_the_same_case() -> None:
    call = a_callback(purpose=Purpose.MESSAGE, told=False)
    menu = pressed(call, "1")
    assert (menu.step, menu.purpose, remark(menu)) == (Step.MENU, Purpose.MESSAGE, "called_menu")
    complaint = pressed(menu, "1", "2", "1042", "1", "rec")
    assert (complaint.step, complaint.purpose, remark(complaint)) == (
        Step.DONE,
        Purpose.COMPLAINT,
        "completed",
    )


@pytest.mark.parametrize("keys", [("2", "5"), ("3", "123", "123", "123", "rec"), ("", "", "", "rec")])
def test_a_message_stays_a_message_whatever_else_is_done_at_the_menu(keys: tuple[str, ...]) -> None:
    done = pressed(a_callback(purpose=Purpose.MESSAGE, told=False), "1", *keys)
    assert (done.step, done.purpose) == (Step.DONE, Purpose.MESSAGE)


def test_who_rings_back_unconfirmed_is_offered_their_case_like_any_caller() -> None:
    for keys in ((), ("",), ("3",), ("0",)):
        again = resume(pressed(a_callback(WINDOW), *keys))
        assert (again.step, again.called, again.purpose, remark(again)) == (
            Step.RETURNING, False, Purpose.NONE, "greeting",
        )  # fmt: skip
        assert pressed(again, "1").step is Step.STAFF_NO


def test_who_rings_back_after_confirming_goes_on_where_the_line_dropped() -> None:
    again = resume(pressed(a_callback(WINDOW), "1"))
    assert (again.step, again.called, again.purpose, remark(again)) == (
        Step.STAFF_NO, False, Purpose.COMPLAINT, "welcome_back",
    )  # fmt: skip
    assert pressed(again, "1042", "1").step is Step.CALLBACK  # the story is on file


def test_who_texts_after_an_unconfirmed_call_goes_on_with_their_complaint() -> None:
    thread = replace(pressed(a_callback(WINDOW), ""), step=Step.TELL, note=None)
    after = hear(thread, Answer(words="你好"), SCENE).interview
    assert (after.purpose, after.called, after.evidence) == (Purpose.COMPLAINT, False, (WINDOW,))


@given(st.lists(KEYS, max_size=40), st.booleans(), st.sampled_from([Purpose.COMPLAINT, Purpose.MESSAGE]))
def test_whatever_is_pressed_silence_ends_the_call_and_no_wish_is_asked(
    keys: list[str], told: bool, purpose: Purpose
) -> None:
    interview = a_callback(WINDOW, told=told, purpose=purpose)
    for key in [*keys, *[""] * 24]:
        interview = pressed(interview, key, scene=STAFFED)
        assert interview.step not in {Step.CALLBACK, Step.CALLBACK_NUMBER, Step.CALLBACK_PART, Step.RETURNING}
    assert interview.is_done


@given(st.lists(KEYS.filter(lambda key: key not in {"*", "9"}), min_size=60, max_size=60), st.booleans())
def test_no_sequence_of_keys_keeps_a_call_going(keys: list[str], told: bool) -> None:
    interview, turns = a_callback(WINDOW, told=told), 0
    for key in keys:
        turns += not interview.is_done
        interview = pressed(interview, key)
    assert interview.is_done and turns <= 45


@given(st.lists(KEYS.filter(lambda key: key != "1"), max_size=12))
def test_nothing_of_the_case_changes_before_the_person_confirms(keys: list[str]) -> None:
    case = a_case(WINDOW, STAFF_NO, given_up=frozenset({Kind.WHEN}), wish=Wish.YES, rating=2, hall="T")
    interview = call_back("zh", case, told=False)
    for key in keys:
        interview = pressed(interview, key, scene=STAFFED)
        assert interview.purpose is Purpose.NONE and interview.about is Purpose.COMPLAINT
        for name in ("evidence", "given_up", "wish", "rating", "hall", "confirmed", "rejections"):
            assert getattr(interview, name) == getattr(case, name)


def test_a_call_of_ours_is_nothing_that_a_caller_can_come_to() -> None:
    assert not Interview(step=Step.MENU, language="zh").called
    assert not pressed(begin("zh"), "1", "2", "1042").called
