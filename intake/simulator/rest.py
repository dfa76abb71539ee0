"""The provider's REST face: enough for the official client with another base address, and for media.

Provider facts: what is created is answered 201, a message as `queued`; media lives at the recording's address
with `.wav` or `.mp3` or nothing, its description at `.json`; deleting gives 204. Calls: see `calls`.

Ours alone: PUT of a recording hands one over, for the telephone in a terminal; the rest is `handing`.
"""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from intake.simulator.calls import mount_calls
from intake.simulator.carrier import Carrier
from intake.simulator.face import Face
from intake.simulator.filters import is_wanted_message, is_wanted_recording
from intake.simulator.handing import mount_handing
from intake.simulator.network import Network
from intake.simulator.outgoing import accept
from intake.simulator.profiles import TWILIO, Profile
from intake.simulator.refusal import malformed, not_found
from intake.simulator.resources import message_json, recording_json
from intake.simulator.store import KeptRecording

LARGEST_RECORDING = 20_000_000


def rest_face(network: Network, profile: Profile = TWILIO) -> Blueprint:
    """The face as a blueprint; mount it where the account's `api_url` points."""
    face = Face(network, profile)
    mount_calls(face, network)
    mount_handing(face, network)
    _mount_messages(face, network)
    _mount_recordings(face, network)
    return face.blueprint


def _mount_messages(face: Face, carrier: Carrier) -> None:
    @face.at("Messages.json", "POST")
    def send_message() -> ResponseReturnValue:
        return jsonify(message_json(carrier, accept(carrier, face.profile, request.form))), 201

    @face.at("Messages.json", "GET")
    def list_messages() -> ResponseReturnValue:
        return face.listed("messages", carrier.store.messages(), is_wanted_message, message_json)

    @face.at("Messages/<sid>.json", "GET")
    def show_message(sid: str) -> ResponseReturnValue:
        message = carrier.store.message(sid)
        if message is None:
            raise not_found(request.path)
        return jsonify(message_json(carrier, message))


def _mount_recordings(face: Face, carrier: Carrier) -> None:
    @face.at("Recordings.json", "GET")
    def list_recordings() -> ResponseReturnValue:
        return face.listed("recordings", carrier.store.recordings(), is_wanted_recording, recording_json)

    @face.at("Recordings/<sid>.json", "GET")
    def describe_recording(sid: str) -> ResponseReturnValue:
        return jsonify(recording_json(carrier, _recording(carrier, sid)))

    @face.at("Recordings/<sid>", "GET")
    def media(sid: str) -> ResponseReturnValue:
        kept = _recording(carrier, sid.removesuffix(".wav").removesuffix(".mp3"))
        return Response(kept.audio, mimetype=kept.content_type)

    @face.at("Recordings/<sid>", "DELETE")
    @face.at("Recordings/<sid>.json", "DELETE")
    def delete_recording(sid: str) -> ResponseReturnValue:
        if not carrier.store.delete_recording(sid):
            raise not_found(request.path)
        return "", 204

    @face.at("Recordings/<sid>", "PUT")
    def hand_over(sid: str) -> ResponseReturnValue:
        carrier.store.keep_recording(_handed_over(carrier, sid))
        return "", 201


def _recording(carrier: Carrier, sid: str) -> KeptRecording:
    kept = carrier.store.recording(sid)
    if kept is None:
        raise not_found(request.path)
    return kept


def _handed_over(carrier: Carrier, sid: str) -> KeptRecording:
    seconds = request.args.get("seconds", "")
    audio = request.get_data(cache=False)
    if not seconds.isdecimal() or len(audio) > LARGEST_RECORDING:
        raise malformed(20001, "seconds must be a number, and the recording at most 20 MB")
    return KeptRecording(
        sid=sid,
        call_sid=request.args.get("call", ""),
        audio=audio,
        content_type=request.mimetype or "audio/wav",
        seconds=int(seconds),
        started_at=carrier.clock(),
    )
