"""What is said at a step, before any words: keys and values."""

import pytest

from intake.voice.script import remark
from matching.interview import Interview, Note, Step


def said(code: str, **values: str) -> tuple[str, dict[str, str]]:
    note = Note(code=code, values=tuple(values.items()))
    (prompt,) = remark(Interview(step=Step.WINDOW, language="zh", note=note), "天河市政务服务中心")
    return prompt.key, prompt.values


@pytest.mark.parametrize("code", ["not_heard", "go_on", "no_person", "welcome_back"])
def test_a_remark_without_values_can_be_a_recording(code: str) -> None:
    assert said(code) == (f"note.{code}", {})


def test_the_greeting_names_the_hall() -> None:
    assert said("greeting") == ("note.greeting", {"hall": "天河市政务服务中心"})


def test_a_staff_number_is_read_digit_by_digit_and_a_window_is_not() -> None:
    assert said("unknown_staff_no", value="1024")[1] == {"value": "1 0 2 4"}
    assert said("unknown_window", value="12")[1] == {"value": "12"}
