"""The message webhooks. Every one is signed, checked before anything else, and answered after the commit."""

from __future__ import annotations

from flask import Blueprint, Response, request

from intake.desk.services import Services
from intake.sms import service
from intake.sms.payloads import parse_message
from intake.telephony import outbox
from intake.telephony.signature import guard

XML = "text/xml; charset=utf-8"
DONE = 204


def sms_blueprint(services: Services) -> Blueprint:
    """`/sms/incoming`, `/sms/status`."""
    room = Blueprint("sms", __name__, url_prefix="/sms")
    room.before_request(guard(services.settings))

    @room.post("/incoming", strict_slashes=False)
    def incoming() -> Response:
        return Response(service.answer_message(services, parse_message(request.form)), content_type=XML)

    @room.post("/status", strict_slashes=False)
    def status() -> Response:
        token = request.args.get(outbox.TOKEN, "")
        outbox.receive_status(services.database, request.form, services.clock(), token)
        return Response(status=DONE)

    return room
