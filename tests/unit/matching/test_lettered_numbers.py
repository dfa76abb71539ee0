"""Halls that number their staff with letters: S009 is one number, in text, in speech and beside other numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.decision import Outcome
from matching.evidence import Source
from matching.hall import Duty, Hall, Staff
from matching.message import match_message
from tests.unit.matching.cast import AT, a_hall

LETTERED = {"1024": "S009", "1042": "T009", "1025": "SB012", "1026": "S010"}


def lettered_hall() -> Hall:
    """The usual hall, where four of the staff at windows 1 to 4 have numbers with letters."""
    usual = a_hall()

    def renumbered(one: Staff | Duty) -> Staff | Duty:
        return replace(one, staff_no=LETTERED.get(one.staff_no, one.staff_no))

    return a_hall(
        staff=tuple(map(renumbered, usual.staff)),
        duties=tuple(map(renumbered, usual.duties)),
    )


HALL = lettered_hall()


@pytest.mark.parametrize(
    ("text", "staff_no"),
    [
        ("S009 1号窗口 昨上午 嫌我农村口音", "S009"),
        ("s009，1号窗口，昨天上午，骂我", "S009"),
        ("Ｓ００９昨天在１号窗口一边办业务一边修指甲", "S009"),
        ("1号窗口S零零九昨天下午我问他他说我又不是百度", "S009"),
        ("工号S009，昨天上午1号窗口，态度恶劣", "S009"),
        ("工号是S零零九在1号窗口昨天上午骂人", "S009"),
        ("3号窗口SB012昨天下午对我大吼大叫", "SB012"),
        ("2号窗口T009号昨天下午态度差", "T009"),
    ],
)
@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_a_number_with_letters_is_read_as_a_staff_number(text: str, staff_no: str, source: Source) -> None:
    assert match_message(text, source=source, hall=HALL, at=AT).decision.staff_no == staff_no


@pytest.mark.parametrize(
    "text",
    [
        "S009昨天在2号窗口骂我",  # was at another
        "工号S099，1号窗口，昨天骂我",  # nobody's
        "1号窗口，昨天，不是S009骂的我",
        "1号窗口昨天骂我，工号009",  # without its letter it is nobody's
        "1号窗口昨天骂我，工号S009还是T009没看清",
    ],
)
def test_nobody_is_pinned_by_a_number_with_letters_that_does_not_fit(text: str) -> None:
    assert match_message(text, source=Source.SMS, hall=HALL, at=AT).decision.outcome is not Outcome.PIN


def test_a_number_without_its_letter_is_offered_with_it() -> None:
    decision = match_message("1号窗口昨天骂我，工号009", source=Source.SMS, hall=HALL, at=AT).decision
    assert decision.ask and decision.ask.offers == ("S009",)
