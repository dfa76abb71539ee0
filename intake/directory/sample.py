"""The project's own hall: a fictional city's, with invented people and a roster around any day.

Made to be as awkward as real halls: 5, A05 and B05 are three windows; names sound alike; numbers differ by
swapped digits; people rotate, swap and are missing; one window has no roster; one person has left. A day's
duties depend on that day alone, so the same day looks the same whenever the sample is made.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from intake.database import Database
from intake.directory.calendar import Calendar, load_calendar
from intake.directory.importing import Report, import_directory

CODE = "XH"
NAME = "星湖市政务服务中心"
HOTLINE = "+8657100000001"  # no subscriber's number starts with 0: it can't be anybody's
TIMEZONE = "Asia/Shanghai"
OPENING = "mon-fri 09:00-12:00 13:00-17:00; holiday closed; makeup 09:00-12:00 13:00-17:00"
WEEKS_BACK, WEEKS_AHEAD = 5, 2
HALVES = (("09:00", "12:00"), ("13:00", "17:00"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Team:
    """A bureau's windows and its people, who rotate over them."""

    bureau: str
    service: str
    windows: tuple[str, ...]
    people: tuple[str, ...]


def names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TEAMS = (
    Team(
        bureau="星湖市社会保险服务中心",
        service="养老保险",
        windows=("1", "2", "3", "4", "5", "6"),
        people=names("陈思远 陈思源 程思远 林雅琴 林雅芹 徐静 许静 沈佳怡 沈佳宜"),
    ),
    Team(
        bureau="星湖市不动产登记中心",
        service="不动产登记",
        windows=("7", "8", "9", "10", "11", "12"),
        people=names("周建华 邹建华 孙丽娟 孙莉娟 胡晓燕 胡小燕 吴晓燕 侯振东"),
    ),
    Team(
        bureau="星湖市市场监督管理局",
        service="企业登记",
        windows=("13", "14", "15", "16", "17", "18"),
        people=names("蒋文博 江文博 姜文博 欧阳若兰 司马睿 诸葛明轩 顾清扬 潘越"),
    ),
    Team(
        bureau="星湖市医疗保障局",
        service="医疗保险",
        windows=("A01", "A02", "A03", "A04", "A05", "A06"),
        people=names("余慧敏 于慧敏 俞慧敏 单雄飞 曾凡 解冬 仇海燕 查良友 任志远"),
    ),
    Team(
        bureau="星湖市住房公积金管理中心",
        service="住房公积金",
        windows=("B01", "B02", "B03", "B04", "B05"),
        people=names("曹雨晴 曹宇晴 丁一鸣 方可欣 石磊磊 田甜甜 白桦林 金鑫鑫"),
    ),
)
DESK = Team(bureau="星湖市政务服务中心", service="咨询引导", windows=("B06",), people=("陆瑶瑶", "龙在野"))
LEFT = ("万红英", date(2024, 6, 30))
FIRST_NUMBER = 2001
Rows = list[tuple[str, ...]]


def numbered() -> dict[str, str]:
    """Staff numbers by name, in the order of teams."""
    people = [name for team in (*TEAMS, DESK) for name in team.people] + [LEFT[0]]
    return {name: str(FIRST_NUMBER + position) for position, name in enumerate(people)}


def windows_table() -> Rows:
    """windows.csv."""
    return [(CODE, label, team.bureau, team.service) for team in (*TEAMS, DESK) for label in team.windows]


def staff_table() -> Rows:
    """staff.csv. The desk's people are assigned to its window, which has no roster."""
    numbers = numbered()
    rows: Rows = []
    for team in (*TEAMS, DESK):
        assigned = " ".join(team.windows) if team is DESK else ""
        rows += [(CODE, numbers[one], one, team.bureau, "2021-03-01", "", assigned) for one in team.people]
    rows.append((CODE, numbers[LEFT[0]], LEFT[0], TEAMS[0].bureau, "2019-07-01", LEFT[1].isoformat(), ""))
    return rows


def duties_of(team: Team, day: date) -> Iterator[tuple[str, str, str, str]]:
    """A team's duties of a day: start, end, window, name."""
    number = day.toordinal()
    size = len(team.people)
    for half, (start, end) in enumerate(HALVES):
        turn = (number - 1) // 7 + half
        on_turn = [team.people[(place + turn) % size] for place in range(size)]
        spare = on_turn[len(team.windows) :]
        for place, window in enumerate(team.windows):
            if (number * 7 + place * 3 + half) % 41 == 0:
                continue  # a gap: nobody was there
            swapped = spare and (number * 5 + place + half) % 13 == 0
            yield start, end, window, spare.pop(0) if swapped else on_turn[place]


def works(calendar: Calendar, day: date) -> bool:
    """The sample goes by the week in years without a table: its days are as invented as its people."""
    return calendar.is_working_day(day) if calendar.covers(day) else day.weekday() < 5


def roster_table(around: date) -> Rows:
    """roster.csv: working days from five weeks before to two weeks after a day."""
    numbers, calendar = numbered(), load_calendar()
    days = (around + timedelta(days=offset) for offset in range(-7 * WEEKS_BACK, 7 * WEEKS_AHEAD + 1))
    return [
        (CODE, day.isoformat(), start, end, window, numbers[name])
        for day in days
        if works(calendar, day)
        for team in TEAMS
        for start, end, window, name in duties_of(team, day)
    ]


def write_sample(folder: Path, around: date) -> None:
    """Write the four tables as CSV files into a folder, which is made if need be."""
    tables: dict[str, Rows] = {
        "halls": [
            ("hall", "name", "timezone", "hotline", "opening"),
            (CODE, NAME, TIMEZONE, HOTLINE, OPENING),
        ],
        "windows": [("hall", "window", "bureau", "service"), *windows_table()],
        "staff": [
            ("hall", "staff_no", "name", "bureau", "active_from", "active_to", "windows"),
            *staff_table(),
        ],
        "roster": [("hall", "date", "start", "end", "window", "staff_no"), *roster_table(around)],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def install_sample(database: Database, now: datetime) -> Report:
    """Import the sample around a moment into a database; again on the same day it changes nothing."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample"
        write_sample(path, now.astimezone(ZoneInfo(TIMEZONE)).date())
        return import_directory(database, path, now, timezone=TIMEZONE)
