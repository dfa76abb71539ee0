"""Whatever a caller does, every document can be executed and every way leads to a case number or a person.

Random walks through the real app in this process, read by the simulator's strict parser for both services.
"""

from __future__ import annotations

import random
import re
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.simulator import verbs
from intake.simulator.call import Call
from intake.simulator.profiles import PROFILES
from intake.simulator.twiml import read_voice
from intake.voice.service import MOST_TURNS
from tests.faults.callers import DONE, NO_CASE_YET, heard_question
from tests.journey.conftest import URL, Desk

KEYS = st.text(alphabet="0123456789*#ABCD", min_size=1, max_size=12)
ANSWERS = st.one_of(
    st.sampled_from(["1", "2", "3", "9", "0", "#", "*", "3#", "05#", "1001#", "1012#", "1888#", "1106#"]),
    st.sampled_from(["", "", "说", "13800138001#", "88#", "7"]),
    KEYS,
)
WALKS = st.lists(ANSWERS, max_size=25)
SPEECH = "3号窗口的1001态度差"
REQUIRED = {"action", "method", "timeout", "numDigits", "finishOnKey", "actionOnEmptyResult"}


def act(call: Call, answer: str) -> None:
    exchanges = len(call.exchanges)
    if answer == "说" or (answer and isinstance(call.waiting, verbs.Record) and answer not in "#*0123456789"):
        call.say(SPEECH)
    elif answer:
        call.press(answer)
    if not call.is_over and len(call.exchanges) == exchanges:
        call.stay_silent()


def in_shape(body: bytes, content_type: str) -> None:
    """A document that both services would execute, as far as each has the verbs; addresses are ours."""
    document: Element = fromstring(body)
    children = list(document)
    assert children, "an empty document drops the call in silence"
    for place, element in enumerate(children):
        if element.tag == "Gather":
            assert set(element.attrib) >= REQUIRED
            assert element.attrib["actionOnEmptyResult"] == "true" and element.attrib["method"] == "POST"
            assert [child.tag for child in element] == ["Say"] * len(element)
            following = children[place + 1]
            assert following.tag == "Redirect" and following.text == element.attrib["action"]
        if element.tag in {"Gather", "Record", "Dial"}:
            assert element.attrib["action"].startswith(f"{URL}/voice/step/")
    assert children[-1].tag in {"Redirect", "Hangup", "Dial"}
    assert children[0].tag in {"Say", "Gather", "Play"}, "something is said first"
    for address in re.findall(rb'https?://[^"<\s]+', body):
        assert address.decode().startswith(f"{URL}/voice/")
    assert content_type == "text/xml; charset=utf-8"


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(walk=WALKS, withheld=st.booleans())
def test_every_walk_is_executable_and_ends_with_a_case_number_or_a_person(
    sqlite_desk: Desk, walk: list[str], withheld: bool
) -> None:
    before = cases(sqlite_desk)
    somebody_new = f"+86139{len(sqlite_desk.network.exchanges):08d}"
    call = sqlite_desk.phone(somebody_new, withheld=withheld).dial()
    asked, begun = heard_question(call.hears), False
    for answer in walk:
        if call.is_over:
            break
        act(call, answer)
        asked, begun = follow(call, begun)
    while not call.is_over:
        call.stay_silent()
        asked, begun = follow(call, begun)
        assert len(call.exchanges) <= MOST_TURNS + 2
    assert call.faults == []
    for exchange in call.exchanges:
        assert exchange.answer is not None
        in_shape(exchange.answer.body, exchange.answer.content_type)
        for profile in PROFILES.values():
            if profile.speech or not sqlite_desk.profile.speech:
                read_voice(exchange.answer.body, exchange.answer.content_type, profile)
    assert cases(sqlite_desk) - before == (1 if begun else 0)
    assert asked == (DONE if begun else "goodbye")


def follow(call: Call, begun: bool) -> tuple[str, bool]:
    """The question that is open now, and whether a case has been begun, now or before."""
    answer = call.exchanges[-1].answer
    assert answer is not None
    now = heard_question(answer.body.decode())
    return now, begun or now not in NO_CASE_YET


def cases(desk: Desk) -> int:
    with desk.services.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM complaint").scalar_one())


def test_nobody_is_kept_on_the_line_for_ever(sqlite_desk: Desk) -> None:
    for keys in ("9", "*", "2*", "*#"):
        call = sqlite_desk.new_phone().dial()
        while not call.is_over:
            act(call, keys)
        assert len(call.exchanges) <= MOST_TURNS + 2 and not call.faults


def test_callers_who_know_the_script_get_to_hear_every_question(sqlite_desk: Desk) -> None:
    rng = random.Random(1)
    keys = ["1", "1", "1", "3#", "05#", "2", "3", "1001#", "1003#", "1012#", "1106#", "9", ""]
    heard = set()
    for _ in range(80):
        call = sqlite_desk.new_phone().dial()
        heard.add(heard_question(call.hears))
        while not call.is_over:
            act(call, rng.choice(keys))
            heard.add(follow(call, False)[0])
        assert not call.faults
    script = {"menu", "rating", "case_no", "window", "window_choice", "staff_no", "day", "part"}
    script |= {"right_or_wrong", "statement", "voice_mail", "callback", "callback_number", "callback_part"}
    assert heard >= script | {DONE}
