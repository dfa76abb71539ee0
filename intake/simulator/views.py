"""Calls and messages as the page's JSON. Times are ISO 8601 in UTC; lengths are whole seconds."""

from intake.simulator import verbs
from intake.simulator.call import Call
from intake.simulator.carrier import Exchange
from intake.simulator.ringing import Ringing
from intake.simulator.store import KeptMessage
from intake.simulator.transcript import Line

Json = dict[str, object]


def call_json(key: str, call: Call) -> Json:
    """All that the page shows of one call."""
    return {
        "key": key,
        "state": call.state.value,
        "over": call.is_over,
        "waiting": waiting_json(call),
        "lines": [line_json(line) for line in call.transcript],
        "steps": [step_json(number, step) for number, step in enumerate(call.exchanges, start=1)],
    }


def waiting_json(call: Call) -> Json | None:
    """What verb awaits what."""
    match call.waiting:
        case verbs.Gather() as gather:
            return {
                "verb": "gather",
                "keys": call.keys_so_far,
                "takes_keys": gather.takes_keys,
                "takes_speech": gather.takes_speech,
                "finish_on_key": gather.finish_on_key,
                "num_digits": gather.num_digits,
                "timeout": gather.timeout,
            }
        case verbs.Record() as record:
            return {
                "verb": "record",
                "finish_on_key": record.finish_on_key,
                "max_length": record.max_length,
                "timeout": record.timeout,
            }
        case verbs.Dial() as dial:
            return {"verb": "dial", "number": dial.number, "timeout": dial.timeout}
    return None


def line_json(line: Line) -> Json:
    return {
        "kind": line.kind.value,
        "text": line.text,
        "language": line.language,
        "document": line.document,
        "words": line.words,
    }


def step_json(number: int, step: Exchange) -> Json:
    """One request and its answer, as developers want to see them."""
    answer = step.answer
    return {
        "number": number,
        "method": step.request.method,
        "url": step.request.url,
        "fields": dict(step.fields),
        "status": answer.status if answer else None,
        "failure": step.failure,
        "twiml": answer.body.decode("utf-8", "replace") if answer else "",
    }


def message_json(message: KeptMessage, number: str) -> Json:
    """One message as seen from the telephone `number`."""
    return {
        "sid": message.sid,
        "mine": message.sender == number,
        "body": message.body,
        "status": message.status,
        "at": message.at.isoformat(),
    }


def ringing_json(ringing: Ringing) -> Json:
    """A call that rings, as its telephone shows it."""
    kept = ringing.leg.kept
    at = kept.rang_at or kept.placed_at
    return {"key": ringing.sid, "from": kept.caller, "at": at.isoformat()}
