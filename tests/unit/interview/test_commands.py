"""A command is a whole message and nothing less."""

import pytest

from matching.interview.commands import Command, command_of


@pytest.mark.parametrize(
    "text",
    [
        "TD",
        "ｔｄ",
        " T D 。",
        "退订",
        "退订！",
        "Stop",
        "STOP.",
        "回复退订，不要再发了",
        "不要再发了",
        "R",
        "N",
    ],
)
def test_words_of_opting_out(text: str) -> None:
    assert command_of(text) == (Command.OPT_OUT, "")


@pytest.mark.parametrize(
    "text",
    ["T恤的那个女的", "取消业务被拒", "stop yelling at me", "不要再发脾气了", "3号窗口让我退订", "TDD"],
)
def test_messages_that_only_contain_such_words(text: str) -> None:
    assert command_of(text) is None


@pytest.mark.parametrize(
    "text", ["123456789", "查询123456789", "查询：１２３４５６７８９", "status 123456789", "进度 123 456 789"]
)
def test_a_nine_digit_number_asks_for_a_status(text: str) -> None:
    assert command_of(text) == (Command.STATUS, "123456789")


@pytest.mark.parametrize("text", ["12345678", "1234567890", "工号123456789的人", ""])
def test_other_numbers_do_not(text: str) -> None:
    assert command_of(text) is None
