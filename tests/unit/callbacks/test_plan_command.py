"""`hotline callbacks plan`: every line is answered, in the hall's time and the user's language."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from intake.callbacks.days import Part
from intake.cli.main import main
from intake.words import LANGUAGES, words

FRIDAY = {"requested_at": "2026-02-13T19:50", "now": "2026-02-13T19:50"}
Answers = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Runs the command on lines; the exit code says whether all could be read."""
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path))

    def lines(*given: object, language: str = "en", code: int = 0) -> list[dict[str, Any]]:
        raw = b"".join(g + b"\n" if isinstance(g, bytes) else json.dumps(g).encode() + b"\n" for g in given)
        result = CliRunner().invoke(main, ["callbacks", "plan", "--language", language], input=raw)
        assert result.exit_code == code, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    return lines


def test_a_line_is_answered_in_local_time_with_the_reason_in_words(run: Answers) -> None:
    assert run(FRIDAY) == [
        {"action": "call", "at": "2026-02-14T09:00:00+08:00", "why": "The first call.", "text_at": None}
    ]
    assert run(FRIDAY, language="zh-CN")[0]["why"] == "第一次拨打。"


def test_times_may_have_a_zone_of_their_own(run: Answers) -> None:
    [answer] = run({"requested_at": "2026-02-13T11:50:00Z", "now": "2026-02-13T11:50:00+00:00"})
    assert answer["at"] == "2026-02-14T09:00:00+08:00"


def test_a_whole_history_is_understood(run: Answers) -> None:
    history = {
        "requested_at": "2026-03-09T08:00", "now": "2026-03-10T18:00:40", "preferred": "", "not_before": None,
        "textable": True, "kind": "callback", "texts": ["2026-03-09T09:01"], "others": ["2026-03-06T09:00"],
        "tries": [
            {"at": "2026-03-09T09:00", "outcome": "no_answer", "ring": 45},
            {"at": "2026-03-09T14:00", "outcome": "machine", "ring": None},
            {"at": "2026-03-10T18:00", "outcome": "no_answer", "ring": 30.5},
        ],
    }  # fmt: skip
    [answer] = run(history)
    assert (answer["action"], answer["at"]) == ("decide", "2026-03-12T18:00:00+08:00")
    assert answer["text_at"] == "2026-03-10T18:00:40+08:00"
    assert answer["why"].startswith("3 attempts count, on 2 days and in 3 parts of the day.")


def test_a_follow_up_a_wish_and_an_urgent_case_are_told_apart(run: Answers) -> None:
    wish = {**FRIDAY, "not_before": "2026-02-17T10:00"}
    urgent = {"requested_at": "2026-03-09T10:00", "now": "2026-03-09T10:00", "urgent": True}
    tries = [{"at": "2026-03-09T09:00", "outcome": "no_answer", "ring": 45}]
    follow_up = {"requested_at": "2026-03-09T08:00", "now": "2026-03-09T09:01", "kind": "follow_up"}
    assert [answer["at"] for answer in run(wish, urgent, {**follow_up, "tries": tries})] == [
        "2026-02-17T10:00:00+08:00",
        "2026-03-09T10:00:00+08:00",
        "2026-03-10T14:00:00+08:00",
    ]


def test_settings_and_calendar_of_the_installation_hold(
    run: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_year = {"requested_at": "2026-12-31T20:00", "now": "2026-12-31T20:00"}
    assert run(new_year)[0]["action"] == "no_calendar"
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2027.csv").write_text("date,day,name\n2027-01-01,holiday,元旦\n", "utf-8")
    monkeypatch.setenv("HOTLINE_CALLBACK_HOURS", "10:00-11:00")
    assert run(new_year)[0]["at"] == "2027-01-04T10:00:00+08:00"
    monkeypatch.setenv("HOTLINE_TIMEZONE", "Europe/Berlin")
    assert run(new_year)[0]["at"] == "2027-01-04T10:00:00+01:00"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (b"", "JSON"),
        (b"nonsense", "JSON"),
        (b"[1]", "JSON"),
        (b"\xff{}", "JSON"),
        ({"requested_at": "2026-03-09T08:00"}, "now"),
        ({"now": "2026-03-09T08:00"}, "requested_at"),
        ({**FRIDAY, "now": "yesterday"}, "now"),
        ({**FRIDAY, "now": 1773014400}, "now"),
        ({**FRIDAY, "now": "9999-12-31T23:59"}, "now"),
        ({**FRIDAY, "preferred": "noon"}, "preferred"),
        ({**FRIDAY, "kind": "visit"}, "kind"),
        ({**FRIDAY, "textable": "yes"}, "textable"),
        ({**FRIDAY, "not_before": "soon"}, "not_before"),
        ({**FRIDAY, "tries": {}}, "tries"),
        ({**FRIDAY, "tries": ["busy"]}, "tries"),
        ({**FRIDAY, "tries": [{"at": "2026-02-13T19:55"}]}, "tries.outcome"),
        ({**FRIDAY, "tries": [{"outcome": "busy"}]}, "tries.at"),
        ({**FRIDAY, "tries": [{"at": "2026-02-13T19:55", "outcome": "asleep"}]}, "tries.outcome"),
        ({**FRIDAY, "tries": [{"at": "2026-02-13T19:55", "outcome": "busy", "ring": -1}]}, "tries.ring"),
        ({**FRIDAY, "tries": [{"at": "2026-02-13T19:55", "outcome": "busy", "ring": "long"}]}, "tries.ring"),
        ({**FRIDAY, "texts": ["x"]}, "texts"),
        ({**FRIDAY, "others": "2026-02-13T19:55"}, "others"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_is_wrong_and_the_others_are_answered(
    run: Answers, line: object, named: str
) -> None:
    bad, good = run(line, FRIDAY, code=1)
    assert set(bad) == {"error"} and named in bad["error"].split()
    assert good["action"] == "call"


def test_a_setting_that_cannot_be_read_ends_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_CALLBACK_MIN_ATTEMPTS", "0")
    result = CliRunner().invoke(main, ["callbacks", "plan"], input="")
    assert result.exit_code == 1 and "HOTLINE_CALLBACK_MIN_ATTEMPTS" in result.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_words(language: str) -> None:
    reasons = [
        "first", "again", "evening", "new_day", "new_part", "new_day_and_part", "asked", "decide",
        "unassigned", "stuck", "no_calendar", *(f"preferred_{part}" for part in Part),
    ]  # fmt: skip
    assert [why for why in reasons if f"callbacks.why.{why}" not in words(language)] == []
