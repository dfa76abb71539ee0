"""Keeps what a Record took and reports on it, apart from the call.

Provider facts: the file may not exist yet when the action is asked, its report comes later. An empty or
too short recording is `absent`: there is no file. The report goes out only for the events asked for,
`completed` by default.
"""

from intake.simulator.carrier import Carrier
from intake.simulator.forms import Fields, Parties, recording_status_fields
from intake.simulator.inputs import Voice
from intake.simulator.profiles import Profile
from intake.simulator.sound import tone
from intake.simulator.store import KeptRecording
from intake.simulator.verbs import Record

REPORT_DELAY = 0.5


def keep(network: Carrier, profile: Profile, parties: Parties, verb: Record, voice: Voice) -> Fields | None:
    """Keep `voice`, have its report sent later; the fields for the action, None when there is nothing."""
    sid, now = profile.new_sid("RE"), network.clock()
    absent = voice.seconds < profile.shortest_recording
    if not absent:
        network.store.keep_recording(
            KeptRecording(
                sid=sid,
                call_sid=parties.call_sid,
                audio=voice.audio if voice.audio is not None else tone(voice.seconds),
                content_type=voice.content_type if voice.audio is not None else "audio/wav",
                seconds=voice.seconds,
                started_at=now,
                text=voice.text,
            )
        )
    url, status = network.account.recording_url(sid), "absent" if absent else "completed"
    asked_for = verb.status_callback_events | ({"absent"} if profile.reports_absent_recordings else set())
    if verb.status_callback and status in asked_for:
        report = recording_status_fields(
            parties, sid=sid, url=url, status=status, seconds=voice.seconds, started=now
        )
        network.notify(
            verb.status_callback,
            report,
            profile=profile,
            method=verb.status_callback_method,
            delay=REPORT_DELAY,
        )
    if absent and not profile.asks_action_for_empty_recording:
        return None
    fields = {
        "RecordingUrl": url,
        "RecordingDuration": str(voice.seconds),
        "RecordingSid": sid,
        "Digits": voice.ended_by,
    }
    return {name: text for name, text in fields.items() if name in profile.record_action_fields}
