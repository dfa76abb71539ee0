"""The time that a report states is the provider's: whatever it is, the report is taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from intake.callbacks.endings import Report
from intake.voice.payloads import moment_of

DIALLED = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
HEARD = DIALLED + timedelta(seconds=40)


@pytest.mark.parametrize(
    "stated",
    [
        "", "x", "yesterday", "2026-11-10T02:00:00Z", "Tue, 10 Nov 2026 02:00:00", "\x00",
        "Mon, 99 Foo 2026 25:61:61 +0000", "Fri, 31 Dec 9999 23:59:59 -1400",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_none(stated: str) -> None:
    assert moment_of(stated) is None


@pytest.mark.parametrize("off", [timedelta(hours=2), timedelta(hours=-2), timedelta(days=-1)])
def test_nothing_happens_before_we_dial_or_after_we_hear_of_it(off: timedelta) -> None:
    report = Report(provider_call_id="CA1", status="no-answer", at=DIALLED + timedelta(seconds=30) + off)
    assert report.happened(DIALLED, HEARD) == HEARD


def test_a_time_that_can_be_is_taken() -> None:
    at = DIALLED + timedelta(seconds=30)
    assert Report(provider_call_id="CA1", status="busy", at=at).happened(DIALLED, HEARD) == at
