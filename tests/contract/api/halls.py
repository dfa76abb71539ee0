"""A second hall, for what one of several may see."""

import csv

from intake.directory.importing import import_directory
from tests.cast import NOW
from tests.journey.conftest import Desk


def add_hall(desk: Desk, code: str) -> None:
    """A hall with one window and one person."""
    folder = desk.services.settings.data_dir / f"hall {code}"
    folder.mkdir(parents=True)
    tables: dict[str, list[tuple[str, ...]]] = {
        "halls": [
            ("hall", "name", "timezone", "hotline"),
            (code, "另一个大厅", "Asia/Shanghai", "+862888000099"),
        ],
        "windows": [("hall", "window", "bureau", "service"), (code, "1", "市税务局", "办税")],
        "staff": [
            ("hall", "staff_no", "name", "bureau", "active_from", "active_to"),
            (code, "7001", "何清", "市税务局", "2019-01-01", ""),
        ],
        "roster": [
            ("hall", "date", "start", "end", "window", "staff_no"),
            (code, "2026-11-09", "09:00", "12:00", "1", "7001"),
        ],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    import_directory(desk.services.database, folder, NOW, timezone="Asia/Shanghai")
