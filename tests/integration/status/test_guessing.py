"""Whoever guesses learns nothing: not by what is answered, not by how long it takes, and not for long."""

import statistics
import time

import pytest

from intake.cases.case_no import new_case_no
from intake.desk.throttle import forget
from intake.status.opening import client_address, neighbourhood
from intake.status.policy import IN_ALL, PER_ADDRESS, PER_CASE
from tests.integration.status.conftest import NUMBER, Browser, texted
from tests.journey.conftest import Desk


def withheld_case(desk: Desk) -> str:
    """The number of a case whose caller withheld theirs."""
    call = desk.phone(withheld=True).dial()
    for keys in ("1", "3#"):
        call.press(keys)
    found: str = desk.case()["case_no"]
    return found


def test_no_such_case_and_wrong_digits_get_the_same_bytes(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    wrong_digits = browser.open(case_no, "1234")
    no_such_case = browser.open(new_case_no(), "8000")
    assert wrong_digits.status_code == no_such_case.status_code == 403
    assert wrong_digits.get_data() == no_such_case.get_data()
    assert wrong_digits.headers.to_wsgi_list() == no_such_case.headers.to_wsgi_list()


def test_both_take_equally_long(desk: Desk, browser: Browser) -> None:
    """Medians of alternating tries; the work is the same, so they differ by noise only."""
    case_no = texted(desk)
    took: dict[str, list[float]] = {"digits": [], "number": []}
    for round_ in range(60):
        desk.clock.advance(days=1)
        for kind, number in (("digits", case_no), ("number", new_case_no())):
            browser.get()
            began = time.perf_counter()
            fields = {"mark": browser.hidden("mark"), "case_no": number, "digits": "1234"}
            assert browser.post("/status", fields).status_code == 403
            if round_ > 9:
                took[kind].append(time.perf_counter() - began)
    first, second = (statistics.median(times) for times in took.values())
    assert abs(first - second) < 0.25 * max(first, second), (first, second)


def test_a_withheld_number_opens_nothing_and_looks_like_a_wrong_one(desk: Desk, browser: Browser) -> None:
    case_no = withheld_case(desk)
    refused = {browser.open(case_no, digits).get_data() for digits in ("0000", "8000")}
    refused.add(browser.open(new_case_no(), "8000").get_data())
    assert len(refused) == 1
    assert "隐藏了号码" in browser.page


def test_after_a_few_wrong_digits_the_right_ones_have_to_wait(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    for _ in range(PER_CASE[0].most):
        assert browser.open(case_no, "1234").status_code == 403
    later = browser.open(case_no, "8000")
    assert later.status_code == 429 and int(later.headers["Retry-After"]) <= 3601
    desk.clock.advance(hours=1)
    assert browser.open(case_no, "8000").status_code == 200


def test_a_number_that_no_case_has_is_counted_alike(browser: Browser) -> None:
    case_no = new_case_no()
    codes = [browser.open(case_no, "1234").status_code for _ in range(PER_CASE[0].most + 1)]
    assert codes == [403] * PER_CASE[0].most + [429]


def test_a_day_has_its_own_limit(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    tried = 0
    for _ in range(23):
        while browser.open(case_no, "1234").status_code == 403:
            tried += 1
        desk.clock.advance(hours=1)
        if desk.clock.now.hour == 23:
            break
    assert tried <= PER_CASE[1].most


def test_one_address_can_not_try_many_cases(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    for _ in range(PER_ADDRESS[0].most):
        assert browser.open(new_case_no(), "1234").status_code == 403
    assert browser.open(case_no, "8000").status_code == 429
    browser.address = "198.51.100.9"
    assert browser.open(case_no, "8000").status_code == 200


def test_all_together_have_a_limit(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    browser.open(new_case_no(), "1234")
    with desk.services.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE throttle SET hits = {IN_ALL[0].most} WHERE key = 'status all/0'")
    assert browser.open(case_no, "8000").status_code == 429


def test_what_is_counted_names_no_case_and_no_address_and_is_forgotten(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    browser.open(case_no, "1234")
    with desk.services.database.write() as connection:
        keys = " ".join(row[0] for row in connection.exec_driver_sql("SELECT key FROM throttle"))
        assert case_no not in keys and browser.address not in keys
        desk.clock.advance(days=4)
        assert forget(connection, desk.clock()) > 0
        assert connection.exec_driver_sql("SELECT count(*) FROM throttle").scalar_one() == 0


def test_a_form_from_elsewhere_or_of_yesterday_is_refused(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    browser.get()
    fields = {"mark": browser.hidden("mark"), "case_no": case_no, "digits": "8000"}
    assert browser.post("/status", fields | {"mark": "0" * 32}).status_code == 422
    elsewhere = browser.client.post("/status", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 422
    desk.clock.advance(days=1)
    assert browser.post("/status", fields).status_code == 422


@pytest.mark.parametrize("page", ["case", "check", "confirm"])
@pytest.mark.parametrize("forged", ["", "x", "e30.AAAA", "\x00", "字"])
def test_without_a_pass_no_page_opens(browser: Browser, page: str, forged: str) -> None:
    assert browser.post(f"/status/{page}", {"pass": forged, "action": "confirm"}).status_code == 422
    assert browser.get(f"/status/{page}").status_code == 303


def test_a_pass_is_for_its_step_and_for_half_an_hour(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    opened = browser.hidden("pass")
    assert browser.post("/status/confirm", {"pass": opened, "action": "confirm"}).status_code == 422
    desk.clock.advance(minutes=31)
    assert browser.post("/status/check", {"pass": opened, "staff_no": "1001"}).status_code == 422
    assert desk.case()["status"] == "identifying"


@pytest.mark.parametrize(
    ("case_no", "digits"),
    [("12345678", "8000"), ("123456789", "80"), ("", ""), ("a" * 5000, "８００"), ("1 2", "x")],
)
def test_what_is_written_wrong_is_said_without_looking_it_up(
    desk: Desk, browser: Browser, case_no: str, digits: str
) -> None:
    assert browser.open(case_no, digits).status_code == 422
    with desk.services.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM throttle").scalar_one() == 0


def test_spaces_and_full_width_digits_are_understood(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    wide = case_no.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert browser.open(f"{wide[:3]} {wide[3:6]} {wide[6:]}", "８０００").status_code == 200


def test_the_number_to_be_called_opens_the_case_too(desk: Desk, browser: Browser) -> None:
    call = desk.phone(NUMBER).dial()
    for keys in ("1", "3#", "1001#", "1"):
        call.press(keys)
    call.say("她把材料扔出来")
    call.press("2")
    call.press("13900001111#")
    call.press("1")
    case_no = desk.case()["case_no"]
    assert browser.open(case_no, "1111").status_code == 200
    assert browser.open(case_no, "8000").status_code == 200


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("8.8.8.8", "198.51.100.1", "8.8.8.8"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("172.17.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "", ""),
        ("10.1.2.3", "", "10.1.2.3"),
        (None, "x", ""),
    ],
)
def test_only_what_our_own_proxy_says_of_an_address_counts(
    remote: str | None, forwarded: str, address: str
) -> None:
    assert client_address(remote, forwarded) == address


def test_one_subscribers_addresses_are_one() -> None:
    assert neighbourhood("2001:db8:1:2:aaaa::1") == neighbourhood("2001:db8:1:2:bbbb::9")
    assert neighbourhood("2001:db8:1:2::1") != neighbourhood("2001:db8:1:3::1")
    assert neighbourhood("203.0.113.7") != neighbourhood("203.0.113.8")
    assert neighbourhood("nonsense") == ""
