"""One small fixed hall for examples, with its people's usual troubles: alike names, swapped digits, letters."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matching.evidence import Evidence, Kind, Source
from matching.extract import Reading, read
from matching.hall import Duty, Hall, Staff, Window

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 20, 15, 30, tzinfo=ZONE)  # a Friday
PEOPLE = {
    "1024": "李丽华", "1042": "李莉华", "1025": "王芳", "1026": "汪方", "1003": "欧阳婷", "1007": "单小军",
    "1010": "张伟", "1011": "章伟", "2001": "董雪", "2002": "董学文",
}  # fmt: skip
WINDOWS = ("1", "2", "3", "4", "5", "6", "9", "10", "11", "12", "13", "20", "A03", "A05", "B03", "B05")


def a_hall(**changes: object) -> Hall:
    """The hall: everyone but 2001 and 2002 at the same window on every day of six weeks, in the order above."""
    days = [date(2026, 10, 19) + timedelta(days=n) for n in range(42)]
    places = dict(zip(PEOPLE, WINDOWS, strict=False))
    duties = tuple(
        Duty(on=day, start=time(9), end=time(17), window=places[staff_no], staff_no=staff_no)
        for day in days
        if day.weekday() < 5
        for staff_no in PEOPLE
    )
    parts: dict[str, object] = {
        "code": "T",
        "name": "T",
        "timezone": ZONE.key,
        "windows": tuple(Window(label=label) for label in WINDOWS),
        "staff": tuple(Staff(staff_no=no, name=name) for no, name in PEOPLE.items()),
        "duties": duties,
    }
    return Hall(**(parts | changes))  # type: ignore[arg-type]


HALL = a_hall()


def said(text: str, source: Source = Source.SMS, asked: Kind | None = None) -> Reading:
    return read(text, source=source, hall=HALL, received_at=AT, asked=asked)


def values(reading: Reading) -> dict[str, str]:
    """What is stated, by kind; a day as a date with its half (`2026-11-19 am`)."""
    return {item.kind.value: _value(item) for item in reading.evidence}


def _value(item: Evidence) -> str:
    if item.when is None:
        return item.value
    day = str(item.when.first) if item.when.day else f"{item.when.first}..{item.when.last}"
    return f"{day} {item.when.part}" if item.when.part else day
