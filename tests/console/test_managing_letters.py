"""What was given up, in the console: listed by kind and reason, tried again through its queue, or settled."""

import os
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from intake.api.given_up import DELIVERIES
from intake.api.model import DeliveryRow, DeliveryStatus, HookRow, TokenRow
from intake.cases.model import ComplaintRow, EventRow, OptOutRow
from intake.cases.privacy import CALLER_COLUMN
from intake.console.access import Viewer
from intake.console.case_tables import AccessRow
from intake.console.managing import failing
from intake.console.roles import Role
from intake.desk.given_up import MESSAGES, RECORDINGS
from intake.telephony.model import MessageStatus, OutgoingMessageRow, RecordingRow, RecordingStatus
from intake.words import LANGUAGES, words
from tests.console.office import Office

NUMBER = "+8613800138000"
SECRET_WORDS = "给投诉人的短信"


def put(office: Office, row: Any, **values: Any) -> int:
    with office.desk.services.database.write() as connection:
        return int(connection.execute(insert(row).values(values).returning(row.id)).scalar_one())


def column(office: Office, query: Any) -> list[Any]:
    with office.desk.services.database.read() as connection:
        return list(connection.scalars(query))


def a_message(office: Office, status: MessageStatus = MessageStatus.FAILED, **values: Any) -> int:
    services = office.desk.services
    now = services.clock()
    usual = {
        "purpose": "case_no", "to_sealed": services.sealer.seal(NUMBER, CALLER_COLUMN), "body": SECRET_WORDS,
        "token": os.urandom(8).hex(), "status": status, "attempts": 4, "due_at": now, "error_code": "30003",
        "created_at": now, "updated_at": now,
    }  # fmt: skip
    return put(office, OutgoingMessageRow, **usual | values)


def a_recording(office: Office, reason: str = "not_there", **values: Any) -> int:
    now = office.desk.services.clock()
    usual = {
        "provider_recording_id": "RE" + os.urandom(8).hex(), "status": RecordingStatus.FAILED, "attempts": 16,
        "due_at": now, "first_seen_at": now, "last_fault": reason,
    }  # fmt: skip
    return put(office, RecordingRow, **usual | values)


def a_delivery(office: Office, *, ended: bool = False) -> int:
    services = office.desk.services
    now = services.clock()
    if not column(office, select(EventRow.id)):
        office.desk.phone(NUMBER).text("昨天上午3号窗口1003态度很差，骂人")
    token = put(
        office, TokenRow, name=os.urandom(4).hex(), digest=os.urandom(4).hex(), scopes=["read"],
        per_minute=60, created_at=now, created_by="x",
    )  # fmt: skip
    hook = put(
        office, HookRow, ref=os.urandom(4).hex(), token_id=token, url="https://bureau.example/hook",
        secret_sealed=b"x", kinds=[], created_at=now, scanned_to=0, ceiling=0, ceiling_at=now,
        ended_at=now if ended else None,
    )  # fmt: skip
    return put(
        office, DeliveryRow, ref=os.urandom(4).hex(), hook_id=hook, status=DeliveryStatus.DEAD, attempts=10,
        event_id=column(office, select(EventRow.id))[0], due_at=now, fault="unreachable", created_at=now,
    )  # fmt: skip


def act(office: Office, kind: str, deed: str, *ids: int, **form: Any) -> Any:
    manager = office.as_role(Role.ADMINISTRATOR)
    return manager.post(f"managing/letters/{kind}", {"deed": deed, "ids": [str(one) for one in ids]} | form)


def test_each_kind_is_listed_with_its_reason_in_words_and_without_number_text_or_case(office: Office) -> None:
    a_message(office)
    a_recording(office)
    a_delivery(office)
    case_no = column(office, select(ComplaintRow.case_no))[0]
    manager = office.as_role(Role.ADMINISTRATOR)
    for kind, code in (("messages", "30003"), ("recordings", "not_there"), ("deliveries", "unreachable")):
        page = manager.get(f"managing/letters?kind={kind}").text
        assert f"<code>{code}</code>" in page
        for hidden in (NUMBER[-4:], SECRET_WORDS, case_no, "bureau.example"):
            assert hidden not in page
    assert "连不上对方" in page
    assert manager.get("managing/letters?kind=gone").status_code == 404


def test_a_recording_is_due_once_more_with_all_its_tries(office: Office) -> None:
    entry = a_recording(office)
    assert act(office, "recordings", "again", entry).status_code == 303
    with office.desk.services.database.read() as connection:
        row = connection.execute(select(RecordingRow.status, RecordingRow.attempts)).one()
    assert tuple(row) == (RecordingStatus.PENDING, 0)
    assert column(office, select(AccessRow.what)) == ["failures_retried"]
    assert column(office, select(AccessRow.reason)) == [f"recordings: 1 ({entry})."]


def test_a_text_goes_out_anew_and_the_one_that_failed_stays_as_evidence(office: Office) -> None:
    entry = a_message(office)
    act(office, "messages", "again", entry)
    with office.desk.services.database.read() as connection:
        rows = connection.execute(select(OutgoingMessageRow).order_by(OutgoingMessageRow.id)).all()
    old, new = rows
    assert (old.status, old.settled_at is not None) == (MessageStatus.FAILED, True)
    assert (new.status, new.body, new.attempts) == (MessageStatus.QUEUED, SECRET_WORDS, 0)
    assert new.token != old.token


def test_a_text_that_is_tried_again_at_night_waits_for_the_hours_of_texts(office: Office) -> None:
    entry = a_message(office)
    office.desk.clock.advance(hours=9)  # from noon to nine in the evening
    act(office, "messages", "again", entry)
    due = column(office, select(OutgoingMessageRow.due_at).order_by(OutgoingMessageRow.id))[-1]
    assert due == office.desk.services.clock() + timedelta(hours=11, minutes=30)


@pytest.mark.parametrize(
    ("status", "code"), [(MessageStatus.UNKNOWN, "ambiguous"), (MessageStatus.FAILED, "consent 21610")]
)
def test_a_text_of_unknown_fate_or_unwanted_is_not_sent_again(
    office: Office, status: MessageStatus, code: str
) -> None:
    entry = a_message(office, status, error_code=code)
    act(office, "messages", "again", entry)
    assert column(office, select(func.count(OutgoingMessageRow.id))) == [1]


def test_nobody_who_wants_no_texts_gets_one_by_trying_again(office: Office) -> None:
    services = office.desk.services
    entry = a_message(office)
    with services.database.write() as connection:
        values = {"caller_index": services.sealer.index(NUMBER), "at": services.clock()}
        connection.execute(insert(OptOutRow).values(values))
    act(office, "messages", "again", entry)
    assert column(office, select(func.count(OutgoingMessageRow.id))) == [1]


def test_an_event_is_sent_again_unless_its_hook_was_ended(office: Office) -> None:
    live, ended = a_delivery(office), a_delivery(office, ended=True)
    act(office, "deliveries", "again", live, ended)
    found = column(office, select(DeliveryRow.status).order_by(DeliveryRow.id))
    assert found == [DeliveryStatus.PENDING, DeliveryStatus.DEAD]


def test_what_is_settled_is_gone_from_the_list_and_the_reason_is_kept(office: Office) -> None:
    entry = a_recording(office)
    without = act(office, "recordings", "settle", entry)
    assert without.status_code == 422
    assert "写明原因" in without.text
    assert act(office, "recordings", "settle", entry, why="服务商已删除").status_code == 303
    manager = office.as_role(Role.ADMINISTRATOR)
    assert "没有未送达的条目" in manager.get("managing/letters?kind=recordings").text
    assert column(office, select(RecordingRow.status)) == [RecordingStatus.FAILED]
    assert column(office, select(AccessRow.reason)) == [f"recordings: 1 ({entry}). 服务商已删除"]


def test_all_of_one_reason_are_tried_at_once_and_the_others_stay(office: Office) -> None:
    for reason in ("not_there", "not_there", "too_slow"):
        a_recording(office, reason)
    page = office.as_role(Role.ADMINISTRATOR).get("managing/letters?kind=recordings&reason=not_there").text
    assert page.count('name="ids"') == 2
    assert act(office, "recordings", "again", which="all", reason="not_there").status_code == 303
    found = column(office, select(RecordingRow.status).order_by(RecordingRow.id))
    assert found == [RecordingStatus.PENDING, RecordingStatus.PENDING, RecordingStatus.FAILED]
    assert act(office, "recordings", "again").status_code == 422, "none was chosen"


def test_long_lists_have_pages_without_gaps(office: Office) -> None:
    ids = {a_recording(office) for _ in range(failing.PAGE * 2 + 3)}
    services, seen, below = office.desk.services, set(), None
    with services.database.read() as connection:
        for _ in range(3):
            page, below = failing.latest(connection, someone(), RECORDINGS, "not_there", below)
            seen |= {one.id for one in page}
    assert (seen, below) == (ids, None)


def someone(**profile: Any) -> Viewer:
    told: dict[str, Any] = {"hall_id": None, "staff_no": None} | profile
    roles = frozenset({Role.ADMINISTRATOR})
    return Viewer(account_id=1, login="a", name="a", roles=roles, language="zh", fresh=True, **told)


@pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
def test_what_belongs_to_a_case_about_oneself_is_not_there_to_be_seen_or_tried(office: Office) -> None:
    a_delivery(office)
    case = column(office, select(ComplaintRow.id))[0]
    a_message(office, complaint_id=case)
    a_recording(office, complaint_id=case)
    with office.desk.services.database.read() as connection:
        for viewer, expected in ((someone(), 1), (someone(staff_no="1003"), 0), (someone(hall_id=999), 0)):
            for box in (RECORDINGS, MESSAGES, DELIVERIES):
                assert failing.pile(connection, viewer, box).count == expected, box.name
                assert len(failing.latest(connection, viewer, box)[0]) == expected
                assert len(failing.reasons(connection, viewer, box)) == expected
                assert len(failing.chosen(connection, viewer, box, None)) == expected


@pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("box", [RECORDINGS, MESSAGES, DELIVERIES], ids=lambda box: str(box.name))
def test_indices_of_what_was_given_up_answer_however_much_there_is_beside_it(
    office: Office, box: Any
) -> None:
    database, table = office.desk.services.database, box.row.__tablename__
    queries = {
        f"ix_{table}_given_up": failing.lying(someone(), box, box.id, box.at).limit(50),
        f"ix_{table}_reason": failing.lying(someone(), box, box.id, reason="x").limit(50),
    }
    with database.read() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")
        for index, query in queries.items():
            told = query.compile(connection, compile_kwargs={"literal_binds": True})
            word = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
            plan = "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{word}{told}"))
            assert index in plan or f"ix_{table}_reason" in plan, plan
            assert f"pk_{table}" not in plan


def test_trying_again_and_settling_need_the_right_and_a_fresh_password(office: Office) -> None:
    entry = a_recording(office)
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert office.as_role(role).get("managing/letters").status_code == 403
        assert office.as_role(role).post("managing/letters/recordings").status_code == 403
    manager = office.as_role(Role.ADMINISTRATOR)
    office.desk.clock.advance(minutes=11)
    answer = manager.post("managing/letters/recordings", {"deed": "again", "ids": str(entry)})
    assert "/confirm" in answer.headers["Location"]
    assert column(office, select(RecordingRow.status)) == [RecordingStatus.FAILED]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_what_providers_and_receivers_answer_has_a_meaning_in_words(office: Office, language: str) -> None:
    a_message(office, error_code="number 21211")
    page = unescape(
        office.as_role(Role.ADMINISTRATOR, language=language).get("managing/letters?kind=messages").text
    )
    assert words(language)("telephony.error.number", code="21211") in page
