"""Calls of the hotline's to the telephone on the page, and what the next of them is to meet.

POST /phone/ringing               {number}: {ringing: [{key, from, at}], next}: what rings now, oldest first
POST /phone/incoming/KEY/answer   the call, as after dialling; 410 when it rings no more
POST /phone/incoming/KEY/reject
POST /phone/plan                  {number, next}: `next` as in `Called`; once, then it rings again
"""

from flask import Blueprint, abort, jsonify
from flask.typing import ResponseReturnValue

from intake.simulator.asked import asked_behaviour, asked_text, number_of
from intake.simulator.desk import Desk
from intake.simulator.views import call_json, ringing_json


def mount_incoming(page: Blueprint, desk: Desk) -> None:
    """What rings, answering, turning down, planning."""

    @page.post("/ringing")
    def list_ringing() -> ResponseReturnValue:
        return jsonify(_telephone(desk, number_of(asked_text("number"))))

    @page.post("/incoming/<key>/answer")
    def answer(key: str) -> ResponseReturnValue:
        ringing = desk.network.under_way(key)
        try:
            seat = desk.answer(ringing) if ringing else None
        except LookupError:
            seat = None
        if seat is None:
            abort(410)
        return jsonify(call_json(seat.key, seat.call)), 201

    @page.post("/incoming/<key>/reject")
    def reject(key: str) -> ResponseReturnValue:
        ringing = desk.network.under_way(key)
        if ringing is None:
            abort(404)
        ringing.reject()
        return jsonify(_telephone(desk, ringing.order.to))

    @page.post("/plan")
    def plan() -> ResponseReturnValue:
        number = number_of(asked_text("number"))
        desk.network.plan(number, asked_behaviour())
        return jsonify(_telephone(desk, number))


def _telephone(desk: Desk, number: str) -> dict[str, object]:
    return {
        "ringing": [ringing_json(one) for one in desk.network.ringing_at(number)],
        "next": desk.network.plans.coming(number).called,
    }
