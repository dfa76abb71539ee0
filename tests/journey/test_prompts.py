"""What callers hear after a prompt was changed, on both profiles and both databases."""

from dataclasses import replace

import pytest

from intake.console.accounts import Profile, add_account
from intake.console.roles import Role
from intake.prompts.kept import EVERY, Prompts
from intake.prompts.model import Place, PromptKind, Version
from intake.prompts.sound import read_sound
from intake.prompts.store import add_version, keep_sound, newest
from intake.simulator.sound import tone
from intake.words import words
from tests.journey.conftest import Desk

NOBODY = "+8613700137000"


def put(
    desk: Desk, key: str, text: str, sound: bytes | None = None, language: str = "zh", hall: int | None = None
) -> None:
    """A version as the console keeps it, made by whatever process."""
    services = desk.services
    with services.database.write() as connection:
        login, profile = (
            f"han.{newest(connection)}",
            Profile(name="韩冰", roles=frozenset({Role.ADMINISTRATOR})),
        )
        account = add_account(connection, login, profile, "x", services.clock())
        name = keep_sound(connection, sound, read_sound(sound), services.clock()) if sound else None
        kind = PromptKind.RECORDING if sound else PromptKind.TEXT
        version = Version(
            id=0, place=Place(key=key, language=language, hall_id=hall), kind=kind, words=text, sound=name,
            seconds=None, rate=None, channels=None, account_id=account, at=services.clock(),
        )  # fmt: skip
        add_version(connection, version)


class Seconds:
    """A process's own clock."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_whole_call_is_held_with_changed_prompts(desk: Desk) -> None:
    put(desk, "voice.menu", "投诉请按1。英语请按9。")
    put(desk, "voice.window", "请按窗口号，再按井号。", sound=tone(2))
    put(desk, "voice.done", "编号{case_no}，谢谢。")
    put(desk, "voice.menu", "To complain, press 1.", language="en")
    call = desk.phone().dial()
    assert call.hears.endswith("投诉请按1。英语请按9。")
    call.press("9")
    assert "To complain, press 1." in call.hears
    call.press("9")
    call.press("1")
    assert call.hears == "请按窗口号，再按井号。"
    for keys in ("3#", "1001#", "1"):
        call.press(keys)
    call.say("一直没有人理我")
    call.press("3")
    case_no = desk.case()["case_no"]
    assert call.hears.endswith(f"编号{', '.join(' '.join(case_no[i : i + 3]) for i in (0, 3, 6))}，谢谢。")
    assert call.faults == []


def test_the_same_webhook_delivered_again_is_answered_in_the_words_of_before(desk: Desk) -> None:
    call = desk.phone().dial()
    put(desk, "voice.menu", "投诉请按1。")
    desk.services.prompts.refresh(at_once=True)
    again = call.repeat(call.exchanges[0])
    assert again.answer
    assert words("zh")("voice.menu") in again.answer.body.decode()


def test_another_process_says_it_after_some_seconds_and_asks_for_nothing_before(desk: Desk) -> None:
    clock = Seconds()
    other = Prompts(desk.services.database, "mark", clock)
    other.refresh()
    put(desk, "voice.menu", "投诉请按1。")
    clock.now += EVERY - 0.1
    other.refresh()
    assert other.current.find("voice.menu", "zh", None) is None
    clock.now += 0.2
    other.refresh()
    said = other.current.find("voice.menu", "zh", None)
    assert said
    assert said.words == "投诉请按1。"
    assert other.current.label == f"{other.current.number}-mark"


def test_a_hall_goes_before_all_halls_and_another_hall_hears_those_of_all(desk: Desk) -> None:
    put(desk, "voice.menu", "全部大厅：投诉请按1。")
    put(desk, "voice.menu", "本厅：投诉请按1。", hall=1)
    desk.services.prompts.refresh(at_once=True)
    current = desk.services.prompts.current
    said = [current.find("voice.menu", "zh", hall) for hall in (1, 2, None)]
    assert [one.words[:2] for one in said if one] == ["本厅", "全部", "全部"]
    assert "本厅" in desk.phone().dial().hears


@pytest.mark.parametrize("text", ["您好，通话会录音。", "您好，{hall}，{nobody}。"])
def test_what_newer_software_cannot_say_is_left_out_and_the_call_goes_on(desk: Desk, text: str) -> None:
    put(desk, "note.greeting", text)
    call = desk.phone().dial()
    assert "天河市政务服务中心" in call.hears
    assert call.faults == []


def test_while_the_store_is_away_what_was_known_is_said_on(desk: Desk) -> None:
    put(desk, "voice.menu", "投诉请按1。")
    clock = Seconds()
    prompts = Prompts(desk.services.database, "mark", clock)
    prompts.refresh()
    number = prompts.current.number
    with desk.services.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE prompt_version RENAME TO away")
    clock.now += 2 * EVERY
    prompts.refresh()
    assert prompts.current.number == number
    held = replace(desk.services, prompts=prompts)
    assert held.prompts.current.find("voice.menu", "zh", None)
