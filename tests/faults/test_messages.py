"""Random exchanges of messages: each is kept once, each reply is short and in its language, not too many."""

from __future__ import annotations

import re
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.simulator.twiml import read_messages
from intake.telephony.text import parts, units
from intake.telephony.twiml import clean
from matching.interview.commands import command_of
from tests import cast
from tests.faults.served import HALL_WINDOWS
from tests.journey.conftest import Desk

CHINESE = re.compile(r"[\u3400-\u9fff]")
LINK = re.compile(r"https?:|www\.|\.(?:com|cn|example)\b")
SAID = st.sampled_from(
    [
        "3号窗口", "５号窗口", "A05窗口的人骂人", "工号1001", "1002", "是的", "不知道", "今天上午",
        "昨天下午3点", "投诉3号窗口，工号1001，态度恶劣", "投诉12号窗口工号1012不理人",
        "不是3号是12号窗口，工号1012", "陈明骂人",
        "谢谢", "请问几点下班", "TD", "退订", "START", "恢复", "查询 123456782", "123456789",
        "表扬5号窗口1002",
        "The clerk at window 3 was very rude to me", "staff number 1001 I think", "😡", "", " ", "\u200b",
    ]
)  # fmt: skip
BODIES = st.one_of(SAID, st.text(max_size=60), st.text(alphabet="3号窗工1001陈明\n,。😡Aa ", max_size=200))
PAUSES = st.sampled_from([0, 5, 59, 61, 3600, 90_000])
EXCHANGES = st.lists(st.tuples(BODIES, PAUSES, st.booleans()), min_size=1, max_size=8)
SENDERS = count(1)
# Everybody's own window, and the swap of one day in the cast's roster.
AT_A_WINDOW = {*HALL_WINDOWS.items(), ("1001", "5"), ("1002", "3")}


def without_carriage_returns(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(exchange=EXCHANGES)
def test_every_message_is_kept_once_and_answered_in_at_most_two_parts(
    sqlite_desk: Desk, exchange: list[tuple[str, int, bool]]
) -> None:
    sqlite_desk.clock.now = cast.NOW  # the roster reaches a week from there
    phone = sqlite_desk.phone(f"+86136{next(SENDERS):08d}")
    known = {case["case_no"] for case in sqlite_desk.cases()}
    kept = []
    for number, (body, pause, picture) in enumerate(exchange):
        media = ((f"https://x.example/ME{number}", "image/jpeg"),) if picture else ()
        phone.text(body, media=media)
        sqlite_desk.clock.advance(seconds=pause)
        said = clean(body, 5000).strip()
        if said and not command_of(said):
            kept.append(said)
    assert phone.faults == []
    for one in phone.exchanges:
        assert one.answer is not None and one.answer.status == 200
        for reply in read_messages(one.answer.body, one.answer.content_type):
            assert parts(reply.body) <= 2 and units(reply.body) <= 134
            assert not LINK.search(reply.body)
    cases = [case for case in sqlite_desk.cases() if case["case_no"] not in known]
    statements = "\n".join(without_carriage_returns(case["statement"]) for case in cases)
    for said in kept:
        assert without_carriage_returns(said) in statements
    for case in cases:
        if case["attribution"] == "exact":
            assert (case["staff_no"], case["window"]) in AT_A_WINDOW
            assert case["staff_no"] in statements or "陈" in statements


@pytest.mark.parametrize(
    ("bodies", "chinese"),
    [
        (["3号窗口态度差"], True),
        (["The clerk at window 3 was rude to me"], False),
        (["3号窗口态度差", "1001"], True),
        (["The clerk at window 3 was rude to me", "1001"], False),
        (["😡", "The clerk at window 3 was rude to me"], False),
        (["The clerk at window 3 was rude to me", "工号我不知道"], True),
        (["😡"], True),
    ],
)
def test_a_reply_is_in_the_language_of_the_last_message_that_shows_one(
    sqlite_desk: Desk, bodies: list[str], chinese: bool
) -> None:
    sqlite_desk.clock.now = cast.NOW
    phone = sqlite_desk.phone(f"+86136{next(SENDERS):08d}")
    replies = [phone.text(body) for body in bodies]
    assert bool(CHINESE.search(replies[-1][0])) == chinese


def test_two_machines_that_answer_each_other_come_to_rest(sqlite_desk: Desk) -> None:
    phone = sqlite_desk.phone(f"+86136{next(SENDERS):08d}")
    said, replies = "您好，我是智能客服，请问有什么可以帮您？", 0
    for _ in range(200):
        answer = phone.text(said)
        if not answer:
            break
        said, replies = answer[0], replies + 1
        sqlite_desk.clock.advance(seconds=2)
    assert replies == sqlite_desk.services.settings.sms_replies_per_day
