"""Other systems register, read, list and complete complaints by the rules of the telephone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from intake.api.model import Scope
from intake.cases.confidential import CONFIDENTIAL
from intake.cases.model import ComplaintRow
from intake.cases.timeline import verify
from tests.contract.api.conftest import PHONE, System, system_of
from tests.contract.api.halls import add_hall
from tests.journey.conftest import Desk


def test_a_complaint_with_everything_in_it_is_pinned_at_once(desk: Desk, system: System) -> None:
    made = system.create(external_no="T2026-77", received_at="2026-11-09T10:30:00+08:00")
    assert (made["status"], made["attribution"]) == ("pinned", "exact")
    assert (made["window"], made["staff_no"], made["missing"]) == ("3", "1001", [])
    assert made["external_no"] == "T2026-77"
    assert made["external_received_at"] == "2026-11-09T02:30:00Z"
    assert made["received_at"] == "2026-11-09T04:00:00Z"
    assert desk.pending_callbacks() == 0
    assert system.get(f"/complaints/{made['case_no']}").get_json() == made


def test_a_missing_person_with_a_number_is_asked_for_by_a_call(desk: Desk, system: System) -> None:
    made = system.create(text="3号窗口的人态度太差了", phone=PHONE)
    assert (made["status"], made["missing"]) == ("identifying", ["staff_no"])
    assert made["phone"] == {"known": True, "masked": "****00"}
    assert desk.pending_callbacks() == 1


def test_a_missing_person_without_a_number_goes_to_people(desk: Desk, system: System) -> None:
    made = system.create(text="3号窗口的人态度太差了")
    assert made["status"] == "in_review"
    assert desk.pending_callbacks() == 0


def test_fields_count_as_much_as_words_and_contradict_them(system: System) -> None:
    pinned = system.create(text="态度太差了", window="3", staff_no="1001")
    assert (pinned["status"], pinned["staff_no"]) == ("pinned", "1001")
    contradicted = system.create(text="3号窗口工号1001骂人", window="12")
    assert contradicted["status"] == "in_review"


def test_days_count_from_when_it_came_in_elsewhere(system: System) -> None:
    """On 2 November 1002 stood in for 1001 at window 3."""
    made = system.create(text="今天上午3号窗口工号1001骂人", received_at="2026-11-02T11:00:00+08:00")
    assert made["status"] != "pinned"
    stood_in = system.create(text="今天上午3号窗口工号1002骂人", received_at="2026-11-02T11:00:00+08:00")
    assert (stood_in["status"], stood_in["staff_no"]) == ("pinned", "1002")


def test_evidence_completes_a_case_and_ends_its_callback(desk: Desk, system: System) -> None:
    made = system.create(text="3号窗口的人态度太差了", phone=PHONE)
    done = system.post(f"/complaints/{made['case_no']}/evidence", {"staff_no": "1001"}).get_json()
    assert (done["status"], done["staff_no"]) == ("pinned", "1001")
    assert desk.pending_callbacks() == 0
    events = system.get(f"/complaints/{made['case_no']}/events").get_json()["items"]
    assert [event["event"] for event in events] == ["registered", "asked", "pinned"]


def test_evidence_in_words_is_read_and_kept(system: System) -> None:
    made = system.create(text="3号窗口的人态度太差了", phone=PHONE)
    done = system.post(f"/complaints/{made['case_no']}/evidence", {"text": "工号是1001"}).get_json()
    assert done["status"] == "pinned" and done["statement"].endswith("工号是1001")


def test_evidence_about_somebody_else_is_refused(system: System) -> None:
    made = system.create(text="3号窗口的人态度太差了", phone=PHONE)
    answer = system.post(
        f"/complaints/{made['case_no']}/evidence", {"text": "投诉12号窗口工号1012昨天不理人"}
    )
    assert (answer.status_code, answer.get_json()["type"]) == (409, "urn:hotline-intake:problem:other_case")


def test_evidence_after_pinning_is_a_note(system: System) -> None:
    made = system.create()
    noted = system.post(f"/complaints/{made['case_no']}/evidence", {"window": "12"}).get_json()
    assert (noted["status"], noted["window"]) == ("pinned", "3")
    assert "12" in noted["statement"]


def test_the_same_external_number_is_registered_once(system: System) -> None:
    made = system.create(external_no="T1")
    again = system.post("/complaints", {"channel": "hotline_12345", "text": "另一件事", "external_no": "T1"})
    assert again.status_code == 409 and again.get_json()["case_no"] == made["case_no"]


def test_a_key_gives_the_first_answer_again_and_takes_effect_once(desk: Desk, system: System) -> None:
    body = {"channel": "web", "text": "3号窗口工号1001骂人"}
    first = system.post("/complaints", body, key="k1")
    second = system.post("/complaints", body, key="k1")
    assert first.get_data() == second.get_data() and second.status_code == 201
    assert first.headers["Location"] == second.headers["Location"]
    assert len(desk.cases()) == 1
    other = system.post("/complaints", body | {"text": "别的"}, key="k1")
    assert (other.status_code, other.get_json()["type"]) == (422, "urn:hotline-intake:problem:key_reused")
    assert system_of(desk).post("/complaints", body, key="k1").get_data() != first.get_data()


def test_pages_hold_every_case_once_newest_first(system: System) -> None:
    made = [system.create(text=f"第{number}件：3号窗口骂人")["case_no"] for number in range(7)]
    found, cursor = [], ""
    while True:
        page = system.get(f"/complaints?limit=3{cursor}").get_json()
        found += [item["case_no"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == made[::-1]


def test_what_changed_since_comes_in_order_of_change(desk: Desk, system: System) -> None:
    made = []
    for number in range(4):
        made.append(system.create(text=f"第{number}件：3号窗口骂人")["case_no"])
        desk.clock.advance(minutes=1)
    since = desk.clock().isoformat().replace("+00:00", "Z")
    desk.clock.advance(minutes=1)
    for case_no in (made[2], made[0]):
        system.post(f"/complaints/{case_no}/evidence", {"staff_no": "1001"})
        desk.clock.advance(seconds=1)
    first = system.get(f"/complaints?updated_since={since}&limit=1").get_json()
    second = system.get(f"/complaints?updated_since={since}&limit=1&cursor={first['next']}").get_json()
    assert [page["items"][0]["case_no"] for page in (first, second)] == [made[2], made[0]]
    assert second["next"] is None


def test_lists_are_filtered_by_status_hall_and_window(system: System) -> None:
    pinned = system.create()["case_no"]
    system.create(text="12号窗口的人骂人")

    def found(query: str) -> list[str]:
        return [item["case_no"] for item in system.get(f"/complaints?{query}").get_json()["items"]]

    assert (
        found("status=pinned&status=verifying") == [pinned] == found("window=3") == found("hall=TH&window=3")
    )
    assert found("hall=XX") == []


def test_a_list_and_a_case_show_no_number(desk: Desk, system: System) -> None:
    made = system.create(phone=PHONE)
    listed = system.get("/complaints").get_data(as_text=True)
    assert PHONE not in listed and "13800138000" not in listed
    assert "13800138000" not in system.get(f"/complaints/{made['case_no']}").get_data(as_text=True)


def test_a_number_is_shown_with_the_scope_and_a_reason_and_on_record(desk: Desk, system: System) -> None:
    made = system.create(phone=PHONE)
    path = f"/complaints/{made['case_no']}/contact"
    assert system_of(desk, (Scope.READ,)).post(path, {"reason": "call them"}).status_code == 403
    assert system.post(path, {}).status_code == 422
    assert system.post(path, {"reason": "call them"}).get_json() == {"phone": PHONE, "other_phone": None}
    with desk.services.database.read() as connection:
        row = connection.exec_driver_sql("SELECT actor, data FROM case_event WHERE event = 'unmasked'").one()
        assert list(verify(connection, desk.services.sealer.audit_key)) == []
    assert row[0] == "api:platform" and "call them" in row[1]


def test_of_a_confidential_case_neither_words_nor_number_are_given_out(desk: Desk, system: System) -> None:
    made = system.create(phone=PHONE)
    assert made["confidential"] is False
    with desk.services.database.write() as connection:
        flagged = update(ComplaintRow).values(flags=[CONFIDENTIAL])
        connection.execute(flagged.where(ComplaintRow.case_no == made["case_no"]))
    path = f"/complaints/{made['case_no']}"
    case = system.get(path).get_json()
    assert (case["confidential"], case["statement"]) == (True, "")
    assert case["phone"] == {"known": False, "masked": None}
    refused = system.post(f"{path}/contact", {"reason": "call them"})
    assert refused.status_code == 403
    assert refused.get_json()["type"].endswith(":confidential")


def test_giving_a_number_needs_the_scope(desk: Desk) -> None:
    writer = system_of(desk, (Scope.WRITE,))
    body = {"channel": "web", "text": "3号窗口骂人", "phone": PHONE}
    assert writer.post("/complaints", body).status_code == 403
    assert writer.get("/complaints").status_code == 403
    assert desk.cases() == []


def test_a_token_for_one_hall_sees_no_other(desk: Desk, system: System) -> None:
    add_hall(desk, "OTHER")
    made = system.create(hall="TH")
    stranger = system_of(desk, hall="OTHER")
    missing = stranger.get("/complaints/123456788")
    assert stranger.get(f"/complaints/{made['case_no']}").get_data() == missing.get_data()
    assert missing.status_code == 404
    assert stranger.get("/complaints").get_json()["items"] == []
    assert stranger.post(f"/complaints/{made['case_no']}/evidence", {"window": "3"}).status_code == 404
    assert stranger.post("/complaints", {"channel": "web", "text": "x", "hall": "TH"}).status_code == 403
    assert stranger.create(text="窗口骂人", hall=None)["hall"] == "OTHER"


@pytest.mark.parametrize("token", ["", "hli_wrong", "x" * 5000])
def test_no_token_no_answer(desk: Desk, token: str) -> None:
    system = System(desk.app.test_client(), token)
    answer = system.get("/complaints")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.content_type == "application/problem+json"


def test_a_token_has_its_limit(desk: Desk) -> None:
    system = system_of(desk, per_minute=3)
    codes = [system.get("/complaints").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert int(system.get("/complaints").headers["Retry-After"]) <= 61
    desk.clock.advance(minutes=1)
    assert system.get("/complaints").status_code == 200


def test_problems_speak_the_requests_language_and_quote_nothing(system: System) -> None:
    body = {"channel": "carrier pigeon", "text": "", "secret": "13800138000"}
    chinese = system.post("/complaints", body)
    system.language = "en-US,en;q=0.8"
    english = system.post("/complaints", body)
    assert chinese.status_code == english.status_code == 422
    assert chinese.get_json()["title"] == "内容有误" and english.get_json()["title"] != "内容有误"
    pointers = {error["pointer"] for error in english.get_json()["errors"]}
    assert pointers == {"/channel", "/text", "/secret"}
    assert "13800138000" not in english.get_data(as_text=True)
    assert "pigeon" not in english.get_data(as_text=True)


@pytest.mark.parametrize(
    ("raw", "code"), [(b"{", 422), (b"[]", 422), (b"\xff", 422), (b'{"a":NaN}', 422), (b"x" * 70_000, 413)]
)
def test_what_is_no_document_is_refused(system: System, raw: bytes, code: int) -> None:
    answer = system.ask("POST", "/complaints", raw=raw)
    assert (answer.status_code, answer.content_type) == (code, "application/problem+json")


def test_a_complaint_from_the_future_is_refused(desk: Desk, system: System) -> None:
    later = (desk.clock() + timedelta(hours=1)).isoformat()
    answer = system.post("/complaints", {"channel": "web", "text": "3号窗口", "received_at": later})
    assert answer.status_code == 422
