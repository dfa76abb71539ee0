"""The hall that the benchmark calls about: the project's own sample, and what can be said of it that pins."""

from __future__ import annotations

from datetime import datetime

from intake.database import Database
from intake.directory.halls import Halls
from intake.directory.sample import CODE, install_sample
from intake.migrations.upgrading import upgrade
from matching.evidence import Evidence, Kind, Source
from matching.hall import Hall
from matching.pinning import Outcome, decide


def prepare(url: str, now: datetime) -> None:
    """Bring a database up to date and put the hall into it."""
    database = Database(url)
    try:
        upgrade(database)
        install_sample(database, now)
    finally:
        database.close()


def pairs(url: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Every window and staff number that keys alone pin. Raises LookupError if there is none."""
    database = Database(url)
    try:
        with database.read() as connection:
            hall = Halls(database).get(connection, CODE)
    finally:
        database.close()
    found = tuple(pair for pair in sorted(pairs_on_duty(hall)) if pins(hall, *pair, now)) if hall else ()
    if not found:
        raise LookupError("the sample hall pins nobody")
    return found


def pairs_on_duty(hall: Hall) -> set[tuple[str, str]]:
    """Who was where, at windows whose label is a number that no other label contains."""
    plain = {
        window.label
        for window in hall.windows
        if window.label.isdecimal()
        and not any(
            other.label != window.label and other.label.endswith(window.label) and not other.label.isdecimal()
            for other in hall.windows
        )
    }
    return {(duty.window, duty.staff_no) for duty in hall.duties if duty.window in plain}


def pins(hall: Hall, window: str, staff_no: str, now: datetime) -> bool:
    stated = (
        Evidence(kind=Kind.WINDOW, source=Source.KEYS, value=window, raw=window),
        Evidence(kind=Kind.STAFF_NO, source=Source.KEYS, value=staff_no, raw=staff_no),
    )
    return decide(stated, hall, now).outcome is Outcome.PIN
