"""The four tables of a directory file: their names and columns, in English and as bureaus write them.

A new spelling of a table or a column is one word here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from intake.directory.cells import (
    Raw,
    assigned,
    clock,
    day,
    label,
    name,
    optional_day,
    phone,
    staff_no,
    words_of,
    zone,
)
from intake.directory.opening import read_opening


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: its name, what else it is called, how its cells are read, and whether they may be empty."""

    name: str
    called: tuple[str, ...]
    read: Callable[[Raw], Any]
    required: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One of the four tables. `name` is the file's stem."""

    name: str
    called: tuple[str, ...]
    columns: tuple[Column, ...]


HALL = Column(name="hall", called=("大厅", "大厅代码", "大厅编号", "代码"), read=label, required=False)
WINDOW = Column(name="window", called=("窗口", "窗口号", "窗口编号", "窗口名称"), read=label)
STAFF_NO = Column(
    name="staff_no", called=("工号", "员工号", "人员编号", "工作证号", "staff no", "no"), read=staff_no
)
BUREAU = Column(
    name="bureau", called=("单位", "所属单位", "部门", "委办局", "局"), read=words_of, required=False
)

HALLS = Table(
    name="halls",
    called=("大厅", "大厅信息", "hall"),
    columns=(
        Column(name="hall", called=HALL.called, read=label),
        Column(name="name", called=("名称", "大厅名称", "全称"), read=words_of),
        Column(name="timezone", called=("时区",), read=zone, required=False),
        Column(name="hotline", called=("热线", "热线电话", "热线号码", "电话"), read=phone, required=False),
        Column(
            name="opening",
            called=("开放时间", "服务时间", "办公时间", "opening hours"),
            read=read_opening,
            required=False,
        ),
    ),
)
WINDOWS = Table(
    name="windows",
    called=("窗口", "窗口信息", "window"),
    columns=(
        HALL,
        WINDOW,
        BUREAU,
        Column(
            name="service",
            called=("业务", "业务类型", "办理业务", "事项", "办理事项"),
            read=words_of,
            required=False,
        ),
        Column(
            name="former",
            called=("曾用窗口号", "原窗口", "原窗口号", "曾用号"),
            read=assigned,
            required=False,
        ),
    ),
)
STAFF = Table(
    name="staff",
    called=("人员", "人员信息", "工作人员", "员工"),
    columns=(
        HALL,
        STAFF_NO,
        Column(name="name", called=("姓名", "名字"), read=name),
        BUREAU,
        Column(
            name="active_from",
            called=("启用日期", "入职", "入职日期", "上岗日期", "开始日期"),
            read=optional_day,
            required=False,
        ),
        Column(
            name="active_to",
            called=("停用日期", "离职", "离职日期", "离岗日期", "结束日期"),
            read=optional_day,
            required=False,
        ),
        Column(
            name="windows", called=("所在窗口", "固定窗口", "窗口", "窗口号"), read=assigned, required=False
        ),
    ),
)
ROSTER = Table(
    name="roster",
    called=("排班", "排班表", "值班", "值班表", "duties"),
    columns=(
        HALL,
        Column(name="date", called=("日期", "值班日期", "排班日期"), read=day),
        Column(name="start", called=("开始", "开始时间", "上班", "上班时间"), read=clock),
        Column(name="end", called=("结束", "结束时间", "下班", "下班时间"), read=clock),
        WINDOW,
        STAFF_NO,
        Column(name="name", called=("姓名", "名字", "值班人员"), read=name, required=False),
    ),
)
TABLES = (HALLS, WINDOWS, STAFF, ROSTER)
IGNORED = frozenset({"备注", "说明", "序号", "remark", "remarks", "note", "notes", "comment", "#"})


def plain(text: str) -> str:
    """A heading without what makes no difference: width, case, spaces, underscores, notes in brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold().split("(")[0]
    return "".join(sign for sign in folded if sign not in " _*:\t\r\n\ufeff\u3000")


def table_called(title: str) -> Table | None:
    """The table that a file or sheet of this name holds."""
    wanted = plain(title)
    return next(
        (table for table in TABLES if wanted in {plain(word) for word in (table.name, *table.called)}), None
    )


def headings(table: Table) -> Mapping[str, Column]:
    """All headings that a table understands."""
    return {plain(word): column for column in table.columns for word in (column.name, *column.called)}


def near_miss(table: Table, heading: str) -> str | None:
    """The heading that was probably meant."""
    known = [word for column in table.columns for word in (column.name, *column.called)]
    found = process.extractOne(heading.casefold(), known, scorer=fuzz.ratio, score_cutoff=50)
    return found[0] if found else None
