"""The settings that are policy, to be read: value, default, what each is for and why it is so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import time, timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from intake.config import Settings
from intake.console.access import needs
from intake.console.layout import spoken
from intake.console.managing.tabs import tabs
from intake.console.roles import Right
from intake.desk.services import Services
from intake.kinds import UNITS, Destinations

# The fields that are policy and not wiring, by what they are about.
GROUPS: dict[str, tuple[str, ...]] = {
    "calls": (
        "callback_enabled", "callback_hours", "callback_workdays_only", "callback_first_delay",
        "callback_spacing", "callback_max_per_day", "callback_ring",
    ),
    "unreachable": (
        "callback_min_attempts", "callback_min_days", "callback_min_ring", "callback_most_attempts",
        "callback_grace",
    ),
    "texts": ("text_hours", "text_spacing", "sms_join_within", "sms_replies_per_day"),
    "limits": (
        "callback_rate", "callback_calls_per_day", "texts_per_day", "callback_destinations",
        "burst_count", "burst_within",
    ),
    "cases": (
        "handling_days", "resume_within", "return_within", "operator_hours", "statement_limit",
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One setting. field: of `Settings`, also the end of its catalogue key. name: its variable."""

    field: str
    name: str
    value: str
    default: str
    is_default: bool


def mount(managing: Blueprint, services: Services) -> None:
    """The page; settings are changed where the hotline is started."""

    @managing.get("/settings")
    @needs(Right.ADMINISTER)
    def settings() -> ResponseReturnValue:
        told = {group: tuple(tell(services.settings, names)) for group, names in GROUPS.items()}
        beside = tabs(spoken(services))
        return render_template("console/managing/settings.html", groups=told, tabs=beside)


def tell(settings: Settings, names: tuple[str, ...]) -> Iterator[Told]:
    """The settings of these fields, in this order."""
    by_name = {item.name: item for item in fields(Settings)}
    for name in names:
        about, value = by_name[name].metadata, getattr(settings, name)
        yield Told(
            field=name,
            name=about["name"],
            value=as_written(value),
            default=about["default"],
            is_default=value == about["read"](about["default"]),
        )


def as_written(value: Any) -> str:
    """The value as one would write it in the environment."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, timedelta):
        return span_as_written(value)
    if isinstance(value, Destinations):
        kinds = (("mobile", value.mobile), ("fixed", value.fixed))
        return ",".join(f"+{code}:{kind}" for kind, codes in kinds for code in sorted(codes))
    if isinstance(value, tuple):
        return ",".join(f"{clock(start)}-{clock(end)}" for start, end in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def span_as_written(span: timedelta) -> str:
    """`90m`: in the largest unit that it is a whole number of."""
    for letter, unit in reversed(UNITS.items()):
        count, rest = divmod(span, timedelta(**{unit: 1}))
        if count and not rest:
            return f"{count}{letter}"
    return f"{span // timedelta(seconds=1)}s"


def clock(at: time) -> str:
    return f"{at:%H:%M}"
