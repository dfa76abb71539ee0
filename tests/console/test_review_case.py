"""The page of a case without JavaScript: opened, decided, undone, asked about, never by two at once."""

import io
import re
import wave
from array import array

import pytest
from sqlalchemy import insert, select

from intake.cases.model import ComplaintRow
from intake.console.case_tables import AccessRow
from intake.console.roles import Role
from intake.telephony.model import RecordingRow, RecordingStatus
from tests.console.office import PASSWORD, Console, Office
from tests.console.waiting import a_call, a_doubtful_case, case_of, newest

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
FRIDAY = "上周五下午在3号窗口，那个姓陈的骂人，工号好像是1002"  # 1001 was there, 1002 at window 5
HIDDEN = re.compile(r'name="([^"]+)" value="([^"]*)"')


def form_of(page: str, name: str = "decide") -> dict[str, str]:
    """The hidden fields of a form, by the end of its address."""
    inside = re.search(rf'action="[^"]*/{name}[?"].*?</form>', page, re.S)
    assert inside, f"no form {name}"
    hidden = re.findall(r'<input type="hidden"[^>]*>', inside[0])
    return {found[1]: found[2] for field in hidden if (found := HIDDEN.search(field))}


def decide(console: Console, case_no: str, staff_no: str, **more: str) -> str:
    """Choose a candidate as the page's form does; gives where it leads."""
    page = console.get(f"queue/{case_no}").text
    answer = console.post(f"queue/{case_no}/decide", form_of(page) | {"staff_no": staff_no} | more)
    assert answer.status_code == 303, answer.text
    return answer.location


@BOTH
def test_a_candidate_is_chosen_and_the_next_case_opens_with_the_way_back(office: Office) -> None:
    first, second = (
        a_doubtful_case(office.desk, FRIDAY),
        a_doubtful_case(office.desk, number="+8613800138009"),
    )
    console = office.as_role(Role.OPERATOR)
    assert decide(console, first, "1001") == f"/console/queue/{second}"
    case = case_of(office.desk, first)
    assert (case["status"], case["window"], case["staff_no"]) == ("pinned", "3", "1001")
    assert case["attribution"] == "exact"
    opened = console.get(f"queue/{second}").text
    assert f'已定位。 <a href="/console/queue/{first}">' in opened
    back = console.post(f"queue/{first}/undo", form_of(opened, f"{first}/undo"))
    assert back.location == f"/console/queue/{first}"
    assert case_of(office.desk, first)["status"] == "in_review"
    assert "已定位。" not in console.get(f"queue/{second}").text, "told once"


def test_each_candidate_is_recorded_at_the_window_where_the_roster_had_them(office: Office) -> None:
    case_no = a_doubtful_case(office.desk, FRIDAY)
    console = office.as_role(Role.OPERATOR)
    page = console.get(f"queue/{case_no}").text
    fields = form_of(page)
    assert (fields["window:1001"], fields["window:1002"]) == ("3", "5")
    assert "与所说窗口 3 不符" in page
    assert '<mark title="窗口: 3">3号窗口' in page
    decide(console, case_no, "1002", window="B05")
    assert case_of(office.desk, case_no)["window"] == "B05"


def test_filters_go_on_with_the_next_case(office: Office) -> None:
    first = a_doubtful_case(office.desk, FRIDAY)
    a_doubtful_case(office.desk, "你们窗口的人态度真差", "+8613800138002")
    third = a_doubtful_case(office.desk, number="+8613800138003")
    console = office.as_role(Role.OPERATOR)
    page = console.get(f"queue/{first}?doubt=contradictory").text
    sent = console.post(f"queue/{first}/decide?doubt=contradictory", form_of(page) | {"staff_no": "1001"})
    assert sent.location == f"/console/queue/{third}?doubt=contradictory"


def test_without_a_next_case_the_queue_opens(office: Office) -> None:
    case_no = a_doubtful_case(office.desk, FRIDAY)
    console = office.as_role(Role.OPERATOR)
    assert decide(console, case_no, "1001") == "/console/queue"
    assert "已定位。" in console.get("queue").text


@BOTH
def test_two_do_not_decide_one_case_and_what_was_chosen_is_kept(office: Office) -> None:
    case_no = a_doubtful_case(office.desk, FRIDAY)
    one, other = office.as_role(Role.OPERATOR, name="苏晴"), office.as_role(Role.OPERATOR, name="罗文")
    page = one.get(f"queue/{case_no}").text
    held = other.get(f"queue/{case_no}").text
    assert "苏晴 正在处理这个案件" in held
    assert 'type="radio" name="staff_no"' not in held
    assert other.post(f"queue/{case_no}/decide", {"staff_no": "1002"}).status_code == 409
    assert other.post(f"queue/{case_no}/take").status_code == 303
    decide(other, case_no, "1002")
    late = one.post(f"queue/{case_no}/decide", form_of(page) | {"staff_no": "1001"})
    assert late.status_code == 409
    assert "尚未按您的选择办理" in late.text
    assert "人工定位 · 工号 1002 · 5 号窗口" in late.text
    assert re.search(r'value="1001" required data-choice="\d" checked', late.text)
    assert case_of(office.desk, case_no)["staff_no"] == "1002"


def test_a_word_of_the_complainant_meanwhile_is_not_passed_over(office: Office) -> None:
    phone = office.desk.phone("+8613800138000")
    case_no = a_doubtful_case(office.desk, FRIDAY)
    console = office.as_role(Role.OPERATOR)
    fields = form_of(console.get(f"queue/{case_no}").text)
    phone.text("工号是1001，不是1002")
    sent = console.post(f"queue/{case_no}/decide", fields | {"staff_no": "1002"})
    assert sent.status_code == 409
    assert case_of(office.desk, case_no)["staff_no"] != "1002"


def test_a_case_falls_free_when_left_and_after_ten_idle_minutes(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    one, other = office.as_role(Role.OPERATOR, name="苏晴"), office.as_role(Role.OPERATOR, name="罗文")
    one.get(f"queue/{case_no}")
    one.post(f"queue/{case_no}/release")
    assert "正在处理这个案件" not in other.get(f"queue/{case_no}").text
    office.desk.clock.advance(minutes=5)
    other.get(f"queue/{case_no}/live?active=1")
    office.desk.clock.advance(minutes=9)
    other.get(f"queue/{case_no}/live")  # the page is open and nobody is there: that keeps nothing
    assert "罗文 正在处理" in one.get(f"queue/{case_no}").text
    office.desk.clock.advance(minutes=2)
    assert "正在处理这个案件" not in one.get(f"queue/{case_no}").text


def test_somebody_else_is_named_by_number_or_by_a_name_of_one(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    for person, expected in (("1012", "1012"), ("吴桐", "1012"), ("1012 吴桐", "1012")):
        case_no = a_doubtful_case(office.desk, number=f"+86138001380{office.desk.clock.now.minute:02d}")
        sent = console.post(f"queue/{case_no}/other", {"person": person, "other_window": "12"})
        assert sent.status_code == 303
        assert case_of(office.desk, case_no)["staff_no"] == expected
        office.desk.clock.advance(minutes=1)
    assert '<option value="1012">吴桐' in console.get(f"queue/{case_no}/people").text
    assert "赵离" not in console.get(f"queue/{case_no}/people").text, "left long ago"


@pytest.mark.parametrize(
    ("deed", "form", "told"),
    [
        ("decide", {}, "请先选择一个人"),
        ("other", {"person": "4711"}, "4711"),
        ("ask", {"question": "weather"}, "短信"),
        ("call", {"when": "then", "at": ""}, "请填写日期和时间"),
        ("call", {"when": "then", "at": "2026-11-09T11:59"}, "已经过去"),
        ("link", {"other": "123456789"}, "123456789"),
        ("transfer", {"bureau": "市医保局", "reason": " "}, "理由"),
        ("undo", {"seq": "1"}, "不能撤销"),
    ],
)
def test_what_can_not_be_done_is_said_and_what_was_written_stays(
    office: Office, deed: str, form: dict[str, str], told: str
) -> None:
    case_no = a_doubtful_case(office.desk)
    before = case_of(office.desk, case_no)
    console = office.as_role(Role.OPERATOR)
    refused = console.post(f"queue/{case_no}/{deed}", form)
    assert refused.status_code == 422
    assert told in refused.text
    assert all(value in refused.text for value in form.values() if len(value) > 3 and deed == "transfer")
    assert case_of(office.desk, case_no) == before


def test_every_other_deed_is_done_told_and_taken_back(office: Office) -> None:
    case_no, other_no = a_doubtful_case(office.desk), a_doubtful_case(office.desk, number="+8613800138002")
    console = office.as_role(Role.OPERATOR)
    deeds = {
        "note": {"text": "复核过监控"},
        "ask": {"question": "staff_no"},
        "call": {"when": "then", "at": "2026-11-10T10:00"},
        "link": {"other": other_no},
        "set_aside": {"reason": "咨询"},
        "transfer": {"bureau": "市医保局", "reason": "医保窗口"},
        "merge": {"other": other_no},
    }
    for deed, form in deeds.items():
        before = case_of(office.desk, case_no)["status"]
        assert console.post(f"queue/{case_no}/{deed}", form).status_code == 303, deed
        page = console.get(f"queue/{case_no}").text
        undone = console.post(f"queue/{case_no}/undo", form_of(page, f"{case_no}/undo"))
        assert undone.status_code == 303, deed
        assert case_of(office.desk, case_no)["status"] == before, deed
        assert "已撤销" in console.get(f"queue/{case_no}").text
    page = console.get(f"queue/{case_no}").text
    assert "复核过监控" in page
    assert "市医保局" in page


def test_like_cases_are_proposed_by_number(office: Office) -> None:
    first = a_doubtful_case(office.desk)
    office.desk.clock.advance(days=2)
    a_call(office.desk, ["1", "3#"], number="+8613800138000").hang_up()
    page = office.as_role(Role.OPERATOR).get(f"queue/{newest(office.desk)['case_no']}").text
    assert first in page
    assert "同一号码" in page


def test_a_number_is_masked_until_a_reason_is_given_by_somebody_fresh(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    console = office.as_role(Role.OPERATOR)
    page = console.get(f"queue/{case_no}").text
    assert "138****8000" in page
    assert "13800138000" not in page
    assert console.post(f"queue/{case_no}/unmask", {"what": "number", "reason": ""}).status_code == 422
    shown = console.post(f"queue/{case_no}/unmask", {"what": "number", "reason": "人工联系"})
    assert "+8613800138000" in shown.text
    assert "13800138000" not in console.get(f"queue/{case_no}").text
    assert "查看号码" in console.get(f"queue/{case_no}").text
    office.desk.clock.advance(minutes=11)
    stale = console.post(f"queue/{case_no}/unmask", {"what": "number", "reason": "人工联系"})
    assert stale.location.startswith("/console/confirm")
    assert console.post("confirm", {"password": PASSWORD, "next": "/console/queue"}).status_code == 303
    again = console.post(f"queue/{case_no}/unmask", {"what": "number", "reason": "人工联系"})
    assert "+8613800138000" in again.text


def test_who_may_search_sees_a_case_and_can_do_nothing_to_it(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    auditor = office.as_role(Role.AUDITOR)
    page = auditor.get(f"queue/{case_no}").text
    assert "其他处理" not in page
    assert "/unmask" not in page
    assert auditor.post(f"queue/{case_no}/decide", {"staff_no": "1001"}).status_code == 403
    assert auditor.post(f"queue/{case_no}/unmask", {"what": "number", "reason": "x"}).status_code == 403
    assert "正在处理" not in office.as_role(Role.OPERATOR).get(f"queue/{case_no}").text, (
        "looking takes nothing"
    )


def a_recording(office: Office, case_no: str) -> int:
    """Two seconds, of which the second is loud."""
    sound, folder = io.BytesIO(), office.desk.services.settings.media_dir
    with wave.open(sound, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8000)
        writer.writeframes(array("h", [0] * 8000 + [16384, -16384] * 4000).tobytes())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.wav").write_bytes(sound.getvalue())
    values = {
        "provider_recording_id": "RE1", "status": RecordingStatus.STORED, "seconds": 2, "attempts": 1,
        "content_type": "audio/x-wav", "file_name": "a.wav", "due_at": office.desk.clock(),
        "first_seen_at": office.desk.clock(),
    }  # fmt: skip
    with office.desk.services.database.write() as connection:
        of_case = select(ComplaintRow.id).where(ComplaintRow.case_no == case_no)
        values["complaint_id"] = connection.execute(of_case).scalar_one()
        added = connection.execute(insert(RecordingRow).values(**values).returning(RecordingRow.id))
        return int(added.scalar_one())


def test_a_recording_is_played_in_parts_for_who_decides_and_that_is_written_down(office: Office) -> None:
    case_no, other_no = a_doubtful_case(office.desk), a_doubtful_case(office.desk, number="+8613800138002")
    recording = a_recording(office, case_no)
    console = office.as_role(Role.OPERATOR)
    address = f"queue/{case_no}/recordings/{recording}"
    assert f'src="/console/{address}"' in console.get(f"queue/{case_no}").text
    parts = [console.get(address, headers={"Range": f"bytes={at}-{at + 99}"}) for at in (0, 100)]
    assert [(part.status_code, len(part.data)) for part in parts] == [(206, 100), (206, 100)]
    assert {part.headers["Cache-Control"] for part in parts} == {"no-store"}
    peaks = console.get(f"{address}/peaks").get_json()
    assert (peaks[0], peaks[-1]) == (0, 0.5)
    assert console.get(f"queue/{other_no}/recordings/{recording}").status_code == 404
    assert office.as_role(Role.OPERATOR, staff_no="1002").get(address).status_code == 404
    assert office.as_role(Role.AUDITOR).get(address).status_code == 403
    with office.desk.services.database.read() as connection:
        heard = select(AccessRow.account_id, AccessRow.what).where(AccessRow.what == "recording")
        (looked,) = connection.execute(heard).all()
    assert looked == (console.account_id, "recording")


def test_the_page_of_a_case_in_english_has_no_chinese_of_ours(office: Office) -> None:
    case_no = a_doubtful_case(office.desk, "3号窗口")
    page = office.as_role(Role.SUPERVISOR, language="en", name="Ann").get(f"queue/{case_no}").text
    main = page.partition("<main")[2]
    ours = re.sub(r"3号窗口|不知道|天河市政务服务中心|市社会保险局|陈明|陈敏|姓陈", "", main)
    assert not re.findall(r"[\u4e00-\u9fff]+", ours)
