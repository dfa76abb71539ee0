"""A hotline as real processes, on either database; an in-process desk for stories that need a clock."""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from tests.faults.provider_stage import Stage
from tests.faults.served import Served
from tests.journey.conftest import Desk, desk_for
from tests.postgres import Postgres

STAGES = ("sqlite-twilio", "sqlite-compatible", "postgresql-twilio", "postgresql-compatible")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each story on one stage, turn and turn about: it takes seconds of real time on each.

    `EVERY_STAGE=1` plays all of them on every stage that they name.
    """
    if os.environ.get("EVERY_STAGE"):
        return
    stages: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if (story := story_of(item)) is not None:
            stages[story].append(item)
    left_out = {
        item
        for story, told in stages.items()
        for place, item in enumerate(told)
        if place != crc32(story.encode()) % len(told)
    }
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def story_of(item: pytest.Item) -> str | None:
    """A test without its stage; None for one that has no stage."""
    name = item.nodeid
    for stage in STAGES:
        name = name.replace(stage, "")
    return name if name != item.nodeid and "test_callback_" in name else None


@pytest.fixture
def served(migrated_url: str, tmp_path: Path) -> Iterator[Served]:
    """A hotline with a hall, not started yet; gone after the test."""
    hotline = Served(folder=tmp_path, database_url=migrated_url)
    hotline.install()
    yield hotline
    hotline.kill()


@pytest.fixture(params=["sqlite-twilio", "postgresql-compatible"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """Each database and each profile once: the journeys have all four together."""
    kind, _, profile = str(request.param).partition("-")
    if kind == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), tmp_path / 'desk.db')}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    made = desk_for(url, tmp_path, profile)
    yield made
    made.services.database.close()
    if kind == "postgresql":
        server.drop_database(url)


@pytest.fixture(scope="module", params=["twilio", "compatible"])
def sqlite_desk(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """One desk for all examples of a module, so that generated stories need no fresh database each."""
    folder = tmp_path_factory.mktemp("desk")
    copy = shutil.copy(migrated_sqlite, folder / "hotline.db")
    made = desk_for(f"sqlite:///{copy}", folder, str(request.param))
    yield made
    made.services.database.close()


@pytest.fixture(params=["sqlite-twilio", "postgresql-twilio"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """A served hotline at the tests' own provider, which is empty; its schedulers are the test's to start.

    A test about the other profile asks for `sqlite-compatible` and `postgresql-compatible` indirectly.
    """
    kind, _, profile = str(request.param).partition("-")
    if kind == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), tmp_path / 'stage.db')}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    made = Stage.make(tmp_path, url, profile)
    try:
        made.served.start()
        yield made
    finally:
        made.close()
    if kind == "postgresql":
        server.drop_database(url)
