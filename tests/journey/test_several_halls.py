"""One number for several halls: the caller is asked which, before anything is looked up."""

from datetime import timedelta
from pathlib import Path

import pytest

from intake.database import Database
from intake.directory.importing import import_directory
from tests import cast
from tests.journey.conftest import Desk, desk_for

OTHER_HALL = {
    "halls.csv": "hall,name,timezone,hotline\nSH,苍山县办事大厅,Asia/Shanghai,+862888000034\n",
    "windows.csv": "hall,window,bureau,service\nSH,3,县社会保险局,养老保险\n",
    "staff.csv": "hall,staff_no,name,bureau,active_from,active_to\nSH,7007,段云,县社会保险局,2019-01-01,\n",
    "roster.csv": "hall,date,start,end,window,staff_no\nSH,2026-11-06,09:00,12:00,3,7007\n",
}
SHARED_NUMBER = "+862888000099"


@pytest.fixture
def desk(database: Database, migrated_url: str, tmp_path: Path, profile: str) -> Desk:
    made = desk_for(migrated_url, tmp_path, profile)
    folder = tmp_path / "other"
    folder.mkdir()
    for name, text in OTHER_HALL.items():
        (folder / name).write_text(text, encoding="utf-8")
    import_directory(made.services.database, folder, cast.NOW, timezone="Asia/Shanghai")
    return made


def test_the_number_dialled_names_the_hall(desk: Desk) -> None:
    call = desk.phone().dial()
    assert "天河市政务服务中心" in call.hears
    for keys in ("1", "3#", "1001#", "1"):
        call.press(keys)
    assert (desk.case()["hall"], desk.case()["status"]) == ("TH", "pinned")


def test_a_shared_number_asks_for_the_hall_by_menu(desk: Desk) -> None:
    call = desk.phone(hotline=SHARED_NUMBER).dial()
    call.press("1")
    assert "苍山县办事大厅请按1" in call.hears
    call.press("1")
    for keys in ("3#", "7007#", "1"):
        call.press(keys)
    assert (desk.case()["hall"], desk.case()["staff_no"]) == ("SH", "7007")
    assert desk.case()["status"] == "pinned"


def test_a_hall_that_stays_unknown_is_left_to_an_operator(desk: Desk) -> None:
    call = desk.phone(hotline=SHARED_NUMBER).dial()
    call.press("1")
    for _ in range(3):
        call.stay_silent()
    for keys in ("3#", "7007#"):
        call.press(keys)
    while not call.is_over:
        call.stay_silent()
    case = desk.case()
    assert (case["hall"], case["status"], case["attribution"]) == (None, "in_review", "none")
    assert case["stated"] == {"window": ["3"], "staff_no": ["7007"]}


def test_a_redial_keeps_the_hall_that_was_chosen(desk: Desk) -> None:
    phone = desk.phone(hotline=SHARED_NUMBER)
    call = phone.dial()
    for keys in ("1", "1", "3#"):
        call.press(keys)
    call.hang_up()
    desk.clock.advance(minutes=1)
    again = phone.dial()
    for keys in ("7007#", "1"):
        again.press(keys)
    assert desk.case()["status"] == "pinned"


@pytest.mark.parametrize("first", ["投诉3号窗口工号7007，苍山县的", "3号窗口工号7007骂人"])
def test_a_text_is_read_in_the_hall_that_it_names_sooner_or_later(desk: Desk, first: str) -> None:
    phone = desk.phone(hotline=SHARED_NUMBER)
    (reply,) = phone.text(first)
    if "苍山" not in first:
        assert "哪个大厅" in reply
        desk.clock.now += timedelta(hours=1)
        phone.text("苍山县办事大厅")
    case = desk.case()
    assert (case["hall"], case["staff_no"], case["status"]) == ("SH", "7007", "pinned")
    assert case["statement"].startswith(first)
