"""What others do while the directory is changed: callers are kept, changes meet, other processes see them."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from intake import create_app, wire
from intake.cli.scheduler import clear, dialer_for
from intake.console.halls.deeds import Directing
from intake.console.halls.model import UploadRow
from intake.console.roles import Role
from intake.directory.importing import import_directory
from intake.directory.judging import TRIES
from intake.directory.proposing import Proposal
from intake.simulator.network import Network
from intake.simulator.transport import WsgiTransport
from intake.telephony.client import client_for
from tests import cast
from tests.cast import HALL, HOTLINE
from tests.console.directing import (
    DIGEST,
    ROSTER,
    apply,
    as_csv,
    duties_on,
    duty_id,
    hall_id,
    hall_now,
    place_of,
    upload,
    versions,
)
from tests.console.office import Console, Office

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
LONGEST = 30.0  # seconds, for what is over in a moment
MONDAY = date(2026, 11, 9)
DAY = date(2026, 11, 20)
MONTH = (ROSTER, (HALL, "2026-11-20", "9:00", "12:00", "3", "1001"))
WINDOW = {"window": "7", "service": "医疗保险"}


@dataclass
class Judging:
    """The step that judges a change of the directory. meanwhile: what happens before its result is given."""

    meanwhile: Callable[[], object] = field(default=lambda: None)
    times: int = 0


@pytest.fixture
def judging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Judging]:
    judged, held = Directing.propose, Judging()

    def propose(directing: Directing, *given: object, **named: object) -> Proposal:
        found: Proposal = judged(directing, *given, **named)  # type: ignore[arg-type]  # handed on as it came
        held.times += 1
        held.meanwhile()
        return found

    monkeypatch.setattr(Directing, "propose", propose)
    yield held


def ended(office: Office, manager: Console) -> TestResponse:
    """A duty ended by hand."""
    return manager.post(f"managing/directory/{hall_id(office)}/roster/{duty_id(office, MONDAY, '1001')}/end")


def imported(office: Office, folder: Path, day: date) -> None:
    """A duty more on a day, by the command."""
    folder.mkdir(exist_ok=True)
    line = (HALL, day.isoformat(), "9:00", "12:00", "12", "1012")
    (folder / "roster.csv").write_bytes(as_csv((ROSTER, line)))
    import_directory(office.desk.services.database, folder, cast.NOW)


@BOTH
@pytest.mark.parametrize("by_hand", [True, False])
def test_who_texts_is_kept_while_a_change_is_being_judged(
    office: Office, judging: Judging, by_hand: bool
) -> None:
    manager, begun, released = office.as_role(Role.ADMINISTRATOR), Event(), Event()
    preview = place_of(upload(manager, roster=MONTH))
    digest = DIGEST.search(manager.get(preview).text)
    assert digest

    def hold() -> None:
        begun.set()
        assert released.wait(LONGEST)

    judging.meanwhile = hold
    with ThreadPoolExecutor(1) as pool:
        changing = (
            pool.submit(ended, office, manager)
            if by_hand
            else pool.submit(manager.post, preview, {"digest": digest[1]})
        )
        try:
            assert begun.wait(LONGEST)
            start = time.monotonic()
            office.desk.phone().text("昨天上午在3号窗口，工号1001的工作人员骂人")
            took = time.monotonic() - start
            kept, still = len(office.desk.cases()), len(versions(office))
        finally:
            released.set()
        assert changing.result().status_code == 303
    assert (kept, still) == (1, 1), "the message is stored, and the change not yet"
    assert took < LONGEST / 2
    assert len(versions(office)) == 2


@BOTH
def test_a_change_by_hand_is_judged_anew_where_another_came_between(
    office: Office, judging: Judging, tmp_path: Path
) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)

    def first_time() -> None:
        if judging.times == 1:
            imported(office, tmp_path / "between", DAY)

    judging.meanwhile = first_time
    assert ended(office, manager).status_code == 303
    assert [one[1] for one in versions(office)] == ["directory", "between", "by-hand.duty_end"]
    assert duties_on(office, DAY) == {("12", "09:00", "1012")}
    assert ("3", "09:00", "1001") not in duties_on(office, MONDAY)


def test_where_others_go_on_changing_nothing_is_stored_and_the_form_stays_filled(
    office: Office, judging: Judging, tmp_path: Path
) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    judging.meanwhile = lambda: imported(office, tmp_path / "again", DAY + timedelta(days=judging.times))
    answer = manager.post(f"managing/directory/{hall_id(office)}/windows/new", WINDOW)
    assert answer.status_code == 422
    assert "一直在被别人改动" in answer.text
    assert WINDOW["service"] in answer.text
    assert judging.times == TRIES
    assert WINDOW["window"] not in hall_now(office).window_by_label


@BOTH
def test_what_came_between_preview_and_storing_makes_a_new_preview(
    office: Office, judging: Judging, tmp_path: Path
) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    preview = place_of(upload(manager, roster=MONTH))
    digest = DIGEST.search(manager.get(preview).text)
    assert digest
    judging.times = 0

    def first_time() -> None:
        if judging.times == 1:
            imported(office, tmp_path / "between", DAY)

    judging.meanwhile = first_time
    assert place_of(manager.post(preview, {"digest": digest[1]})) == preview
    assert duties_on(office, DAY) == {("12", "09:00", "1012")}
    assert place_of(apply(manager, preview)).endswith("/versions/3")
    assert duties_on(office, DAY) == {("3", "09:00", "1001")}


def test_a_duty_that_ended_at_this_very_moment_is_not_changed(office: Office, judging: Judging) -> None:
    first, second = office.as_role(Role.ADMINISTRATOR), office.as_role(Role.ADMINISTRATOR)
    substitute = f"managing/directory/{hall_id(office)}/roster/{duty_id(office, MONDAY, '1001')}/substitute"
    first.post(f"managing/directory/{hall_id(office)}/staff/new", {"staff_no": "1030", "name": "丁一鸣"})
    judging.times = 0

    def first_time() -> None:
        if judging.times == 1:
            ended(office, first)

    judging.meanwhile = first_time
    assert "刚被别人改动" in second.post(substitute, {"staff_no": "1030"}, follow_redirects=True).text
    assert not {("3", "09:00", "1001"), ("3", "09:00", "1030")} & duties_on(office, MONDAY)


def test_a_day_written_as_people_write_it_keeps_what_else_it_holds(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    before = duties_on(office, MONDAY)
    given = {"date": "2026/11/9", "until": "", "start": "18:00", "end": "19:00", "window": "3"}
    manager.post(f"managing/directory/{hall_id(office)}/roster/new", given | {"staff_no": "1001"})
    assert duties_on(office, MONDAY) == before | {("3", "18:00", "1001")}


@BOTH
def test_a_change_counts_at_once_in_other_processes(office: Office) -> None:
    manager, desk = office.as_role(Role.ADMINISTRATOR), office.desk
    other = replace(wire(desk.services.settings), clock=desk.clock)
    try:
        assert other.halls.warm() == 1
        network = Network(
            account=desk.network.account,
            transport=WsgiTransport(create_app(services=other)),
            clock=desk.clock,
            later=desk.later,
        )
        elsewhere = replace(desk, services=other, network=network)
        swap = f"managing/directory/{hall_id(office)}/roster/{duty_id(office, MONDAY, '1001')}/swap"
        assert manager.post(swap, {"other": "5 09:00 1002"}).status_code == 303
        elsewhere.phone().text("投诉3号窗口，工号1002，今天上午9点半骂人")
        assert desk.case()["staff_no"] == "1002", "who is there by the new roster, not by the one kept ready"
    finally:
        other.database.close()


def test_the_dialler_calls_from_the_number_that_the_hall_has_now(office: Office) -> None:
    services = office.desk.services
    client = client_for(services.settings)
    dialer = dialer_for(services.in_force, services.database, client, services.sealer, Event())
    assert dialer.terms().line.number == HOTLINE
    data = {"name": "厅", "timezone": "Asia/Shanghai", "hotline": "+862888000099"}
    office.as_role(Role.ADMINISTRATOR).post(f"managing/directory/{hall_id(office)}/data", data)
    assert dialer.terms().line.number == "+862888000099"


@BOTH
def test_the_scheduler_deletes_uploads_that_nobody_applied_in_time(office: Office) -> None:
    database, clock = office.desk.services.database, office.desk.clock
    for age in (timedelta(hours=1), timedelta(hours=25)):
        clock.now = datetime.now(UTC) - age
        upload(office.as_role(Role.ADMINISTRATOR), roster=MONTH)
    assert clear(database) == 1
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(UploadRow)).scalar() == 1
