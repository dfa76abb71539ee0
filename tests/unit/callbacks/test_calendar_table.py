"""The next call, worked by hand across holidays, make-up days, midnight, New Year and zones."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake.callbacks.policy import plan, text_at
from intake.directory.calendar import load_calendar
from tests.unit.callbacks.tables import Case, cases

TABLE = cases(Path(__file__).with_name("calendar_table.txt"))
CALENDAR = load_calendar()


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.title)
def test_what_comes_next_is_what_was_worked_by_hand(case: Case) -> None:
    planned = plan(case.history, case.policy, CALENDAR, ZoneInfo(case.zone), case.now)
    assert (planned.action.value, case.local(planned.at), planned.why) == case.expected


@pytest.mark.parametrize("case", [case for case in TABLE if case.text], ids=lambda case: case.title)
def test_the_text_goes_out_when_it_was_worked_by_hand(case: Case) -> None:
    at = text_at(case.history, case.policy, CALENDAR, ZoneInfo(case.zone), case.now)
    assert case.local(at) == case.text


def test_every_block_of_the_table_says_what_comes_next() -> None:
    assert len(TABLE) > 100
    assert [case.title for case in TABLE if not case.expected[0]] == []
