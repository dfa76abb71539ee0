"""The call that tells what came of a case and asks how it was handled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.interview import Interview, Purpose, Reached, Step, follow_up, resume
from matching.interview.called import FINDINGS
from tests.unit.interview.calls import SCENE, STAFFED, pressed, remark

KEYS = st.sampled_from([*"0123456789*", "", "#", "rec", "connected"])


@pytest.mark.parametrize("finding", sorted(FINDINGS))
def test_the_finding_is_told_only_to_who_confirmed(finding: str) -> None:
    call = follow_up("zh", finding)
    assert (call.step, call.finding, call.purpose) == (Step.CALLED, finding, Purpose.NONE)
    told = pressed(call, "1")
    assert (told.step, told.reached) == (Step.FOLLOW_UP, Reached.CONFIRMED)


@pytest.mark.parametrize("finding", ["", "merged", "pinned"])
def test_any_other_end_of_a_case_is_told_as_handled(finding: str) -> None:
    assert follow_up("zh", finding).finding == "handled"


@pytest.mark.parametrize(
    ("key", "said"), [("5", "rated"), ("3", "rated"), ("2", "rated_poor"), ("1", "rated_poor")]
)
def test_a_rating_of_the_handling_is_kept_and_ends_the_call(key: str, said: str) -> None:
    done = pressed(follow_up("zh", "partly"), "1", key)
    assert (done.step, done.handling_rating, remark(done)) == (Step.DONE, int(key), said)
    assert done.rating is None and done.purpose is Purpose.NONE


@pytest.mark.parametrize("keys", [("", "", ""), ("8", "#", ""), ("6", "7", "rec")])
def test_silence_is_no_rating(keys: tuple[str, ...]) -> None:
    done = pressed(follow_up("zh", "handled"), "1", *keys)
    assert (done.step, done.handling_rating, done.reached) == (Step.DONE, None, Reached.CONFIRMED)


def test_a_late_rating_counts() -> None:
    assert pressed(follow_up("zh", "handled"), "1", "", "*", "9", "4").handling_rating == 4


def test_zero_reaches_a_person_and_is_no_rating() -> None:
    after = pressed(follow_up("zh", "handled"), "1", "0", scene=STAFFED)
    assert (after.step, after.reached, after.handling_rating) == (Step.PERSON, Reached.CONFIRMED, None)
    mail = pressed(follow_up("zh", "handled"), "1", "0", scene=SCENE)
    assert (mail.step, mail.purpose) == (Step.VOICE_MAIL, Purpose.NONE)
    assert pressed(mail, "rec").step is Step.DONE


@pytest.mark.parametrize("keys", [(), ("1",)])
def test_who_rings_back_begins_anew(keys: tuple[str, ...]) -> None:
    again = resume(pressed(follow_up("zh", "partly"), *keys))
    assert (again.step, again.called, again.finding) == (Step.MENU, False, "")
    assert remark(again) == "greeting"


@given(st.lists(KEYS, max_size=30))
def test_a_decided_case_never_changes_and_silence_ends_the_call(keys: list[str]) -> None:
    interview: Interview = follow_up("zh", "unsubstantiated")
    for key in [*keys, *[""] * 12]:
        interview = pressed(interview, key, scene=STAFFED)
        assert interview.purpose is Purpose.NONE and interview.evidence == () and interview.rating is None
    assert interview.is_done
