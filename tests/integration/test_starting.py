"""A process loads what it is for, when it starts, and nothing of it later."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake.database import Database
from tests import cast
from tests.architecture.house import ROOT

# Packages right below `intake` and `matching` that no room is: settings and words need none.
GROUND = {"intake", "intake.config", "intake.callback_settings", "intake.kinds", "intake.errors"}
GROUND |= {"intake.lean", "intake.setting"}
OF_THE_WEB = {"flask", "werkzeug", "jinja2", "wtforms", "flask_login", "flask_wtf", "gunicorn", "pydantic"}
OURS = ("intake", "matching")


def loaded_by(program: str, **environment: str) -> set[str]:
    """Names of all modules that a process has loaded after these lines."""
    listed = program + "\nimport sys\nprint(*sys.modules, sep='\\n')"
    return set(run("-c", listed, **environment).splitlines())


def run(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def ours(names: set[str]) -> set[str]:
    return {name for name in names if name.split(".")[0] in OURS}


def test_the_settings_load_no_room() -> None:
    assert ours(loaded_by("import intake.config")) == GROUND


def of_the_console(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith("intake.console")}


@pytest.mark.parametrize("name", ["create_app", "wire"])
def test_the_package_gives_what_the_outside_asks_it_for(name: str) -> None:
    assert f"intake.{'web' if name == 'create_app' else 'wiring'}" in loaded_by(f"from intake import {name}")


def test_the_package_has_no_other_names() -> None:
    run("-c", "import intake\ntry:\n    intake.nothing\nexcept AttributeError:\n    pass\nelse:\n    exit(1)")


def test_the_background_work_loads_nothing_of_the_web() -> None:
    names = loaded_by("import intake.cli.scheduler")
    assert {name.split(".")[0] for name in names} & OF_THE_WEB == set()
    assert "alembic" not in names


def test_of_the_console_the_background_work_loads_its_own_jobs_alone() -> None:
    jobs = loaded_by("import intake.console.clearing, intake.console.figures.tallying")
    assert of_the_console(loaded_by("import intake.cli.scheduler")) <= of_the_console(jobs)
    assert {name for name in jobs if name.endswith(("routes", "_page", "pages", ".access"))} == set()


@pytest.mark.parametrize("module", ["user", "settings", "callback_plan", "audit", "export", "directory"])
def test_commands_without_pages_load_nothing_of_the_web(module: str) -> None:
    names = {name.split(".")[0] for name in loaded_by(f"import intake.cli.{module}")}
    assert names & (OF_THE_WEB | {"alembic", "twilio", "apscheduler"}) == set()


def test_a_first_call_and_text_find_everything_loaded(
    database: Database, migrated_url: str, tmp_path: Path
) -> None:
    cast.install(database, tmp_path / "directory")
    loaded = run(
        str(ROOT / "tests" / "integration" / "first_call.py"),
        HOTLINE_DATABASE_URL=migrated_url,
        HOTLINE_DATA_DIR=str(tmp_path / "data"),
        HOTLINE_PUBLIC_URL="https://hotline.example",
        TWILIO_ACCOUNT_SID="AC" + "0" * 32,
        TWILIO_AUTH_TOKEN="12345-token",
    )
    assert set(loaded.split()) == set()
