"""The scheduler's clock jumps, or its machine lives in another zone: no burst, no double, no night call."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.provider_people import no_answer
from tests.faults.provider_stage import Stage
from tests.services import missing

NUMBER = "+8613900000901"
LIBRARIES = sorted(Path("/usr").glob("lib*/**/faketime/libfaketimeMT.so.1"))


def jump(stage: Stage, hours: int) -> None:
    """Move the clock of whoever is started under it by so many hours, at once."""
    clock = stage.served.folder / "clock"
    moved = clock.with_suffix(".new")
    moved.write_text(f"{hours:+d}h\n", "utf-8")
    moved.replace(clock)


def under_a_clock(stage: Stage, hours: int) -> None:
    if not LIBRARIES:
        missing("the library of faketime, which moves a process's clock")
    jump(stage, hours)
    stage.settings.update(
        LD_PRELOAD=str(LIBRARIES[0]),
        FAKETIME_TIMESTAMP_FILE=str(stage.served.folder / "clock"),
        FAKETIME_NO_CACHE="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )


def test_a_clock_that_jumps_about_causes_no_second_call(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [no_answer()]
    stage.unfinished(NUMBER)
    under_a_clock(stage, 0)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1))
    for hours in (2, -2, 1, 0):
        beats = {stage.last_beat()}
        jump(stage, hours)
        stage.until(lambda: stage.last_beat() not in beats)  # noqa: B023, it is over before the next
        stage.ticks(3)
    assert len(stage.provider.placed()) == 1
    stage.agree()


@pytest.mark.parametrize("hours", [2, -2, 13])
def test_with_a_database_of_its_own_clock_a_schedulers_wrong_clock_changes_nothing(
    stage: Stage, hours: int
) -> None:
    """PostgreSQL's clock decides for every machine; with SQLite there is only one machine, and one clock."""
    if stage.served.database_url.startswith("sqlite"):
        pytest.skip("one machine, one clock")
    early = "+8613900000902"
    for number in (NUMBER, early):
        stage.provider.people[number] = [no_answer()]
        stage.unfinished(number)
    stage.postpone(2, timedelta(hours=1))
    under_a_clock(stage, hours)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1))
    stage.ticks(3)
    assert [call.to for call in stage.provider.placed()] == [NUMBER]
    assert stage.outcomes() == ["no_answer"]
    stage.agree()


@pytest.mark.parametrize("hours", [-8, 13])
def test_a_clock_that_says_night_calls_nobody(stage: Stage, hours: int) -> None:
    if stage.served.database_url.startswith("postgresql"):
        pytest.skip("the database's clock says day")
    stage.settings["HOTLINE_CALLBACK_HOURS"] = "08:00-20:00"
    stage.unfinished(NUMBER)
    stage.age(timedelta(days=1))
    under_a_clock(stage, hours)
    stage.scheduler()
    stage.ticks(5)
    assert stage.provider.requests() == 0


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])
def test_the_zone_of_the_machine_does_not_matter(stage: Stage, zone: str) -> None:
    stage.settings["TZ"] = zone
    stage.settings["HOTLINE_CALLBACK_HOURS"] = "09:00-12:00"  # in the hall it is after ten
    stage.provider.people[NUMBER] = [no_answer()]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1))
    stage.ticks(2)
    assert len(stage.provider.placed()) == 1
    stage.agree()
