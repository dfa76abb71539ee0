"""One small hall and its people, the same in every journey, on Monday 9 November 2026 at noon."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from intake.database import Database
from intake.directory.importing import import_directory

HALL = "TH"
HOTLINE = "+862888000012"
NOW = datetime(2026, 11, 9, 4, 0, tzinfo=UTC)  # noon in Shanghai
WINDOWS = ("3", "5", "A05", "B05", "12")
PEOPLE = {
    "1001": ("陈明", "3"),
    "1002": ("陈敏", "5"),
    "1003": ("林小雨", "A05"),
    "1021": ("周海", "B05"),
    "1012": ("吴桐", "12"),
    "1099": ("赵离", None),  # left in 2025
}
HALVES = (("09:00", "12:00"), ("13:00", "17:00"))


class Clock:
    """The present, moved by hand."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


def install(database: Database, folder: Path) -> None:
    """Import the hall with a roster for the five weeks up to a week after NOW."""
    tables: dict[str, list[tuple[str, ...]]] = {
        "halls": [
            ("hall", "name", "timezone", "hotline"),
            (HALL, "天河市政务服务中心", "Asia/Shanghai", HOTLINE),
        ],
        "windows": [
            ("hall", "window", "bureau", "service"),
            *((HALL, label, "市社会保险局", "养老保险") for label in WINDOWS),
        ],
        "staff": [("hall", "staff_no", "name", "bureau", "active_from", "active_to"), *staff()],
        "roster": [("hall", "date", "start", "end", "window", "staff_no"), *duties()],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    import_directory(database, folder, NOW, timezone="Asia/Shanghai")


def staff() -> list[tuple[str, ...]]:
    left = {"1099": "2025-06-30"}
    return [
        (HALL, number, name, "市社会保险局", "2019-01-01", left.get(number, ""))
        for number, (name, _) in PEOPLE.items()
    ]


def duties() -> list[tuple[str, ...]]:
    """Everybody at their own window on working days; on 2 November 1002 stood in for 1001 at window 3."""
    rows: list[tuple[str, ...]] = []
    for offset in range(-35, 8):
        day = date(2026, 11, 9) + timedelta(days=offset)
        if day.weekday() >= 5:
            continue
        swapped = day == date(2026, 11, 2)
        for number, (_, window) in PEOPLE.items():
            if window is None or (swapped and number in {"1001", "1002"}):
                continue
            rows += [(HALL, day.isoformat(), *half, window, number) for half in HALVES]
        if swapped:
            rows += [(HALL, day.isoformat(), *half, "3", "1002") for half in HALVES]
            rows += [(HALL, day.isoformat(), *half, "5", "1001") for half in HALVES]
    return rows
