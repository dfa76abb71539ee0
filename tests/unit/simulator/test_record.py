"""What a Record keeps, asks and reports, row by row, on both profiles."""

import io
import wave

import pytest

from intake.simulator import verbs
from intake.simulator.profiles import COMPATIBLE, PROFILES, TWILIO, Profile
from intake.simulator.states import CallState
from intake.simulator.transcript import Kind
from tests.unit.simulator.answering import ACCOUNT, HERE, a_call

ASKS = f'action="{HERE}/next" recordingStatusCallback="{HERE}/recording/status"'


def record(attributes: str = "") -> dict[str, str]:
    return {
        "/voice/incoming": f"<Record {ASKS} {attributes}/><Say>nothing came</Say>",
        "/next": "<Say>thanks</Say>",
    }


def test_twilio_gives_url_length_sid_and_key() -> None:
    call, hall = a_call(record())
    call.say("窗口的人不理我", seconds=9)
    (form,) = hall.forms("/next")
    assert (form["RecordingDuration"], form["Digits"]) == ("9", "#")
    assert form["RecordingUrl"] == ACCOUNT.recording_url(form["RecordingSid"])
    assert form["RecordingSid"].startswith("RE")


def test_a_compatible_service_gives_url_and_length_only() -> None:
    call, hall = a_call(record(), COMPATIBLE)
    call.say("窗口的人不理我", seconds=9)
    (form,) = hall.forms("/next")
    assert {"RecordingUrl", "RecordingDuration"} <= set(form)
    assert not {"RecordingSid", "Digits"} & set(form)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_the_report_comes_later_and_the_file_is_a_real_sound(profile: Profile) -> None:
    call, hall = a_call(record(), profile)
    call.say("话", seconds=3)
    assert hall.forms("/recording/status") == []
    call.network.settle()
    (report,) = hall.forms("/recording/status")
    assert (report["RecordingStatus"], report["RecordingDuration"]) == ("completed", "3")
    kept = call.network.store.recording(report["RecordingSid"])
    assert kept is not None
    with wave.open(io.BytesIO(kept.audio)) as sound:
        assert sound.getnframes() / sound.getframerate() == 3


def test_real_audio_is_kept_as_it_came() -> None:
    call, _ = a_call(record())
    call.record(b"OggS...", 4, content_type="audio/webm")
    (kept,) = call.network.store.recordings()
    assert (kept.audio, kept.content_type, kept.seconds) == (b"OggS...", "audio/webm", 4)


@pytest.mark.parametrize("end", ["#", ""])
def test_twilio_goes_on_with_the_next_verb_when_nothing_was_said(end: str) -> None:
    call, hall = a_call(record())
    call.press("#") if end else call.stay_silent()
    assert call.hears == "nothing came"
    call.network.settle()
    assert hall.forms("/next") == hall.forms("/recording/status") == []


def test_twilio_reports_an_absent_recording_where_asked() -> None:
    call, hall = a_call(record('recordingStatusCallbackEvent="completed absent"'))
    call.stay_silent()
    call.network.settle()
    (report,) = hall.forms("/recording/status")
    assert report["RecordingStatus"] == "absent"
    assert "RecordingDuration" not in report
    assert call.network.store.recordings() == []


def test_a_compatible_service_asks_the_action_even_for_an_empty_recording() -> None:
    call, hall = a_call(record(), COMPATIBLE)
    call.stay_silent()
    assert hall.forms("/next")[0]["RecordingDuration"] == "0"
    assert call.hears == "thanks"


@pytest.mark.parametrize(("key", "ends"), [("1", False), ("#", True)])
def test_only_a_finishing_key_ends_a_recording(key: str, ends: bool) -> None:
    call, hall = a_call(record('finishOnKey="#"'))
    call.say("话", then=None)
    call.press(key)
    assert bool(hall.forms("/next")) is ends


def test_any_key_ends_a_recording_by_default() -> None:
    call, hall = a_call(record())
    call.say("话", then="7")
    assert hall.forms("/next")[0]["Digits"] == "7"


def test_silence_ends_a_recording_without_a_key() -> None:
    call, hall = a_call(record())
    call.say("话", then="silence")
    assert hall.forms("/next")[0]["Digits"] == ""


def test_a_recording_is_cut_at_its_full_length() -> None:
    call, hall = a_call(record('maxLength="30"'))
    call.record(None, 45, then=None)
    assert hall.forms("/next")[0]["RecordingDuration"] == "30"


def test_hanging_up_keeps_what_was_said_and_twilio_asks_the_action() -> None:
    call, hall = a_call(record())
    call.say("话说到一半", then="hangup")
    form = hall.forms("/next")[0]
    assert (form["Digits"], form["CallStatus"]) == ("hangup", "completed")
    assert len(call.network.store.recordings()) == 1
    assert [line.kind for line in call.transcript][-2:] == [Kind.RECORDED, Kind.ENDED]
    assert "thanks" not in str(call)
    assert len(hall.forms("/voice/status")) == 1


def test_hanging_up_leaves_a_compatible_service_with_the_report_only() -> None:
    call, hall = a_call(record(), COMPATIBLE)
    call.say("话说到一半", then="hangup")
    call.network.settle()
    assert hall.forms("/next") == []
    assert len(hall.forms("/recording/status")) == 1


def test_the_phone_names_the_record_and_its_beep() -> None:
    call, _ = a_call(record('timeout="5" maxLength="120"'), TWILIO)
    assert isinstance(call.waiting, verbs.Record)
    assert [line.kind for line in call.transcript] == [Kind.DIALLED, Kind.BEEP]
    assert call.state == CallState.IN_PROGRESS
