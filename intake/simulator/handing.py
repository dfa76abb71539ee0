"""Calls and messages between a telephone in a terminal and the demo's network, as JSON; times are ISO 8601.

Ours alone: no provider takes what it did not carry itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from flask import request
from flask.typing import ResponseReturnValue

from intake.simulator.carrier import Carrier
from intake.simulator.face import Face
from intake.simulator.refusal import malformed
from intake.simulator.states import CallState
from intake.simulator.store import KeptCall, KeptMessage

CALL_MOMENTS = ("placed_at", "updated_at", "started_at", "rang_at", "answered_at", "ended_at")
Kept = TypeVar("Kept")


def call_to_wire(call: KeptCall) -> dict[str, object]:
    moments = {name: _written(getattr(call, name)) for name in CALL_MOMENTS}
    return asdict(call) | moments


def message_to_wire(message: KeptMessage) -> dict[str, object]:
    return asdict(message) | {"at": _written(message.at)}


def mount_handing(face: Face, carrier: Carrier) -> None:
    """PUT of a call or a message that a telephone elsewhere has made."""

    @face.at("Calls/<sid>.json", "PUT")
    def take_call(sid: str) -> ResponseReturnValue:
        carrier.store.keep_call(_read(sid, _call_from_wire))
        return "", 201

    @face.at("Messages/<sid>.json", "PUT")
    def take_message(sid: str) -> ResponseReturnValue:
        carrier.store.keep_message(_read(sid, _message_from_wire))
        return "", 201


def _read(sid: str, make: Callable[[Mapping[str, Any]], Kept]) -> Kept:
    try:
        return make({**request.get_json(), "sid": sid})
    except (TypeError, ValueError, KeyError) as error:
        raise malformed(20001, "this is not what a telephone hands over") from error


def _call_from_wire(wire: Mapping[str, Any]) -> KeptCall:
    moments = {name: _moment(wire[name]) for name in CALL_MOMENTS}
    return KeptCall(**{**wire, **moments, "status": CallState(wire["status"])})


def _message_from_wire(wire: Mapping[str, Any]) -> KeptMessage:
    return KeptMessage(**{**wire, "at": datetime.fromisoformat(wire["at"])})


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
