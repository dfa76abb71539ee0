"""What administrators see of the running hotline, the switch of callbacks, and the settings."""

import os
from dataclasses import fields, replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from intake.callbacks.alarms import Alarm, beat, is_on, raise_alarm
from intake.callbacks.dialer import SWITCH
from intake.callbacks.in_force import as_written
from intake.callbacks.model import CallbackRow
from intake.cases.model import ComplaintRow
from intake.config import Settings, load
from intake.console.access import Viewer
from intake.console.case_tables import AccessRow
from intake.console.managing.operation import read_operation
from intake.console.managing.settings_page import GROUPS
from intake.console.roles import Role
from intake.telephony.model import MessageStatus, OutgoingMessageRow
from intake.words import LANGUAGES, words
from tests.console.office import Office

NUMBER = "+8613800138000"
SECRET_WORDS = "给投诉人的短信"


def do(office: Office, work: Any) -> Any:
    with office.desk.services.database.write() as connection:
        return work(connection)


def viewer(**profile: Any) -> Viewer:
    told: dict[str, Any] = {"hall_id": None, "staff_no": None} | profile
    roles = frozenset({Role.ADMINISTRATOR})
    return Viewer(account_id=1, login="a", name="a", roles=roles, language="zh", fresh=True, **told)


def a_failed_message(office: Office, complaint_id: int | None = None) -> None:
    services = office.desk.services
    now = services.clock()
    values = {
        "complaint_id": complaint_id, "purpose": "case_no", "to_sealed": services.sealer.seal(NUMBER, "x"),
        "body": SECRET_WORDS, "token": os.urandom(8).hex(), "status": MessageStatus.FAILED, "attempts": 4,
        "due_at": now, "error_code": "30003", "created_at": now, "updated_at": now,
    }  # fmt: skip
    do(office, lambda connection: connection.execute(insert(OutgoingMessageRow).values(values)))


def test_the_switch_stops_callbacks_at_once_and_names_who_turned_it(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    assert "立即停止回拨" in manager.get("managing/operation").text
    assert manager.post("managing/operation/switch", {"turn": "off"}).status_code == 303
    assert not do(office, lambda connection: is_on(connection, SWITCH))
    page = manager.get("managing/operation").text
    assert "韩冰" in page
    assert "恢复回拨" in page
    manager.post("managing/operation/switch", {"turn": "on"})
    assert do(office, lambda connection: is_on(connection, SWITCH))
    kept = do(office, lambda connection: connection.execute(select(AccessRow.what, AccessRow.reason)).all())
    assert [tuple(row) for row in kept] == [("callbacks_switched", "off"), ("callbacks_switched", "on")]


def test_the_switch_is_for_those_who_administer_all_halls_with_a_fresh_password(office: Office) -> None:
    hall = do(office, lambda connection: connection.scalar(select(ComplaintRow.hall_id))) or 1
    of_one = office.as_role(Role.ADMINISTRATOR, hall_id=hall)
    assert of_one.post("managing/operation/switch", {"turn": "off"}).status_code == 403
    assert "立即停止回拨" not in of_one.get("managing/operation").text
    supervisor = office.as_role(Role.SUPERVISOR)
    assert supervisor.post("managing/operation/switch", {"turn": "off"}).status_code == 403
    manager = office.as_role(Role.ADMINISTRATOR)
    office.desk.clock.advance(minutes=11)
    assert "/confirm" in manager.post("managing/operation/switch", {"turn": "off"}).headers["Location"]
    assert do(office, lambda connection: is_on(connection, SWITCH))


@pytest.mark.parametrize("alarm", list(Alarm))
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_alarm_says_what_to_do(office: Office, alarm: Alarm, language: str) -> None:
    now = office.desk.services.clock()
    do(office, lambda connection: raise_alarm(connection, alarm, "2031", now))
    page = office.as_role(Role.ADMINISTRATOR, language=language).get("managing/operation").text
    told = words(language)(f"doctor.alarm_{alarm}.mend", detail="2031", since="")
    assert told.replace("`", "") in unescape(page)


def test_background_work_that_fell_silent_is_told(office: Office) -> None:
    services, manager = office.desk.services, office.as_role(Role.ADMINISTRATOR)
    assert "从未运行" in manager.get("managing/operation").text
    do(office, lambda connection: beat(connection, "scheduler", services.clock()))

    def is_alive() -> bool:
        with services.database.read() as connection:
            return read_operation(connection, services, viewer(), services.clock()).is_alive

    assert is_alive()
    office.desk.clock.advance(minutes=3)
    assert not is_alive()
    told = words("zh")("doctor.scheduler_dead.mend").replace("`", "")
    assert told in manager.get("managing/operation").text


def test_callbacks_are_counted_as_far_as_one_may_see_their_cases(office: Office) -> None:
    services = office.desk.services
    call = office.desk.phone(NUMBER).dial()
    call.press("1")
    call.hang_up()
    due = services.clock() - timedelta(minutes=11)
    do(office, lambda connection: connection.execute(update(CallbackRow).values(due_at=due)))
    with services.database.read() as connection:
        seen = read_operation(connection, services, viewer(), services.clock())
        elsewhere = read_operation(connection, services, viewer(hall_id=999), services.clock())
    assert (seen.waiting.pending, seen.waiting.late, seen.waiting.operator) == (1, 1, 0)
    assert (elsewhere.waiting.pending, elsewhere.waiting.late) == (0, 0)


def test_what_was_given_up_is_counted_by_kind_as_far_as_one_may_see_the_cases(office: Office) -> None:
    office.desk.phone(NUMBER).text("昨天上午3号窗口1003态度很差，骂人")
    a_failed_message(office, do(office, lambda connection: connection.scalar(select(ComplaintRow.id))))
    services = office.desk.services
    with services.database.read() as connection:
        for someone, expected in ((viewer(), 1), (viewer(staff_no="1003"), 0)):
            seen = read_operation(connection, services, someone, services.clock())
            assert {one.name: one.count for one in seen.piles} == {
                "recordings": 0, "messages": expected, "deliveries": 0,
            }  # fmt: skip


def test_every_policy_of_callbacks_is_shown_with_value_default_and_reason(office: Office) -> None:
    page = office.as_role(Role.ADMINISTRATOR).get("managing/settings").text
    by_name = {item.name: item.metadata for item in fields(Settings)}
    for field in (field for group in GROUPS.values() for field in group):
        assert by_name[field]["name"] in page
        assert not by_name[field]["secret"]
        assert words("zh")(f"console.setting.{field}.reason") in page


def test_a_value_is_written_as_one_would_set_it() -> None:
    settings = load({})
    by_name = {item.name: item.metadata for item in fields(Settings)}
    for field in (field for group in GROUPS.values() for field in group):
        value = getattr(settings, field)
        assert by_name[field]["read"](as_written(value)) == value, field
    assert as_written(timedelta(minutes=90)) == "90m"
    assert as_written(timedelta(0)) == "0s"
    assert as_written(replace(settings, callback_rate=0.5).callback_rate) == "0.5"
