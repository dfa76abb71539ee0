"""`hotline token` as an administrator uses it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.api.model import Scope
from intake.api.tokens import token_of
from intake.cli.main import main
from intake.database import Database
from tests.cast import install


@pytest.fixture(autouse=True)
def a_folder_of_its_own(migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HOTLINE_DATABASE_URL", migrated_url)
    monkeypatch.delenv("HOTLINE_LANGUAGE", raising=False)


def hotline(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["token", *arguments])


def test_a_token_is_shown_once_and_opens_what_it_was_made_for(database: Database, tmp_path: Path) -> None:
    install(database, tmp_path / "directory")
    made = hotline("add", "portal", "--scope", "read", "--scope", "write", "--hall", "TH")
    text = made.stdout.strip()
    assert made.exit_code == 0 and text.startswith("hli_")
    with database.read() as connection:
        found = token_of(connection, text)
        kept = str(connection.exec_driver_sql("SELECT * FROM api_token").one())
    assert found and found.scopes == {Scope.READ, Scope.WRITE} and found.hall == "TH"
    assert text not in kept
    listed = hotline("list").output
    assert "portal\tread,write\tTH\t120" in listed and text not in listed


def test_a_revoked_token_opens_nothing(database: Database) -> None:
    text = hotline("add", "portal", "--scope", "read").stdout.strip()
    assert hotline("revoke", "portal").exit_code == 0
    with database.read() as connection:
        assert token_of(connection, text) is None
    assert "已停用" in hotline("list").output
    assert hotline("revoke", "portal").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "portal"), "--scope"),
        (("add", "portal", "--scope", "everything"), "everything"),
        (("add", "portal", "--scope", "read", "--hall", "nowhere"), "nowhere"),
        (("add", "a\nb", "--scope", "read"), "64"),
        (("revoke", "nobody"), "nobody"),
    ],
)
def test_what_can_not_be_made_is_said(arguments: tuple[str, ...], said: str) -> None:
    refused = hotline(*arguments)
    assert refused.exit_code != 0 and said in refused.output


def test_a_name_is_used_once() -> None:
    assert hotline("add", "portal", "--scope", "read").exit_code == 0
    assert "portal" in hotline("add", "portal", "--scope", "read").output
