"""The page's JSON API: each action answers with the whole call as it is afterwards.

Calls that come in are `incoming`.
POST /phone/calls                      {from, to, profile, withheld}
POST /phone/calls/KEY/keys             {keys}
POST /phone/calls/KEY/silence
POST /phone/calls/KEY/speech           {text}
POST /phone/calls/KEY/recording?seconds=N   the audio itself, under its content type
POST /phone/calls/KEY/connection       {status}: how the other side of a Dial ended
POST /phone/calls/KEY/hang-up
POST /phone/messages                   {from, to, profile, body}
POST /phone/inbox                      {number}
"""

from collections.abc import Callable
from operator import methodcaller

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from intake.simulator.asked import asked_line, asked_seconds, asked_text, number_of
from intake.simulator.call import KEY_PAD, Call
from intake.simulator.desk import Desk
from intake.simulator.views import call_json, message_json

CONNECTIONS = frozenset({"completed", "busy", "no-answer", "failed"})
ANSWERED_FOR = 20
Action = Callable[[Call], None]


def mount_calls(page: Blueprint, desk: Desk) -> None:
    """Dialling, and the actions on a call."""

    @page.post("/calls")
    def dial() -> ResponseReturnValue:
        line = asked_line()
        phone = desk.phone(line.number, line.hotline, profile=line.profile, withheld=line.withheld)
        seat = desk.dial(phone)
        return jsonify(call_json(seat.key, seat.call)), 201

    @page.post("/calls/<key>/<action>")
    def act(key: str, action: str) -> ResponseReturnValue:
        seat = desk.seat(key)
        if seat is None or action not in ACTIONS:
            abort(404)
        do = ACTIONS[action]()
        with seat.call.leg.lock:
            do(seat.call)
            return jsonify(call_json(key, seat.call))


def mount_messages(page: Blueprint, desk: Desk) -> None:
    """Sending and reading text messages."""

    @page.post("/messages")
    def send_message() -> ResponseReturnValue:
        line = asked_line()
        phone = desk.phone(line.number, line.hotline, profile=line.profile)
        phone.text(asked_text("body"))
        faults = [str(fault) for fault in phone.faults]
        return jsonify(messages=_messages(desk, line.number), faults=faults)

    @page.post("/inbox")
    def list_messages() -> ResponseReturnValue:
        return jsonify(messages=_messages(desk, number_of(asked_text("number"))), faults=[])


def _messages(desk: Desk, number: str) -> list[dict[str, object]]:
    return [message_json(message, number) for message in desk.network.store.messages(number)]


def _keys() -> Action:
    keys = "".join(asked_text("keys").split()).upper()
    if not KEY_PAD.issuperset(keys):
        raise BadRequest
    return methodcaller("press", keys)


def _silence() -> Action:
    return Call.stay_silent


def _speech() -> Action:
    return methodcaller("say", asked_text("text"))


def _recording() -> Action:
    seconds, audio = asked_seconds(request.args.get("seconds")), request.get_data()
    return methodcaller("record", audio, seconds, content_type=request.mimetype)


def _connection() -> Action:
    status = asked_text("status")
    if status not in CONNECTIONS:
        raise BadRequest
    return methodcaller("dial_ends", status, ANSWERED_FOR)


def _hang_up() -> Action:
    return Call.hang_up


# Each reads what it needs from the request, before the call is touched.
ACTIONS: dict[str, Callable[[], Action]] = {
    "keys": _keys,
    "silence": _silence,
    "speech": _speech,
    "recording": _recording,
    "connection": _connection,
    "hang-up": _hang_up,
}
