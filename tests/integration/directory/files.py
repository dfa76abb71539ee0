"""Builders of directory files: one small fixed cast, varied where a test needs it."""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook

Rows = list[list[object]]
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
HEADINGS: Mapping[str, list[str]] = {
    "halls": ["hall", "name", "timezone", "hotline"],
    "windows": ["hall", "window", "bureau", "service"],
    "staff": ["hall", "staff_no", "name", "bureau", "active_from", "active_to"],
    "roster": ["hall", "date", "start", "end", "window", "staff_no"],
}


def a_duty(
    day: str = "2026-11-03",
    window: str = "1",
    staff_no: str = "1001",
    start: str = "9:00",
    end: str = "12:00",
    hall: str = "T",
) -> list[object]:
    return [hall, day, start, end, window, staff_no]


def a_person(staff_no: str, name: str = "沈佳怡", last: str = "", hall: str = "T") -> list[object]:
    return [hall, staff_no, name, "社保局", "2020-01-01", last]


def a_window(label: str, service: str = "社保", hall: str = "T") -> list[object]:
    return [hall, label, "社保局", service]


def a_hall(code: str = "T", name: str = "试验大厅", hotline: str = "+868722115219") -> list[object]:
    return [code, name, "Asia/Shanghai", hotline]


def a_directory() -> dict[str, Rows]:
    """One hall, three windows, three people, two days of duties."""
    return {
        "halls": [a_hall()],
        "windows": [a_window(label) for label in ("1", "2", "A05")],
        "staff": [a_person("1001"), a_person("1002", "徐静"), a_person("1003", "许静")],
        "roster": [
            a_duty(day, window, staff_no)
            for day in ("2026-11-03", "2026-11-04")
            for window, staff_no in (("1", "1001"), ("2", "1002"), ("A05", "1003"))
        ],
    }


def write(
    folder: Path, tables: Mapping[str, Iterable[list[object]]], encoding: str = "utf-8", **headings: list[str]
) -> Path:
    """Tables as CSV files in a folder; `headings` replaces a table's own."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([headings.get(name, HEADINGS[name]), *rows])
    return folder


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Sheets by title, each with its heading line."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
