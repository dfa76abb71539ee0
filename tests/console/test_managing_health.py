"""Whether the background work runs and the provider answers, as those who do the work wrote it down."""

from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from sqlalchemy import select, update

from intake.callbacks.alarms import Alarm, raise_alarm
from intake.callbacks.facts import RECONCILED, VERIFIED, facts, note_fact
from intake.callbacks.jobs import Board
from intake.callbacks.model import CallbackRow, JobRow
from intake.callbacks.ticker import Ticking
from intake.cli.main import main
from intake.cli.scheduler import living, ticking
from intake.config import Settings
from intake.console.access import Viewer
from intake.console.managing.health import Health, read_health
from intake.console.roles import Role
from intake.reconcile.report import Mark, Marks, Part, Report
from intake.telephony.client import ProviderClient, client_for
from intake.telephony.faults import Kind, MediaFault, ProviderFault
from intake.telephony.ledger import Ledger
from intake.telephony.outbox import receive_status
from intake.words import LANGUAGES, words
from tests.console.office import Office

NUMBER = "+8613800138000"
ME = Viewer(
    account_id=1, login="a", name="a", roles=frozenset({Role.ADMINISTRATOR}), hall_id=None, staff_no=None,
    language="zh", fresh=True,
)  # fmt: skip


def health(office: Office, viewer: Viewer = ME) -> Health:
    services = office.desk.services
    with services.database.read() as connection:
        return read_health(connection, services, viewer, services.clock())


def board_of(office: Office) -> Board:
    clock = office.desk.services.clock
    return Board(worker="one:7", clock=clock, ledger=Ledger(clock=clock))


def write(office: Office, board: Board) -> None:
    with office.desk.services.database.write() as connection:
        board.write(connection)


def fails() -> int:
    raise ValueError(NUMBER)


@pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
def test_each_piece_of_work_tells_when_it_ran_what_it_did_and_how_it_failed(office: Office) -> None:
    board = board_of(office)
    done = board.watched(Ticking(name="messages", job=lambda: 3, every=1))
    failing = board.watched(Ticking(name="recordings", job=fails, every=1))
    assert done.job() == 3
    with pytest.raises(ValueError, match="138"):
        failing.job()
    write(office, board)
    (worker,) = health(office).workers
    assert (worker.name, worker.is_alive) == ("one:7", True)
    messages, recordings = worker.jobs
    assert (messages.done, messages.fails) == (3, False)
    assert (recordings.fault, recordings.fails) == ("ValueError", True)
    office.desk.clock.advance(minutes=2)
    assert not health(office).workers[0].is_alive
    page = office.as_role(Role.ADMINISTRATOR).get("managing/health").text
    assert "没有动静" in page
    assert NUMBER[-4:] not in page


def test_idling_is_written_down_every_half_minute_and_what_happens_at_once(office: Office) -> None:
    board = board_of(office)
    doing = {"count": 0}
    work = board.watched(Ticking(name="messages", job=lambda: doing["count"], every=1))

    def last_written() -> Any:
        work.job()
        write(office, board)
        with office.desk.services.database.read() as connection:
            return connection.scalar(select(JobRow.at))

    first = last_written()
    office.desk.clock.advance(seconds=10)
    assert last_written() == first
    doing["count"] = 1
    assert last_written() == first + timedelta(seconds=10)
    doing["count"] = 0
    office.desk.clock.advance(seconds=31)
    assert last_written() == first + timedelta(seconds=41)


def test_refusals_are_counted_by_code_with_their_meaning_until_a_day_is_over(office: Office) -> None:
    board = board_of(office)
    refusal = ProviderFault(Kind.CONFIGURATION, code=20003, status=401)
    for fault in (refusal, refusal, MediaFault("too_slow"), ProviderFault(Kind.ABSENT, status=404)):
        with pytest.raises((ProviderFault, MediaFault)), board.ledger.asking():
            raise fault
    write(office, board)
    found = health(office).provider
    assert {one.reason: (one.hour, one.day) for one in found.faults} == {
        "configuration 20003": (2, 2), "too_slow": (1, 1),
    }  # fmt: skip
    office.desk.clock.advance(hours=2)
    assert {one.hour for one in health(office).provider.faults} == {0}
    for language in LANGUAGES:
        page = unescape(office.as_role(Role.ADMINISTRATOR, language=language).get("managing/health").text)
        assert words(language)("telephony.error.configuration", code="20003") in page
    office.desk.clock.advance(hours=23)
    assert health(office).provider.faults == ()


def test_an_account_that_is_refused_is_told_until_the_provider_answers_again(office: Office) -> None:
    board = board_of(office)
    with board.ledger.asking():
        pass
    office.desk.clock.advance(seconds=5)
    with pytest.raises(ProviderFault), board.ledger.asking():
        raise ProviderFault(Kind.CONFIGURATION, status=401)
    write(office, board)
    services = office.desk.services
    with services.database.write() as connection:
        raise_alarm(connection, Alarm.DIALLING, "configuration 401", services.clock())
    seen = health(office).provider
    assert seen.refused is not None
    assert seen.stopped is not None
    page = office.as_role(Role.ADMINISTRATOR).get("managing/health").text
    assert "账户被拒绝" in page
    office.desk.clock.advance(seconds=5)
    with board.ledger.asking():
        pass
    write(office, board)
    assert health(office).provider.refused is None


def test_the_client_notes_what_it_hears(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client: ProviderClient = client_for(office.desk.services.settings)

    def unreachable(*_given: Any, **_named: Any) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "send", unreachable)
    with pytest.raises(ProviderFault):
        client.list_recordings(office.desk.services.clock())
    assert [reason for reason, _ in client.ledger.take().faults] == ["ambiguous"]


def test_a_report_of_a_message_that_was_not_delivered_is_counted_once(office: Office) -> None:
    services = office.desk.services
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"}
    for _ in range(2):
        receive_status(services.database, form, services.clock())
    assert [(one.reason, one.day) for one in health(office).provider.faults] == [("30003", 1)]
    assert health(office).provider.heard_at is not None


def test_what_is_due_and_late_is_counted_as_far_as_one_may_see_the_cases(office: Office) -> None:
    services = office.desk.services
    call = office.desk.phone(NUMBER).dial()
    call.press("1")
    call.hang_up()
    with services.database.write() as connection:
        due = services.clock() - timedelta(minutes=11)
        connection.execute(update(CallbackRow).values(due_at=due))
    (callbacks, *_) = health(office).queues
    assert (callbacks.name, callbacks.due, callbacks.late) == ("callbacks", 1, 1)


def test_the_last_comparison_is_told_with_its_findings(office: Office) -> None:
    services = office.desk.services
    assert "还没有核对过" in office.as_role(Role.ADMINISTRATOR).get("managing/health").text
    now = services.clock()
    part = Part(subject="calls_in", marks=Marks({Mark.BROUGHT_IN: 2, Mark.DOUBTFUL: 1}))
    report = Report(since=now, at=now, parts=(part,))
    with services.database.write() as connection:
        note_fact(connection, RECONCILED, now, report.as_values())
    page = office.as_role(Role.ADMINISTRATOR).get("managing/health").text
    assert "还有疑问" in page
    assert words("zh")("reconcile.part.calls_in") in page
    office.desk.clock.advance(minutes=16)
    assert health(office).is_reconciled_late


def test_verifying_the_timelines_keeps_its_result(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = office.desk.services
    monkeypatch.setenv("HOTLINE_DATABASE_URL", services.settings.database_url)
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(services.settings.data_dir))
    assert CliRunner().invoke(main, ["audit", "verify"]).exit_code == 0
    with services.database.read() as connection:
        assert facts(connection)[VERIFIED].told == {"broken": 0}


def test_every_piece_of_the_background_work_has_a_name_in_words(office: Office) -> None:
    services = office.desk.services
    settings: Settings = services.settings
    client = client_for(settings)
    board = board_of(office)
    work = ticking(services.in_force, services.database, client, services.sealer, None)  # type: ignore[arg-type]
    names = {one.name for one in work} | {living(settings, services.database, board).name, "reconcile"}
    assert {name for name in names if f"console.health.job_{name}" not in words("zh")} == set()


def test_health_is_for_administrators(office: Office) -> None:
    for role in Role:
        expected = 200 if role is Role.ADMINISTRATOR else 403
        assert office.as_role(role).get("managing/health").status_code == expected
