"""`hotline call` against a running hotline with a demo's network beside it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from intake.cli.demo import ACCOUNT_FILE
from intake.cli.phone import _printed, call
from intake.secret_store import kept
from intake.simulator.routes import CALLER
from intake.simulator.transcript import Kind, Line
from tests.browser.desk import SID, TOKEN, Desk, a_desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with a_desk() as running:
        yield running


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path))
    return tmp_path


def run(desk: Desk, *options: str, typed: str = "", token: str = TOKEN) -> Result:
    environment = {"TWILIO_AUTH_TOKEN": token, "TWILIO_ACCOUNT_SID": SID, "HOTLINE_LANGUAGE": "zh-CN"}
    return CliRunner().invoke(
        call, ["--url", desk.url, "--wait", "0", *options], input=typed, env=environment
    )


def test_a_scripted_call_reads_like_a_transcript(desk: Desk) -> None:
    result = run(desk, "--keys", '1 3# "窗口的人不理我"')
    assert result.exit_code == 0
    assert [line.strip() for line in result.output.splitlines()][:6] == [
        "· 拨打 +861055550100",
        "☎  您好，这里是政务大厅投诉热线。通话会录音。投诉请按 1，评价请按 2，查询请按 3，人工请按 0。",
        "→ 按了 1",
        "☎  请输入窗口号，按井号键结束。",
        "→ 按了 3#",
        "☎  请在嘀声后说出您的投诉，说完按井号键。",
    ]
    assert result.output.rstrip().endswith("· 通话结束")


def test_a_recording_is_handed_to_the_demos_network(desk: Desk) -> None:
    before = len(desk.network.store.recordings())
    run(desk, "--keys", '1 3# "两秒的话"')
    assert len(desk.network.store.recordings()) == before + 1
    assert desk.network.store.recordings()[-1].audio.startswith(b"RIFF")


def test_a_script_that_ends_early_hangs_up(desk: Desk) -> None:
    result = run(desk, "--keys", "1")
    assert "按键已用完" in result.output
    assert "您挂断了" in result.output


def test_keys_can_come_from_standard_input(desk: Desk) -> None:
    assert "您挂断了" in run(desk, typed="1 hang").output


def test_what_is_no_key_is_named_and_the_call_goes_on(desk: Desk) -> None:
    result = run(desk, "--keys", "x9y 1 hang")
    assert "看不懂：x9y" in result.output
    assert "请输入窗口号" in result.output


def test_a_message_and_its_reply_are_printed_in_english_too(desk: Desk) -> None:
    result = run(desk, "--sms", "3号窗口", "--language", "en")
    assert result.output.splitlines() == ["message → 3号窗口", "message ← 已收到。请问是哪个窗口？"]


def test_a_wrong_token_is_refused_by_the_hotline_and_shown(desk: Desk) -> None:
    result = run(desk, "--keys", "1", token="wrong")
    assert result.exit_code == 1
    assert "403" in result.output


def test_without_a_token_nothing_is_dialled(desk: Desk) -> None:
    result = run(desk, "--keys", "1", token="")
    assert result.exit_code == 1
    assert "TWILIO_AUTH_TOKEN" in result.output


def test_what_the_hotline_texts_after_the_call_is_shown(desk: Desk) -> None:
    sent = threading.Timer(0.5, _text_from_the_hotline, (desk,))
    sent.start()
    result = CliRunner().invoke(
        call, ["--url", desk.url, "--keys", "1"], env={"TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_ACCOUNT_SID": SID}
    )
    sent.join()
    assert result.output.rstrip().endswith("短信 ← 案件号 123456782")


def _text_from_the_hotline(desk: Desk) -> None:
    url = f"{desk.network.account.api_url}/2010-04-01/Accounts/{SID}/Messages.json"
    form = {"To": CALLER, "From": "+861055550100", "Body": "案件号 123456782"}
    requests.post(url, data=form, auth=(SID, TOKEN), timeout=5)


@pytest.mark.parametrize("token", ["", "of a real account"])
def test_the_demo_of_this_machine_is_dialled_without_any_setting(
    desk: Desk, folder: Path, token: str
) -> None:
    kept(folder / "demo", ACCOUNT_FILE, lambda: {"sid": SID, "token": TOKEN})
    result = run(desk, "--keys", "1 hang", token=token)
    assert result.exit_code == 0
    assert "请输入窗口号" in result.output


def test_without_a_demo_the_command_says_what_that_means() -> None:
    environment = {"TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_ACCOUNT_SID": SID}
    result = CliRunner().invoke(call, ["--url", "http://127.0.0.1:9", "--keys", "1"], env=environment)
    assert result.exit_code == 1
    assert "没有模拟网络" in result.output
    assert "线路中断" in result.output


def test_the_demos_network_lists_what_the_terminal_did(desk: Desk) -> None:
    caller = "+8613900005678"
    run(desk, "--keys", "1 hang", "--from", caller)
    run(desk, "--sms", "3号窗口", "--from", caller)
    (call_there,) = desk.network.store.calls(caller)
    assert (call_there.direction, call_there.status) == ("inbound", "completed")
    assert call_there.ended_at is not None
    assert [one.direction for one in desk.network.store.messages(caller)] == ["inbound", "outbound-reply"]


def test_a_recording_is_told_in_its_words() -> None:
    recorded = Line(kind=Kind.PLAYED, text="https://hotline.example/audio/x.wav", words="投诉请按1。")
    assert _printed(recorded) == "☎  ♪ 投诉请按1。"
    assert "https://hotline.example/audio/y.wav" in _printed(
        Line(kind=Kind.PLAYED, text="https://hotline.example/audio/y.wav")
    )
