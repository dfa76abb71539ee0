"""Days as they are keyed: today, yesterday, or month and day; never in the future."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.interview.identify import keyed_day


@pytest.mark.parametrize(
    ("keys", "today", "day"),
    [
        ("1", date(2026, 11, 9), date(2026, 11, 9)),
        ("2", date(2026, 11, 9), date(2026, 11, 8)),
        ("2", date(2027, 1, 1), date(2026, 12, 31)),
        ("1109", date(2026, 11, 9), date(2026, 11, 9)),
        ("1110", date(2026, 11, 9), date(2025, 11, 10)),
        ("1231", date(2027, 1, 2), date(2026, 12, 31)),
        ("0229", date(2027, 3, 1), date(2024, 2, 29)),
        ("0230", date(2026, 11, 9), None),
        ("1301", date(2026, 11, 9), None),
        ("0000", date(2026, 11, 9), None),
        ("3", date(2026, 11, 9), None),
        ("11", date(2026, 11, 9), None),
        ("110９", date(2026, 11, 9), None),
    ],
)
def test_keys_stand_for_the_latest_such_day(keys: str, today: date, day: date | None) -> None:
    assert keyed_day(keys, today) == day


@given(st.text("0123456789*#", max_size=20), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_no_keys_ever_stand_for_the_future(keys: str, today: date) -> None:
    day = keyed_day(keys, today)
    assert day is None or day <= today
