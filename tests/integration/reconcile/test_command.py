"""`hotline reconcile`: the report in either language and for machines, and what its exit code says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.cli.reconcile import reconcile
from intake.database import Database
from tests.cast import install
from tests.integration.reconcile.listing import ACCOUNT, Listing, a_call, a_message, refusal


@pytest.fixture
def told(database: Database, migrated_url: str, tmp_path: Path, listing: Listing, profile: str) -> Told:
    install(database, tmp_path / "directory")
    at = datetime.now(UTC) - timedelta(hours=1)
    listing.rows["Messages"] = [a_message("M1", at, "我要投诉3号窗口")]
    listing.rows["Calls"] = [a_call("C1", at, duration="1")]
    return Told(
        {
            "HOTLINE_DATABASE_URL": migrated_url, "HOTLINE_DATA_DIR": str(tmp_path / "data"),
            "HOTLINE_PUBLIC_URL": "https://hotline.example", "HOTLINE_PROVIDER": profile,
            "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": "token", "TWILIO_API_BASE_URL": listing.url,
        }
    )  # fmt: skip


class Told:
    """The command in an environment of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def __call__(self, *words: str) -> Result:
        (Path(self.environment["HOTLINE_DATA_DIR"])).mkdir(exist_ok=True)
        return CliRunner().invoke(reconcile, list(words), env=self.environment)


def test_the_report_counts_and_names_nobody(told: Told) -> None:
    result = told("--language", "en")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert (
        "  Messages received: listed 1, known 0, brought in 1, mended 0, passed over 0, doubtful 0" in lines
    )
    assert "  Calls received: listed 1, known 0, brought in 0, mended 0, passed over 1, doubtful 0" in lines
    assert "138001" not in result.output
    assert "投诉" not in result.output
    again = told("--language", "zh-CN")
    assert "  收到的短信：对方清单 1，已有 1，补收 0，修正 0，略过 0，存疑 0" in again.output.splitlines()


def test_the_report_for_machines(told: Told) -> None:
    result = told("--json", "--since", "2h")
    report = json.loads(result.output)
    assert report["settled"] is True
    assert report["parts"]["messages_in"] == {
        "seen": 1, "known": 0, "brought_in": 1, "mended": 0, "passed_over": 0, "doubtful": 0, "fault": "",
    }  # fmt: skip
    assert datetime.fromisoformat(report["at"]) - datetime.fromisoformat(report["since"]) == timedelta(
        hours=2
    )


def test_a_list_that_could_not_be_read_is_an_exit_code(told: Told, listing: Listing) -> None:
    listing.spoil = lambda _asked, target: refusal(401, 20003) if "Recordings" in target else None
    result = told("--language", "en")
    assert result.exit_code == 1
    assert "  Recordings: the list could not be read to its end (configuration 20003)" in result.output
    assert "brought in 1" in result.output


def test_a_look_back_that_is_no_duration_is_refused(told: Told) -> None:
    assert told("--since", "yesterday").exit_code == 2


def test_without_an_account_there_is_nothing_to_compare_with(told: Told) -> None:
    told.environment["TWILIO_ACCOUNT_SID"] = ""
    result = told("--language", "en")
    assert result.exit_code == 1
    assert "TWILIO_ACCOUNT_SID" in result.output
