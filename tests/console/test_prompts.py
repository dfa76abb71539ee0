"""Call prompts changed in the console: texts, recordings, history; and heard on the telephone at once."""

import io
import struct
import wave
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from intake.cases.model import ComplaintRow, ConversationRow
from intake.console.case_tables import AccessRow
from intake.console.clearing import forget_old
from intake.console.prompts.steps import steps
from intake.console.roles import Right, Role, rights_of
from intake.directory.model import HallRow
from intake.prompts.model import Place
from intake.prompts.policy import prompt_keys
from intake.prompts.store import history, newest
from intake.simulator.sound import tone
from intake.words import words
from tests.console.office import Console, Office

MENU = "managing/prompts/zh/voice.menu"
NOT_HEARD = "managing/prompts/zh/note.not_heard"
GREETING = "managing/prompts/zh/note.greeting"
TEXT = "投诉请按1，评价请按2，查询请按3，人工请按0。英语请按9。"


def seen(office: Office, place: Place) -> int:
    with office.desk.services.database.read() as connection:
        past = history(connection, place)
    return past[0].id if past else 0


def say(office: Office, somebody: Console, path: str, text: str, **more: Any) -> TestResponse:
    place = Place(key=path.rpartition("/")[2], language="zh", hall_id=more.get("hall"))
    return somebody.post(f"{path}/text", {"text": text, "seen": seen(office, place), **more})


def upload(office: Office, somebody: Console, path: str, data: bytes, said: str, **more: Any) -> TestResponse:
    place = Place(key=path.rpartition("/")[2], language="zh")
    form = {"sound": (io.BytesIO(data), "menu.bin"), "transcript": said, "seen": seen(office, place)}
    return somebody.post(f"{path}/recording", form | more)


def mp3(frames: int = 80) -> bytes:
    """Silence: frames of 128 kbit/s at 44.1 kHz, each 26 ms."""
    return (b"\xff\xfb\x90\x64" + bytes(413)) * frames


def hall_id(office: Office) -> int:
    with office.desk.services.database.read() as connection:
        return int(connection.execute(select(HallRow.id)).scalars().first() or 0)


def first_words(office: Office) -> str:
    """What a caller hears first, as a transcript."""
    return office.desk.new_phone().dial().hears


def test_every_prompt_of_a_call_stands_under_one_step() -> None:
    listed = [key for keys in steps().values() for key in keys]
    assert sorted(listed) == sorted(prompt_keys())


def test_whoever_does_not_administer_neither_sees_nor_changes_prompts(office: Office) -> None:
    for role in Role:
        allowed = Right.ADMINISTER in rights_of({role})
        somebody = office.as_role(role)
        assert (somebody.get("managing/prompts").status_code == 200) is allowed, role
        assert (say(office, somebody, MENU, TEXT).status_code == 303) is allowed, role


def test_a_changed_text_is_heard_in_the_next_call(office: Office) -> None:
    assert words("zh")("voice.menu") in first_words(office)
    answer = say(office, office.as_role(Role.ADMINISTRATOR), MENU, f"  {TEXT}\n")
    assert answer.status_code == 303
    heard = first_words(office)
    assert TEXT in heard
    assert words("zh")("voice.menu") not in heard


def test_values_are_filled_into_a_changed_text(office: Office) -> None:
    text = "您好，欢迎致电{hall}热线，通话会录音。"
    say(office, office.as_role(Role.ADMINISTRATOR), GREETING, text)
    assert "您好，欢迎致电天河市政务服务中心热线，通话会录音。" in first_words(office)


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (GREETING, "您好，通话会录音。", "缺少 {hall}"),
        (GREETING, "您好，{hall}{case_no}", "没有 {case_no}"),
        (GREETING, "您好，{hall.name}", "缺少 {hall}"),
        (GREETING, "您好，{hall} }", "大括号"),
        (GREETING, "您好，{hall!r}", "缺少 {hall}"),
        (MENU, "", "请填写文字"),
        (MENU, "按1。" * 300, "最多600字"),
        (MENU, words("zh")("voice.menu"), "没有变化"),
    ],
)
def test_a_text_that_cannot_be_said_is_refused_and_stays_in_the_form(
    office: Office, path: str, text: str, told: str
) -> None:
    answer = say(office, office.as_role(Role.ADMINISTRATOR), path, text)
    assert answer.status_code == 200
    assert told in answer.text
    assert office.desk.services.prompts.current.number in {-1, 0}


def test_a_recording_is_played_from_a_public_address_that_may_be_kept_for_ever(office: Office) -> None:
    sound = tone(2)
    assert upload(office, office.as_role(Role.ADMINISTRATOR), MENU, sound, TEXT).status_code == 303
    call = office.desk.new_phone().dial()
    (address,) = (line.text for line in call.transcript if line.kind.value == "played")
    assert f"<Play>{address}</Play>".encode() in (call.exchanges[-1].answer or pytest.fail()).body
    assert address.startswith(f"{office.url}/audio/")
    assert TEXT in call.hears
    path = address.removeprefix(office.url)
    fetched = office.desk.app.test_client().get(path)
    assert fetched.data == sound
    assert fetched.headers["Content-Type"] == "audio/wav"
    assert fetched.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in fetched.headers
    again = office.desk.app.test_client().get(path, headers={"If-None-Match": fetched.headers["ETag"]})
    assert again.status_code == 304
    part = office.desk.app.test_client().get(path, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"RIFF")


def test_an_mp3_is_taken_for_what_it_is_whatever_its_name(office: Office) -> None:
    assert upload(office, office.as_role(Role.ADMINISTRATOR), MENU, mp3(), TEXT).status_code == 303
    call = office.desk.new_phone().dial()
    (address,) = (line.text for line in call.transcript if line.kind.value == "played")
    fetched = office.desk.app.test_client().get(address.removeprefix(office.url))
    assert fetched.headers["Content-Type"] == "audio/mpeg"


def test_a_recording_that_is_not_there_is_not_found(office: Office) -> None:
    client = office.desk.app.test_client()
    for path in (f"{'0' * 64}.wav", f"{'0' * 64}.txt", "menu.wav", f"{'0' * 64}.exe"):
        assert client.get(f"/audio/{path}").status_code == 404


@pytest.mark.parametrize(
    ("data", "said", "told"),
    [
        (b"", TEXT, "请选择录音文件"),
        (b"<html>not a sound</html>", TEXT, "这不是WAV或MP3"),
        (tone(2)[:-1000], TEXT, "不完整"),
        (mp3()[:3000] + b"x" * 6000, TEXT, "不完整"),
        (tone(120), TEXT, "最多 90 秒"),
        (tone(2), " ", "请写出录音里说的话"),
        (tone(2), "按{key}", "没有 {key}"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + struct.pack("<HHIIHH", 85, 1, 8000, 0, 1, 8)
         + b"data\x04\x00\x00\x00abcd", TEXT, "不能播放这种编码"),
    ],
)  # fmt: skip
def test_what_telephones_cannot_play_is_refused(office: Office, data: bytes, said: str, told: str) -> None:
    answer = upload(office, office.as_role(Role.ADMINISTRATOR), MENU, data, said)
    assert answer.status_code == 200
    assert told in answer.text
    with office.desk.services.database.read() as connection:
        assert newest(connection) == 0


def test_a_recording_with_too_slow_a_rate_is_refused(office: Office) -> None:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 4000, 0, "NONE", ""))
        file.writeframes(bytes(16000))
    answer = upload(office, office.as_role(Role.ADMINISTRATOR), MENU, out.getvalue(), TEXT)
    assert "4000 Hz" in answer.text


def test_a_prompt_with_values_takes_no_recording_and_its_page_says_why(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    page = manager.get(GREETING).text
    assert "一段录音无法代替" in page
    assert 'type="file"' not in page
    assert "不能用一段录音代替" in upload(office, manager, GREETING, tone(1), "您好").text


def test_one_goes_back_to_the_version_before_and_to_the_built_in_text(office: Office) -> None:
    manager, place = office.as_role(Role.ADMINISTRATOR), Place(key="voice.menu", language="zh")
    say(office, manager, MENU, TEXT)
    first = seen(office, place)
    upload(office, manager, MENU, tone(1), "请按键。")
    assert "请按键。" in first_words(office)
    assert manager.post(f"{MENU}/back", {"to": first, "seen": seen(office, place)}).status_code == 303
    assert TEXT in first_words(office)
    assert manager.post(f"{MENU}/back", {"seen": seen(office, place)}).status_code == 303
    assert words("zh")("voice.menu") in first_words(office)
    page = manager.get(MENU).text
    assert page.count("再次使用</button>") == 3
    assert "请按键。" in page


def test_of_two_who_change_a_prompt_at_once_the_later_is_told(office: Office) -> None:
    one, other = office.as_role(Role.ADMINISTRATOR), office.as_role(Role.ADMINISTRATOR)
    assert one.post(f"{MENU}/text", {"text": TEXT, "seen": 0}).status_code == 303
    late = other.post(f"{MENU}/text", {"text": "请按1。", "seen": 0})
    assert "已被别人修改" in late.text
    assert TEXT in first_words(office)


def test_a_change_is_written_down_without_its_words(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    say(office, manager, MENU, TEXT)
    with office.desk.services.database.read() as connection:
        rows = connection.execute(select(AccessRow.account_id, AccessRow.what, AccessRow.reason)).all()
    assert [tuple(row) for row in rows] == [
        (manager.account_id, "prompt_changed", "voice.menu zh hall=all text")
    ]


def test_a_hall_may_say_it_in_its_own_way(office: Office) -> None:
    manager, hall = office.as_role(Role.ADMINISTRATOR), hall_id(office)
    say(office, manager, MENU, TEXT)
    assert say(office, manager, MENU, "本大厅：请按1。", hall=hall).status_code == 303
    assert "本大厅" in first_words(office)
    assert "本大厅" not in manager.get(MENU).text
    place = Place(key="voice.menu", language="zh", hall_id=hall)
    manager.post(f"{MENU}/back", {"hall": hall, "seen": seen(office, place)})
    assert TEXT in first_words(office)


def test_who_administers_one_hall_changes_its_prompts_only(office: Office) -> None:
    hall = hall_id(office)
    manager = office.as_role(Role.ADMINISTRATOR, hall_id=hall)
    assert manager.post(f"{MENU}/text", {"text": TEXT, "seen": 0, "hall": hall + 1}).status_code == 403
    assert manager.post(f"{MENU}/text", {"text": TEXT, "seen": 0}).status_code == 303
    assert seen(office, Place(key="voice.menu", language="zh", hall_id=hall))
    assert not seen(office, Place(key="voice.menu", language="zh"))


def test_a_changed_recording_notice_is_warned_of(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    assert "请与法务确认" in manager.get(GREETING).text
    assert "已被修改，请确认" not in manager.get("managing/prompts").text
    say(office, manager, GREETING, "您好，这里是{hall}。")
    assert "已被修改，请确认" in manager.get("managing/prompts").text


def test_a_text_that_names_fewer_keys_is_warned_of(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    say(office, manager, MENU, "投诉请按1。")
    assert "提到按键 0 2 3 9" in manager.get(MENU).text


def test_the_list_shows_what_is_looked_for(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    assert f"{len(prompt_keys())} 条提示音" in manager.get("managing/prompts").text
    assert "没有符合条件" in manager.get("managing/prompts?which=changed").text
    say(office, manager, MENU, TEXT)
    changed = manager.get("managing/prompts?which=changed").text
    assert TEXT in changed
    assert "For English, press 9" not in changed
    assert "1 条提示音" in changed
    assert "voice.done" in manager.get("managing/prompts?q=case+number+is").text
    assert "voice.menu" not in manager.get("managing/prompts?q=case+number+is").text


def test_a_call_and_its_decision_say_by_which_prompts_it_was_held(office: Office) -> None:
    before = office.desk.services.prompts
    before.refresh()
    assert before.current.label.startswith("0-")
    say(office, office.as_role(Role.ADMINISTRATOR), MENU, TEXT)
    call = office.desk.new_phone().dial()
    call.press("1")
    call.press("3#")
    call.press("1001#")
    call.press("1")
    with office.desk.services.database.read() as connection:
        query = select(ConversationRow.prompt_set).order_by(ConversationRow.id.desc())
        label = f"{newest(connection)}-{before.current.label.partition('-')[2]}"
        assert connection.execute(query).scalar() == label
        decisions = connection.execute(select(ComplaintRow.decision)).scalars().all()
    assert [decision["prompt_set"] for decision in decisions if decision] == [label]
    page = office.as_role(Role.SUPERVISOR).get("quality")
    assert f'<th scope="row">{label}</th>' in page.text


def test_a_prompt_that_there_is_not_is_not_found(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    for path in ("zh/console.save", "fr/voice.menu", "zh/sms.received", "zh/note.which_hall"):
        assert manager.get(f"managing/prompts/{path}").status_code == 404


@pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
def test_a_recording_is_deleted_when_no_version_has_played_it_for_three_years(office: Office) -> None:
    manager, services = office.as_role(Role.ADMINISTRATOR), office.desk.services
    old, young = tone(1), tone(2)

    def cleared() -> int:
        with services.database.write() as connection:
            return forget_old(connection, services.clock())

    assert upload(office, manager, MENU, old, TEXT).status_code == 303
    assert upload(office, manager, NOT_HEARD, old, TEXT).status_code == 303
    office.desk.clock.advance(hours=24 * 1500)
    assert cleared() == 0, "what is in force stays, however old"
    manager = office.as_role(Role.ADMINISTRATOR)
    assert upload(office, manager, MENU, young, TEXT).status_code == 303
    assert say(office, manager, NOT_HEARD, "没有听到您的话。").status_code == 303
    office.desk.clock.advance(hours=24 * 1000)
    assert cleared() == 0, "so does what was heard within three years"
    office.desk.clock.advance(hours=24 * 100)
    assert cleared() == 1
    assert cleared() == 0
    with services.database.read() as connection:
        past = history(connection, Place(key="voice.menu", language="zh"))
    assert [(one.words, bool(one.sound)) for one in past] == [(TEXT, True), (TEXT, False)]
    manager = office.as_role(Role.ADMINISTRATOR)
    page = manager.get(MENU).text
    assert "录音已按期限删除" in page
    assert f'name="to" value="{past[1].id}"' not in page
    refused = manager.post(f"{MENU}/back", {"to": past[1].id, "seen": past[0].id})
    assert "请重新上传" in refused.text
