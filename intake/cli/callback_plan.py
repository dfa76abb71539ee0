"""`hotline callbacks plan`: what the policy makes of histories, one JSON line each."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from intake.callbacks.days import Part
from intake.callbacks.outcomes import Kind, Outcome
from intake.callbacks.policy import History, Policy, Try, plan, text_at
from intake.cli.context import language_option, refuse, settings, speak
from intake.directory.calendar import Calendar, load_calendar
from intake.errors import CalendarError

LONGEST_RING = 24 * 3600
YEARS = range(1971, 9000)
Value = TypeVar("Value")


class BadLine(ValueError):
    """A line that can't be answered; `field` names what is wrong in it, empty for the line as a whole."""

    def __init__(self, field: str = "") -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, kw_only=True, slots=True)
class Planner:
    """What every line is answered by."""

    policies: Mapping[Kind, Policy]
    calendar: Calendar
    zone: ZoneInfo

    def answer(self, raw: bytes) -> dict[str, Any]:
        """The plan for one line as the outside reads it. Raises BadLine."""
        line = parsed(raw)
        policy = self.policies[field(line, "kind", Kind, Kind.CALLBACK)]
        history, now = history_of(line, self.zone), field(line, "now", self.moment)
        planned = plan(history, policy, self.calendar, self.zone, now)
        reminder = text_at(history, policy, self.calendar, self.zone, now)
        return {
            "action": planned.action.value,
            "at": self.told(planned.at),
            "why": speak(f"callbacks.why.{planned.why}", **dict(planned.values)),
            "text_at": self.told(reminder) if reminder else None,
        }

    def moment(self, stated: object) -> datetime:
        return moment(stated, self.zone)

    def told(self, at: datetime) -> str:
        return at.astimezone(self.zone).isoformat()


@click.command("plan")
@language_option
def plan_command() -> None:
    """Read histories of callbacks as JSON lines and say for each what comes next, when and why.

    A line holds requested_at and now, and may hold preferred, not_before, textable, kind, urgent, tries
    ([{at, outcome, ring in seconds}]), texts and others. Times are ISO 8601, in HOTLINE_TIMEZONE where they
    have no zone. Needs no database. Exit code 1 when a line could not be read.
    """
    planner, bad = planner_of_environment(), False
    for raw in sys.stdin.buffer:
        try:
            answer = planner.answer(raw)
        except BadLine as error:
            bad = True
            key = "callbacks.error.field" if error.field else "callbacks.error.json"
            answer = {"error": speak(key, field=error.field)}
        click.echo(json.dumps(answer, ensure_ascii=False))
    if bad:
        raise SystemExit(1)


def planner_of_environment() -> Planner:
    """The policies, calendar and zone of this installation. Ends the command where they can't be read."""
    found = settings()
    try:
        calendar = load_calendar([found.data_dir / "calendar"])
    except CalendarError as error:
        raise refuse(error) from error
    policies = {kind: Policy.of(found, kind) for kind in Kind}
    return Planner(policies=policies, calendar=calendar, zone=ZoneInfo(found.timezone))


def parsed(raw: bytes) -> dict[str, Any]:
    """One line as an object. Raises BadLine."""
    try:
        line = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadLine from error
    if not isinstance(line, dict):
        raise BadLine
    return line


def field(
    line: Mapping[str, Any], name: str, read: Callable[[Any], Value], default: Value | None = None
) -> Value:
    """A field as a value; the default where it is absent or null. Raises BadLine naming the field."""
    stated = line.get(name)
    if stated is None and default is not None:
        return default
    try:
        return read(stated)
    except (ValueError, TypeError) as error:
        inner = error.field if isinstance(error, BadLine) else ""
        raise BadLine(f"{name}.{inner}" if inner else name) from error


def history_of(line: Mapping[str, Any], zone: ZoneInfo) -> History:
    """The history that a line tells. Raises BadLine."""

    def local(stated: object) -> datetime:
        return moment(stated, zone)

    def attempt(stated: object) -> Try:
        if not isinstance(stated, dict):
            raise TypeError(stated)
        ring = None if stated.get("ring") is None else field(stated, "ring", seconds)
        return Try(at=field(stated, "at", local), outcome=field(stated, "outcome", Outcome), ring=ring)

    return History(
        requested_at=field(line, "requested_at", local),
        not_before=field(line, "not_before", local) if line.get("not_before") else None,
        preferred=field(line, "preferred", part, ""),
        tries=field(line, "tries", each(attempt), ()),
        others=field(line, "others", each(local), ()),
        texts=field(line, "texts", each(local), ()),
        textable=field(line, "textable", yes_or_no, False),
        urgent=field(line, "urgent", yes_or_no, False),
    )


def moment(stated: object, zone: ZoneInfo) -> datetime:
    """An ISO time in UTC; one without a zone is local. Raises ValueError."""
    if not isinstance(stated, str):
        raise ValueError(stated)
    at = datetime.fromisoformat(stated)
    if at.year not in YEARS:
        raise ValueError(stated)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def part(stated: object) -> str:
    return Part(str(stated)).value if stated != "" else ""


def yes_or_no(stated: object) -> bool:
    if not isinstance(stated, bool):
        raise ValueError(stated)
    return stated


def seconds(stated: object) -> timedelta:
    if isinstance(stated, bool) or not isinstance(stated, int | float) or not 0 <= stated <= LONGEST_RING:
        raise ValueError(stated)
    return timedelta(seconds=stated)


def each(read: Callable[[Any], Value]) -> Callable[[Any], tuple[Value, ...]]:
    """Reads a list of such things."""

    def read_all(stated: object) -> tuple[Value, ...]:
        if not isinstance(stated, list):
            raise TypeError(stated)
        return tuple(read(item) for item in stated)

    return read_all
