"""Halls for the tests of the rule: a small cast of our own, and any folder of the four tables."""

from __future__ import annotations

import csv
from datetime import date, time
from pathlib import Path

from matching.hall import Duty, Hall, Staff, Window


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hall_from(folder: Path) -> Hall:
    """The one hall of a folder with halls.csv, windows.csv, staff.csv and roster.csv."""
    about = rows(folder / "halls.csv")[0]
    return Hall(
        code=about["hall"],
        name=about["name"],
        timezone=about["timezone"],
        version=1,
        hotline=about["hotline"],
        windows=tuple(
            Window(label=r["window"], bureau=r["bureau"], service=r["service"])
            for r in rows(folder / "windows.csv")
        ),
        staff=tuple(
            Staff(
                staff_no=r["staff_no"],
                name=r["name"],
                bureau=r["bureau"],
                active_from=date.fromisoformat(r["active_from"]),
                active_to=date.fromisoformat(r["active_to"]) if r["active_to"] else None,
            )
            for r in rows(folder / "staff.csv")
        ),
        duties=tuple(
            Duty(
                on=date.fromisoformat(r["date"]),
                start=time.fromisoformat(r["start"]),
                end=time.fromisoformat(r["end"]),
                window=r["window"],
                staff_no=r["staff_no"],
            )
            for r in rows(folder / "roster.csv")
        ),
    )
