"""A hall as the rule sees it: windows, staff and duties of one directory version, indexed and immutable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A window; `label` is text: `3`, `A05`."""

    label: str
    bureau: str = ""
    service: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """A person; in service from `active_from` to `active_to`, both days included."""

    staff_no: str
    name: str
    bureau: str = ""
    active_from: date = date.min
    active_to: date | None = None

    def in_service(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """One person at one window for one span of time, in the hall's time zone."""

    on: date
    start: time
    end: time
    window: str
    staff_no: str
