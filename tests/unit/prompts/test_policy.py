"""What a text has to keep to stand for a prompt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import PromptError
from intake.prompts.policy import (
    check_text,
    keys_lost,
    may_be_recorded,
    placeholders,
    prompt_keys,
    spoken_seconds,
)
from intake.words import LANGUAGES, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_text_may_stand_for_itself(language: str) -> None:
    for key in prompt_keys():
        check_text(words(language)(key), words(language)(key))


@given(st.text(max_size=60))
def test_a_text_that_is_taken_can_always_be_filled_in(text: str) -> None:
    try:
        check_text(text + "{case_no}", "编号{case_no}")
    except PromptError:
        return
    assert "7" in (text + "{case_no}").format(case_no="7")


def test_what_has_values_cannot_be_one_recording() -> None:
    assert may_be_recorded("voice.menu")
    assert not may_be_recorded("voice.done")
    assert placeholders(words("en")("voice.done")) == {"case_no"}


def test_keys_that_a_text_no_longer_names_are_found() -> None:
    assert keys_lost("按1或3", "投诉请按1，评价请按2，查询请按3") == "2"


def test_a_longer_text_takes_longer_to_say() -> None:
    menu = words("zh")("voice.menu")
    assert 5 < spoken_seconds(menu, "zh") < 30
    assert spoken_seconds(menu + menu, "zh") > spoken_seconds(menu, "zh")
