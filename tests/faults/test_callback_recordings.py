"""A recording's report and the next step of its call come at the same moment, as from real providers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.faults.provider_stage import COMPLETE, Stage

NUMBERS = [f"+86139000011{index:02d}" for index in range(24)]


def test_a_recordings_report_does_not_get_in_the_way_of_its_call(stage: Stage) -> None:
    with ThreadPoolExecutor(4) as phones:
        heard = list(phones.map(lambda number: stage.calls_in(number, COMPLETE), NUMBERS))
    stage.until(lambda: len(stage.provider.line.replies) >= len(NUMBERS))
    assert all("受理编号" in "".join(one) for one in heard)
    assert stage.provider.bad_replies() == [] and stage.provider.line.complaints == [], stage.logs()
    assert [case["status"] for case in stage.export()] == ["pinned"] * len(NUMBERS)
    assert all(len(case["recordings"]) == 1 for case in stage.export())
