"""For any history of imports: twice is once, and every version is loaded again exactly as it was."""

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.database import Database
from intake.directory.importing import import_directory
from intake.directory.service import load_hall
from matching.hall import Hall
from tests.integration.directory.files import NOW, Rows, a_duty, a_hall, a_person, a_window, write

CODES = count(1)
LABELS = ("1", "2", "A05")
NUMBERS = ("1001", "1002", "1003")
DAYS = ("2026-11-03", "2026-11-04", "2026-11-05")
HALVES = (("9:00", "12:00"), ("13:00", "17:00"))

Slot = tuple[str, str, tuple[str, str], str]
Step = tuple[tuple[str, ...] | None, tuple[str, ...] | None, list[Slot]]

services = st.sampled_from(["社保", "医保"])
windows = st.tuples(services, services, services)
people = st.tuples(*[st.sampled_from(["沈佳怡", "徐静"])] * 3)
slots = st.lists(
    st.tuples(*map(st.sampled_from, (DAYS, NUMBERS, HALVES, LABELS))),
    max_size=8,
    unique_by=lambda slot: slot[:3],
)
histories = st.lists(st.tuples(windows | st.none(), people | st.none(), slots), min_size=1, max_size=4)


def tables(code: str, step: Step) -> dict[str, Rows]:
    """One import: windows and staff only where they are given."""
    offered, named, roster = step
    found: dict[str, Rows] = {
        "roster": [a_duty(day, label, number, *half, hall=code) for day, number, half, label in roster]
    }
    if offered:
        labels = zip(LABELS, offered, strict=True)
        found["windows"] = [a_window(label, one, hall=code) for label, one in labels]
    if named:
        numbers = zip(NUMBERS, named, strict=True)
        found["staff"] = [a_person(number, one, hall=code) for number, one in numbers]
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_importing_twice_is_importing_once_and_every_version_reloads_exactly(
    database: Database, history: list[Step]
) -> None:
    code = f"H{next(CODES)}"
    seen: dict[int, Hall] = {}
    begin = tables(code, (("社保",) * 3, ("沈佳怡",) * 3, [])) | {"halls": [a_hall(code, hotline="")]}
    with TemporaryDirectory() as name:
        for step, files in enumerate([begin, *(tables(code, one) for one in history)]):
            folder = write(Path(name) / str(step), files)
            import_directory(database, folder, NOW)
            now = current(database, code)
            seen.setdefault(now.version, now)
            assert seen[now.version] == now
            assert not any(import_directory(database, folder, NOW).changes)
            assert current(database, code) == now
    with database.read() as connection:
        assert {version: load_hall(connection, code, version) for version in seen} == seen
    assert sorted(seen) == list(range(1, len(seen) + 1))


def current(database: Database, code: str) -> Hall:
    with database.read() as connection:
        found = load_hall(connection, code)
    assert found is not None
    return found
