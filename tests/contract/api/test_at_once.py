"""Requests at the same moment: one effect each, one answer each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from intake.api.courier import Outcome
from intake.cases.case_no import new_case_no
from intake.desk.throttle import Limit
from intake.status.opening import Lock, Opened, try_to_open
from intake.status.policy import PER_CASE
from tests.contract.api.conftest import PHONE, System
from tests.contract.api.test_hooks import deliver
from tests.journey.conftest import Desk

AT_ONCE = 8


def together(work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, range(AT_ONCE)))


def test_one_key_at_the_same_moment_makes_one_case_and_one_answer(desk: Desk, system: System) -> None:
    body = {"channel": "web", "text": "3号窗口的人态度太差了", "phone": PHONE}

    def send(_number: int) -> tuple[int, bytes]:
        own = System(desk.app.test_client(use_cookies=False), system.token)
        answer = own.post("/complaints", body, key="same")
        return answer.status_code, answer.get_data()

    answers = set(together(send))
    assert len(answers) == 1 and answers.pop()[0] == 201
    assert len(desk.cases()) == 1 and desk.pending_callbacks() == 1


def test_one_external_number_at_the_same_moment_is_registered_once(desk: Desk, system: System) -> None:
    body = {"channel": "hotline_12345", "text": "3号窗口的人态度太差了", "external_no": "T1"}

    def send(_number: int) -> int:
        own = System(desk.app.test_client(use_cookies=False), system.token)
        return own.post("/complaints", body).status_code

    assert sorted(together(send)) == [201] + [409] * (AT_ONCE - 1)


def test_evidence_at_the_same_moment_pins_once(desk: Desk, system: System) -> None:
    case_no = system.create(text="3号窗口的人态度太差了", phone=PHONE)["case_no"]

    def send(_number: int) -> int:
        own = System(desk.app.test_client(use_cookies=False), system.token)
        return own.post(f"/complaints/{case_no}/evidence", {"staff_no": "1001"}).status_code

    assert set(together(send)) == {200}
    events = system.get(f"/complaints/{case_no}/events").get_json()["items"]
    assert [event["event"] for event in events] == ["registered", "asked", "pinned"]


def test_guesses_at_the_same_moment_do_not_slip_under_the_limit(desk: Desk) -> None:
    lock, case_no = Lock.of(desk.services.sealer), new_case_no()

    def guess(number: int) -> Opened:
        address = f"198.51.{number}.1"
        opened, _ = try_to_open(desk.services.database, lock, case_no, "1234", address, desk.clock())
        return opened

    tried = together(guess)
    assert tried.count(Opened.NO) == PER_CASE[0].most
    assert tried.count(Opened.LATER) == AT_ONCE - PER_CASE[0].most


def test_schedulers_at_the_same_moment_send_an_event_once(desk: Desk, system: System) -> None:
    assert system.post("/hooks", {"url": "https://example.com/", "events": ["pinned"]}).status_code == 201
    system.create()
    sent: list[str] = []

    class Courier:
        def send(self, url: str, secret: str, ref: str, body: bytes, at: object) -> Any:
            sent.append(ref)
            return Outcome(code=204, fault="")

    courier: Any = Courier()
    assert sum(together(lambda _number: deliver(desk, courier))) == 1
    assert len(sent) == 1


def test_spans_begin_at_whole_multiples(desk: Desk) -> None:
    limit = Limit(key="x", most=1, span=PER_CASE[0].span)
    assert limit.since(desk.clock()).minute == 0
