"""`hotline match`: every line of input is answered; the measures count what was decided."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from intake.cli.directory import directory
from intake.cli.match import match
from intake.directory.sample import write_sample
from tests.unit.matching.halls import hall_from

DAY = date(2026, 11, 20)
AT = "2026-11-20T17:30:00+08:00"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command on lines of input, in an installation that holds the sample hall."""
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path / "data"))
    write_sample(tmp_path / "hall", DAY)
    runner = CliRunner()
    assert runner.invoke(directory, ["import", str(tmp_path / "hall")]).exit_code == 0

    def lines(*given: object, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        raw = b"".join(g + b"\n" if isinstance(g, bytes) else json.dumps(g).encode() + b"\n" for g in given)
        result = runner.invoke(match, ["--language", "en", *options], input=raw)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    return lines


@pytest.fixture
def duty(tmp_path: Path, run: Any) -> Any:
    return next(duty for duty in hall_from(tmp_path / "hall").duties if duty.on == DAY)


def test_a_message_with_everything_in_it_is_pinned_and_says_why(run: Any, duty: Any) -> None:
    text = f"今天{duty.window}号窗口工号{duty.staff_no}骂我"
    [answer] = run({"text": text, "channel": "sms", "received_at": AT})
    assert answer["decision"] == "pin"
    assert (answer["staff_no"], answer["window"]) == (duty.staff_no, duty.window)
    assert [item["kind"] for item in answer["evidence"]] == ["window", "staff_no", "when"]
    assert answer["ask"] is None
    assert f"said staff number {duty.staff_no}" in answer["reasons"]
    assert any(
        f"{duty.staff_no} was on duty at window {duty.window}" in reason for reason in answer["reasons"]
    )


def test_a_window_alone_is_asked_for_the_staff_number(run: Any, duty: Any) -> None:
    [answer] = run({"text": f"{duty.window}号窗口骂人", "channel": "speech", "received_at": AT})
    assert answer["decision"] == "ask"
    assert answer["ask"]["kind"] == "staff_no"
    assert answer["staff_no"] is None
    assert {"staff_no", "score", "reasons"} == answer["candidates"][0].keys()


def test_what_is_not_about_a_person_is_other(run: Any) -> None:
    [answer] = run({"text": "退订", "channel": "sms", "received_at": AT})
    assert answer["decision"] == "other"


BAD_LINES = (
    b"", b"not json", b"[]", b"\xff\xfe", b'{"text": 1}', b"null", b"{" * 20_000,
    b'{"text": "x", "channel": "fax"}',
    b'{"text": "x", "channel": "sms"}',
    b'{"text": "x", "channel": "sms", "received_at": "2026-11-20T10:00:00"}',
    b'{"text": "x", "channel": "sms", "received_at": "0001-01-01T00:00:00+14:00"}',
    b'{"text": "x", "channel": "sms", "received_at": "2026-11-20T10:00:00+08:00", "hall": "NO"}',
)  # fmt: skip


def test_every_line_is_answered_and_a_bad_one_stops_nothing(run: Any) -> None:
    good = {"text": "窗口骂人", "channel": "sms", "received_at": AT}
    answers = run(*BAD_LINES, good)
    assert len(answers) == len(BAD_LINES) + 1
    assert all(answer.keys() == {"error"} for answer in answers[:-1])
    assert answers[-1]["decision"] == "ask"


@pytest.mark.parametrize("text", ["", "\x00", "😀" * 3_000, "1" * 20_000, "Ａ" * 100, "\ud800", "嗯"])
def test_odd_texts_are_answered(run: Any, text: str) -> None:
    [answer] = run({"text": text, "channel": "sms", "received_at": AT})
    assert answer["decision"] in ("ask", "other")


def test_the_measures_name_every_miss(tmp_path: Path, run: Any, duty: Any) -> None:
    pin = {"decision": "pin", "staff_no": duty.staff_no, "why": ""}
    good = {
        "id": "m1",
        "text": f"今天{duty.window}号窗口工号{duty.staff_no}骂我",
        "channel": "sms",
        "gold": pin,
    }
    lines = [
        good,
        good | {"id": "m2", "gold": pin | {"decision": "ask", "staff_no": None}},
        good | {"id": "m3", "text": "退订"},
    ]
    file = tmp_path / "gold.jsonl"
    file.write_text("".join(json.dumps(line | {"received_at": AT}) + "\n" for line in lines) + "oops\n")
    result = CliRunner().invoke(match, ["--language", "en", "--evaluate", str(file)])
    assert result.exit_code == 0
    assert "line 4: not a JSON object" in result.output
    assert "all: 3 messages; wrong pins 1; pins found 1/2" in result.output
    assert "wrong pin m2" in result.output
    assert "complaint lost m3" in result.output
