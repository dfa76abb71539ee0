"""Calls at the REST face: ordered, listed, looked up and ended.

Provider facts: a new call is 201 and `queued`; Status=canceled ends what is queued or rings and leaves a call
in progress alone, Status=completed ends it at any moment; neither works on what is over (21220).
"""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from intake.simulator.face import Face
from intake.simulator.filters import is_wanted_call
from intake.simulator.network import Network
from intake.simulator.ordering import read_order
from intake.simulator.refusal import Refused, malformed, not_found
from intake.simulator.resources import call_json
from intake.simulator.store import KeptCall

CREATED = 201


def mount_calls(face: Face, network: Network) -> None:
    """POST and GET of the list, GET and POST of one call."""

    @face.at("Calls.json", "POST")
    def order() -> ResponseReturnValue:
        ringing, reply = network.place(read_order(request.form, face.profile), face.profile)
        described = {} if ringing is None else call_json(network, _call(network, ringing.sid))
        network.hold(reply.hold)
        if reply.status != CREATED:
            raise Refused(reply.status, reply.code, reply.message)
        return jsonify(described), CREATED

    @face.at("Calls.json", "GET")
    def list_calls() -> ResponseReturnValue:
        return face.listed("calls", network.store.calls(), is_wanted_call, call_json)

    @face.at("Calls/<sid>.json", "GET")
    def show_call(sid: str) -> ResponseReturnValue:
        return jsonify(call_json(network, _call(network, sid)))

    @face.at("Calls/<sid>.json", "POST")
    def end_call(sid: str) -> ResponseReturnValue:
        _end(network, _call(network, sid).sid, request.form.get("Status", ""))
        return jsonify(call_json(network, _call(network, sid)))


def _call(network: Network, sid: str) -> KeptCall:
    kept = network.store.call(sid)
    if kept is None:
        raise not_found(request.path)
    return kept


def _end(network: Network, sid: str, status: str) -> None:
    if status not in {"canceled", "completed"}:
        raise malformed(20001, "Status must be canceled or completed; nothing else of a call can be changed")
    ringing = network.under_way(sid)
    if ringing is None:
        raise malformed(21220, "Call is not in-progress. Cannot redirect.")
    if status == "completed":
        ringing.hang_up()
    else:
        ringing.cancel()
