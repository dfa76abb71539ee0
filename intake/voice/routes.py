"""The voice webhooks. Every one is signed, checked before anything else, and answered after the commit."""

from __future__ import annotations

from flask import Blueprint, Response, request

from intake.desk.services import Services
from intake.telephony.signature import guard
from intake.voice import called, service
from intake.voice.payloads import parse_call, parse_recording, parse_report, parse_step

XML = "text/xml; charset=utf-8"
DONE = 204


def voice_blueprint(services: Services) -> Blueprint:
    """`/voice/incoming`, `/voice/step/…`, `/voice/recording/…`, `/voice/callback/…`, `/voice/status`."""
    room = Blueprint("voice", __name__, url_prefix="/voice")
    room.before_request(guard(services.settings))
    room.before_request(services.prompts.refresh)

    @room.post("/incoming", strict_slashes=False)
    def incoming() -> Response:
        return Response(service.answer_call(services, parse_call(request.form)), content_type=XML)

    @room.post("/step/<token>", strict_slashes=False)
    def step(token: str) -> Response:
        answer = service.answer_step(services, token, parse_step(request.form))
        # An address that we never gave, or that belongs to a database restored from an older copy: the call
        # goes on from the start rather than end.
        return Response(answer or service.answer_call(services, parse_call(request.form)), content_type=XML)

    @room.post("/recording/<token>", strict_slashes=False)
    def recording(token: str) -> Response:
        service.note_recording(services, token, parse_recording(request.form))
        return Response(status=DONE)

    @room.post("/callback/<token>", strict_slashes=False)
    def callback(token: str) -> Response:
        return Response(called.answer_called(services, token, parse_call(request.form)), content_type=XML)

    @room.post("/callback/<token>/status", strict_slashes=False)
    def callback_status(token: str) -> Response:
        called.note_report(services, token, parse_report(request.form))
        return Response(status=DONE)

    @room.post("/status", strict_slashes=False)
    def status() -> Response:
        service.note_status(services, parse_call(request.form))
        return Response(status=DONE)

    return room
