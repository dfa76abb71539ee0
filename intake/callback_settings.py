"""The settings of callbacks. The reason for each default is in `docs/callbacks.md`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from intake.kinds import (
    Destinations,
    Hours,
    calling_hours,
    destinations,
    duration,
    flag,
    positive,
    rate,
    ring,
    some_time,
)
from intake.setting import setting


@dataclass(frozen=True, kw_only=True)
class CallbackSettings:
    """When, how often and whom we call. Times of day are those of the hall's time zone."""

    callback_enabled: bool = setting(
        "HOTLINE_CALLBACK_ENABLED",
        "yes",
        "Whether anybody is called back. `no` stops all dialling; cases and texts go on.",
        flag,
    )
    callback_hours: Hours = setting(
        "HOTLINE_CALLBACK_HOURS",
        "09:00-12:00,14:00-20:00",
        "When a call may begin. A part of the day that somebody asked for wins, within 08:00-21:00.",
        calling_hours,
    )
    callback_workdays_only: bool = setting(
        "HOTLINE_CALLBACK_WORKDAYS_ONLY",
        "yes",
        "Calls on working days only, make-up days included. Nobody is called in a year that the calendar "
        "does not cover.",
        flag,
    )
    callback_first_delay: timedelta = setting(
        "HOTLINE_CALLBACK_FIRST_DELAY",
        "15m",
        "Earliest callback after an unfinished contact, so that a redial can come first.",
        duration,
    )
    callback_spacing: timedelta = setting(
        "HOTLINE_CALLBACK_SPACING",
        "3h",
        "Shortest time between two calls to one number, whichever cases they are for.",
        duration,
    )
    callback_max_per_day: int = setting(
        "HOTLINE_CALLBACK_MAX_PER_DAY", "2", "Most calls to one number on one day.", positive
    )
    callback_min_attempts: int = setting(
        "HOTLINE_CALLBACK_MIN_ATTEMPTS",
        "3",
        "Attempts that must count before an operator may declare somebody unreachable; two are enough for a "
        "follow-up.",
        positive,
    )
    callback_min_days: int = setting(
        "HOTLINE_CALLBACK_MIN_DAYS",
        "2",
        "On how many days the attempts that count must lie; from two on, also in two parts of the day.",
        positive,
    )
    callback_most_attempts: int = setting(
        "HOTLINE_CALLBACK_MOST_ATTEMPTS",
        "12",
        "Calls, counted or not, after which an operator takes over.",
        positive,
    )
    callback_min_ring: timedelta = setting(
        "HOTLINE_CALLBACK_MIN_RING",
        "20s",
        "An unanswered call that rang for a shorter time does not count. `0s`: busy and rejected count too.",
        duration,
    )
    callback_ring: timedelta = setting(
        "HOTLINE_CALLBACK_RING", "45s", "How long a call rings, from `5s` to `10m`.", ring
    )
    callback_machine_detection: bool = setting(
        "HOTLINE_CALLBACK_MACHINE_DETECTION",
        "no",
        "Whether the provider is to tell voice mails from people, where it can: it charges for each call and "
        "is silent for some seconds before our first words.",
        flag,
    )
    callback_grace: timedelta = setting(
        "HOTLINE_CALLBACK_GRACE",
        "2d",
        "Time to react after the last text, or the last call where no text was sent, before an operator is "
        "asked. Whole days are working days.",
        duration,
    )
    callback_tick: timedelta = setting(
        "HOTLINE_CALLBACK_TICK", "2s", "How often a scheduler looks for due callbacks.", some_time
    )
    callback_rate: float = setting(
        "HOTLINE_CALLBACK_RATE", "1", "Calls per second from one number of ours; `0` for no limit.", rate
    )
    callback_unknown_after: timedelta = setting(
        "HOTLINE_CALLBACK_UNKNOWN_AFTER",
        "2m",
        "How long a call of unknown fate is looked for at the provider before it is held never placed.",
        duration,
    )
    callback_destinations: Destinations = setting(
        "HOTLINE_CALLBACK_DESTINATIONS",
        "+86:mobile,+86:fixed",
        "Numbers that may be called and texted: country codes, each with `mobile` or `fixed`.",
        destinations,
    )
    callback_calls_per_day: int = setting(
        "HOTLINE_CALLBACK_CALLS_PER_DAY", "500", "Most calls of the whole hotline on one day.", positive
    )
    text_hours: Hours = setting(
        "HOTLINE_TEXT_HOURS",
        "08:30-20:00",
        "When a text that says who called may go out, on days on which people are called.",
        calling_hours,
    )
    text_spacing: timedelta = setting(
        "HOTLINE_TEXT_SPACING", "20h", "Shortest time between two such texts for one callback.", duration
    )
    texts_per_day: int = setting(
        "HOTLINE_TEXTS_PER_DAY", "500", "Most texts of the whole hotline on one day.", positive
    )
