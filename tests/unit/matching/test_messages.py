"""Several hundred messages about a hall, written by hand and filled from its roster, decided as the rule says."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from intake.directory.sample import write_sample
from matching.evidence import Source
from matching.hall import Hall
from matching.measures import Measures
from matching.message import match_message
from tests.unit.matching.halls import hall_from
from tests.unit.matching.phrases import messages

SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    folder: Path = tmp_path_factory.mktemp("hall")
    write_sample(folder, date(2026, 11, 20))
    return hall_from(folder)


@pytest.fixture(scope="module")
def measures(hall: Hall) -> Measures:
    found = Measures()
    for seed in SEEDS:
        for line in messages(hall, seed):
            at = datetime.fromisoformat(line["received_at"])
            matched = match_message(line["text"], source=Source(line["channel"]), hall=hall, at=at)
            found.add(line, matched.decision, matched.reading.evidence)
    return found


def missed(measures: Measures, what: str) -> list[str]:
    return [str(miss.line["text"]) for miss in measures.misses if miss.what == what]


def test_nobody_is_pinned_wrongly(measures: Measures) -> None:
    assert missed(measures, "wrong_pin") == []


def test_no_complaint_is_thrown_away(measures: Measures) -> None:
    assert missed(measures, "lost_complaint") == []


@pytest.mark.parametrize(("channel", "share"), [("sms", 0.97), ("speech", 0.95)])
def test_hardly_anybody_is_asked_needlessly(measures: Measures, channel: str, share: float) -> None:
    found, all_pins = measures.counts["pins_found", channel], measures.counts["gold_pin", channel]
    assert found >= share * all_pins, missed(measures, "needless_question")


def test_what_is_not_about_a_person_is_recognised(measures: Measures) -> None:
    found, all_others = measures.counts["other_found", "all"], measures.counts["gold_other", "all"]
    assert found >= 0.95 * all_others, missed(measures, "missed_other")


def test_the_question_asked_would_settle_it(measures: Measures) -> None:
    well, asked = measures.counts["asked_well", "all"], measures.counts["asked", "all"]
    assert well >= 0.98 * asked, missed(measures, "idle_question")
