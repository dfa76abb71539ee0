"""A past decision can be made again from what was known then, and a changed one is named."""

from pathlib import Path

from sqlalchemy import update

from intake.cases.model import ComplaintRow
from intake.cases.replay import Replay, Verdict, replay
from intake.cli.replay import replay_told
from intake.directory.importing import import_directory
from tests import cast
from tests.journey.conftest import Desk

ROSTER = "hall,date,start,end,window,staff_no\n"


def replayed(desk: Desk) -> Replay:
    with desk.services.database.read() as connection:
        return replay(connection, desk.services.halls)


def complain(desk: Desk) -> None:
    call = desk.new_phone().dial()
    for keys in ("1", "3#", "1001#", "1"):
        call.press(keys)
    desk.new_phone().text("12号窗口态度差")


def test_the_same_rule_decides_alike_even_after_a_new_roster(desk: Desk, tmp_path: Path) -> None:
    complain(desk)
    (tmp_path / "roster.csv").write_text(
        ROSTER + "".join(f"TH,2026-11-0{day},09:00,12:00,3,1012\n" for day in (3, 4, 5, 6)), encoding="utf-8"
    )
    import_directory(desk.services.database, tmp_path / "roster.csv", cast.NOW, timezone="Asia/Shanghai")
    found = replayed(desk)
    assert (found.decisions, found.changes) == (2, [])


def test_a_case_that_would_be_decided_otherwise_is_named_with_both_verdicts(desk: Desk) -> None:
    complain(desk)
    kept = {"outcome": "pin", "staff_no": "1002", "attribution": "exact", "rule_version": "0"}
    with desk.services.database.write() as connection:
        connection.execute(update(ComplaintRow).where(ComplaintRow.staff_no == "1001").values(decision=kept))
    (change,) = replayed(desk).changes
    assert change.case_no == desk.cases()[0]["case_no"] and change.rule_version == "0"
    assert change.before.staff_no == "1002"
    assert change.after == Verdict(outcome="pin", staff_no="1001", attribution="exact")


def test_first_guesses_are_counted_against_who_was_pinned_later(desk: Desk) -> None:
    complain(desk)
    bands = replayed(desk).bands
    assert sum(band.guesses for band in bands) == 1
    assert sum(band.right for band in bands) == 1, "at window 3 nobody was as often as 1001"


def test_the_report_says_what_would_change_and_how_often_the_first_candidate_was_right(desk: Desk) -> None:
    complain(desk)
    lines = list(replay_told(replayed(desk)))
    assert lines[0] == "重新判定 2 件，其中 0 件的结果会改变"
    assert any("1/1" in line for line in lines)
