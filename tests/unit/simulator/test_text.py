"""Text messages: what goes out, what comes back, and whom the provider lets us write to."""

import pytest

from intake.simulator.forms import segments
from intake.simulator.profiles import COMPATIBLE, TWILIO
from tests.unit.simulator.answering import CALLER, NUMBER, Hall, a_phone


def test_replies_come_back_in_order_and_reach_the_inbox() -> None:
    hall = Hall({"/sms/incoming": "<Message>一</Message><Message><Body>二</Body></Message>"})
    phone = a_phone(hall)
    assert phone.text("3号窗口 1024 态度差") == ["一", "二"]
    assert [message.body for message in phone.inbox] == ["一", "二"]
    form = hall.forms("/sms/incoming")[0]
    assert (form["Body"], form["From"], form["To"]) == ("3号窗口 1024 态度差", CALLER, NUMBER)
    assert (form["NumMedia"], form["SmsStatus"]) == ("0", "received")
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
    assert phone.faults == []


def test_media_is_announced_by_address_and_type() -> None:
    hall = Hall({"/sms/incoming": ""})
    assert a_phone(hall).text("", media=(("http://network.example/m", "image/jpeg"),)) == []
    form = hall.forms("/sms/incoming")[0]
    assert (form["NumMedia"], form["MediaUrl0"], form["MediaContentType0"]) == (
        "1",
        "http://network.example/m",
        "image/jpeg",
    )


def test_a_compatible_service_sends_the_fewest_fields() -> None:
    hall = Hall({"/sms/incoming": ""})
    a_phone(hall, COMPATIBLE).text("x")
    assert set(hall.forms("/sms/incoming")[0]) == {
        *("AccountSid", "ApiVersion", "Body", "From", "MessageSid", "NumMedia", "To"),
    }


@pytest.mark.parametrize(("body", "stops"), [(" Stop ", True), ("stop it please", False), ("退订", False)])
def test_twilio_keeps_english_opt_outs_that_are_the_whole_text(body: str, stops: bool) -> None:
    phone = a_phone(Hall({"/sms/incoming": ""}), TWILIO)
    phone.text(body)
    assert phone.network.store.has_opted_out(CALLER) is stops
    phone.text("START")
    assert not phone.network.store.has_opted_out(CALLER)


@pytest.mark.parametrize(
    ("body", "parts"),
    [("a" * 160, 1), ("a" * 161, 2), ("长" * 70, 1), ("长" * 71, 2), ("😀" * 35, 1), ("😀" * 36, 2)],
)
def test_parts_are_counted_as_the_network_counts_them(body: str, parts: int) -> None:
    assert segments(body) == parts
