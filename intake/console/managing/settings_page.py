"""The settings that are policy: value, where it comes from, what each is for and why it is so."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.callbacks.in_force import ABOUT, SETTABLE, InForce, as_written
from intake.config import Settings
from intake.console.access import needs
from intake.console.layout import spoken
from intake.console.managing.policy_values import Source, Version, newest_versions, source_of
from intake.console.managing.tabs import tabs
from intake.console.roles import Right
from intake.desk.services import Services

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
    """One setting. field: of `Settings`, also the end of its catalogue key. name: its variable.

    default: where the value is another one. version: what was last set in the console, if that holds.
    settable: whether the console can change it.
    """

    field: str
    name: str
    value: str
    default: str
    source: Source
    version: Version | None
    settable: bool


def mount(managing: Blueprint, services: Services) -> None:
    """The page; what is not policy of callbacks is changed where the hotline is started."""

    @managing.get("/settings")
    @needs(Right.ADMINISTER)
    def settings() -> ResponseReturnValue:
        with services.database.read() as connection:
            told = told_by_group(services, connection)
        beside = tabs(spoken(services))
        return render_template("console/managing/settings.html", groups=told, tabs=beside)


def told_by_group(services: Services, connection: Connection) -> dict[str, tuple[Told, ...]]:
    """The settings in force, as they are shown."""
    found, newest = services.in_force.settings(connection), newest_versions(connection)
    return {
        group: tuple(tell(services.in_force, found, name, newest.get(name)) for name in names)
        for group, names in GROUPS.items()
    }


def tell(in_force: InForce, found: Settings, name: str, newest: Version | None) -> Told:
    """One setting. What nobody set in the console and is not the default was set at the start."""
    about, value = ABOUT[name], getattr(found, name)
    is_default = value == about["read"](about["default"])
    source = source_of(in_force, name, newest)
    if source is Source.DEFAULT and not is_default:
        source = Source.ENVIRONMENT
    return Told(
        field=name,
        name=about["name"],
        value=as_written(value),
        default="" if is_default else about["default"],
        source=source,
        version=newest if source is Source.CONSOLE else None,
        settable=name in SETTABLE,
    )
