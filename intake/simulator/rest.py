"""The provider's REST face: enough for the official client with another base address, and for media.

Provider facts: HTTP basic auth with account SID and token; a refusal is JSON with code, message,
more_info and status (20003 unauthorised, 20404 no such resource, 21604 no To, 21603 no From, 21602 no
text, 21211 To is no number, 21610 the recipient opted out, 21617 text too long); a created message is 201
and `queued`; times are RFC 2822; media lives at the recording's address with `.wav` or `.mp3` or nothing,
its description at `.json`; deleting gives 204. Calls come later: they will be resources beside these.

Ours alone: PUT of a recording hands one over, for the telephone in a terminal.
"""

import secrets
from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from intake.simulator.forms import API_VERSION
from intake.simulator.network import Network
from intake.simulator.outgoing import Refused, accept
from intake.simulator.profiles import TWILIO, Profile
from intake.simulator.resources import message_json, recording_json
from intake.simulator.store import Asked, KeptMessage, KeptRecording

LARGEST_RECORDING = 20_000_000
View = Callable[..., ResponseReturnValue]


def rest_face(network: Network, profile: Profile = TWILIO) -> Blueprint:
    """The face as a blueprint; mount it where the account's `api_url` points."""
    face = Blueprint("network", __name__)
    base = f"/{API_VERSION}/Accounts/<account>"

    def at(path: str, method: str) -> Callable[[View], View]:
        def mount(view: View) -> View:
            guarded = _guarded(network, view)
            face.add_url_rule(
                f"{base}/{path}", f"{method}-{path}".replace(".", "-"), guarded, methods=[method]
            )
            return view

        return mount

    @at("Messages.json", "POST")
    def send_message() -> ResponseReturnValue:
        return jsonify(message_json(network, accept(network, profile, request.form))), 201

    @at("Messages.json", "GET")
    def list_messages() -> ResponseReturnValue:
        kept = [one for one in reversed(network.store.messages()) if _is_wanted(one)]
        return jsonify(messages=[message_json(network, one) for one in kept], **_one_page(len(kept)))

    @at("Messages/<sid>.json", "GET")
    def show_message(sid: str) -> ResponseReturnValue:
        message = network.store.message(sid)
        if message is None:
            raise _not_found()
        return jsonify(message_json(network, message))

    _mount_recordings(network, at)
    return face


def _mount_recordings(network: Network, at: Callable[[str, str], Callable[[View], View]]) -> None:
    @at("Recordings/<sid>.json", "GET")
    def describe_recording(sid: str) -> ResponseReturnValue:
        return jsonify(recording_json(network, _recording(network, sid)))

    @at("Recordings/<sid>", "GET")
    def media(sid: str) -> ResponseReturnValue:
        kept = _recording(network, sid.removesuffix(".wav").removesuffix(".mp3"))
        return Response(kept.audio, mimetype=kept.content_type)

    @at("Recordings/<sid>", "DELETE")
    @at("Recordings/<sid>.json", "DELETE")
    def delete_recording(sid: str) -> ResponseReturnValue:
        if not network.store.delete_recording(sid):
            raise _not_found()
        return "", 204

    @at("Recordings/<sid>", "PUT")
    def hand_over(sid: str) -> ResponseReturnValue:
        network.store.keep_recording(_handed_over(network, sid))
        return "", 201


def _guarded(network: Network, view: View) -> View:
    """Credentials, faults that a test ordered, and the ledger, around every resource."""

    @wraps(view)
    def guarded(account: str, **parts: str) -> ResponseReturnValue:
        try:
            _check_credentials(network, account)
            if network.store.faults:
                fault = network.store.faults.popleft()
                raise Refused(fault.status, fault.code, fault.message)
            answer, status = view(**parts), 200
        except Refused as refusal:
            answer, status = _refusal_json(refusal), refusal.status
        status = answer[1] if isinstance(answer, tuple) and isinstance(answer[1], int) else status
        network.store.ledger.append(
            Asked(
                method=request.method,
                path=request.path,
                fields=request.form.to_dict(),
                status=status,
                at=network.clock(),
            )
        )
        return answer

    return guarded


def _check_credentials(network: Network, account: str) -> None:
    given = request.authorization
    user, token = (given.username or "", given.password or "") if given else ("", "")
    known = secrets.compare_digest(user.encode(), network.account.sid.encode())
    if not (known and secrets.compare_digest(token.encode(), network.account.token.encode())):
        raise Refused(401, 20003, "Authenticate")
    if account != network.account.sid:
        raise _not_found()


def _refusal_json(refusal: Refused) -> ResponseReturnValue:
    body = {
        "code": refusal.code,
        "message": str(refusal),
        "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
        "status": refusal.status,
    }
    return jsonify(body), refusal.status


def _not_found() -> Refused:
    return Refused(404, 20404, f"The requested resource {request.path} was not found")


def _is_wanted(message: KeptMessage) -> bool:
    to, sender = request.args.get("To"), request.args.get("From")
    return to in (None, message.to) and sender in (None, message.sender)


def _one_page(count: int) -> dict[str, object]:
    return {
        "page": 0,
        "page_size": max(count, 50),
        "start": 0,
        "end": max(count - 1, 0),
        "next_page_uri": None,
    }


def _recording(network: Network, sid: str) -> KeptRecording:
    kept = network.store.recording(sid)
    if kept is None:
        raise _not_found()
    return kept


def _handed_over(network: Network, sid: str) -> KeptRecording:
    seconds = request.args.get("seconds", "")
    audio = request.get_data(cache=False)
    if not seconds.isdecimal() or len(audio) > LARGEST_RECORDING:
        raise Refused(400, 20001, "seconds must be a number, and the recording at most 20 MB")
    return KeptRecording(
        sid=sid,
        call_sid=request.args.get("call", ""),
        audio=audio,
        content_type=request.mimetype or "audio/wav",
        seconds=int(seconds),
        started_at=network.clock(),
    )
