"""Reading one cell, as offices write it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from intake.directory import cells
from intake.directory.cells import CellFault, Raw

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-11-03",
        "2026-11-3",
        "2026/11/3",
        "2026.11.3",
        "2026年11月3日",
        "2026 年 11 月 3 日",
        "２０２６年１１月３日",
        "20261103",
        "2026-11-03 00:00:00",
        "2026/11/3 星期二",
        "2026年11月3日（周二）",
        "46329",
        "46329.0",
        46329,
        46329.0,
        datetime(2026, 11, 3),  # noqa: DTZ001 - as a spreadsheet gives it
        DAY,
    ],
)
def test_a_day_is_read_in_every_way_that_offices_write_it(raw: Raw) -> None:
    assert cells.day(raw) == DAY


@pytest.mark.parametrize(
    "raw", ["11/3/2026", "3.11.26", "2026-11", "明天", "2026-02-30", "2026-13-01", "", 7, "1e9"]
)
def test_a_day_that_could_be_two_days_or_none_is_refused(raw: Raw) -> None:
    with pytest.raises(CellFault):
        cells.day(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "9:00",
        "09:00",
        "09:00:00",
        "9：00",
        "9点",
        "9点00分",
        "9时",
        0.375,
        "0.375",
        time(9),
        timedelta(hours=9),
    ],
)
def test_a_clock_time_is_read_in_every_way_that_offices_write_it(raw: Raw) -> None:
    assert cells.clock(raw) == time(9)


@pytest.mark.parametrize(
    "raw", ["24:00", "9:60", "25:00", "-1", "1.5", "nan", "inf", "早上", "9:00-12:00", timedelta(days=2)]
)
def test_a_clock_time_that_no_clock_shows_is_refused(raw: Raw) -> None:
    with pytest.raises(CellFault):
        cells.clock(raw)


@pytest.mark.parametrize(
    ("read", "raw", "text"),
    [
        (cells.staff_no, 1001, "1001"),
        (cells.staff_no, 1001.0, "1001"),
        (cells.staff_no, "1001.0", "1001"),
        (cells.staff_no, "０１２", "012"),
        (cells.staff_no, " a 7 ", "A7"),
        (cells.label, "Ａ０５", "A05"),
        (cells.label, "a05号窗口", "A05"),
        (cells.label, "３号", "3"),
        (cells.label, 5.0, "5"),
        (cells.name, "王　芳", "王芳"),
        (cells.name, " 欧阳 若兰 ", "欧阳若兰"),
        (cells.name, "Anna  Lee", "Anna Lee"),
        (cells.name, "𠮷\u200b田", "𠮷田"),
        (cells.phone, "0872-2115219", "+868722115219"),
        (cells.phone, "8687 2211 5219", "+868722115219"),
        (cells.phone, "", ""),
    ],
)
def test_numbers_labels_and_names_stay_text_in_one_plain_form(
    read: Callable[[Raw], str], raw: Raw, text: str
) -> None:
    assert read(raw) == text


@pytest.mark.parametrize(
    ("read", "raw", "key"),
    [
        (cells.staff_no, "1.001E+11", "scientific"),
        (cells.label, date(2026, 1, 3), "not_text"),
        (cells.label, "1" * 21, "too_long"),
        (cells.name, "名" * 201, "too_long"),
        (cells.zone, "Asia/Dali", "bad_zone"),
        (cells.zone, "../../etc/passwd", "bad_zone"),
        (cells.phone, "110110", "bad_phone"),
    ],
)
def test_a_cell_that_lost_its_meaning_is_refused_with_the_reason(
    read: Callable[[Raw], Any], raw: Raw, key: str
) -> None:
    with pytest.raises(CellFault) as fault:
        read(raw)
    assert fault.value.key == key


@pytest.mark.parametrize("raw", [None, "", "-", "至今", "在职"])
def test_no_last_day_means_still_in_service(raw: Raw) -> None:
    assert cells.optional_day(raw) is None


def test_several_windows_in_one_cell_are_each_read_once() -> None:
    assert cells.assigned("A05、3号窗口，3; b01") == ("A05", "3", "B01")
