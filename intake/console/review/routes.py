"""The review queue and the pages of its cases, mounted in the console."""

from __future__ import annotations

from flask import Blueprint

from intake.console.layout import Page, Room
from intake.console.review import case_page, deeds, queue_page, sound
from intake.console.roles import Right
from intake.desk.services import Services


def mount(room: Room, services: Services) -> None:
    """Queue, case, recordings, deeds."""
    review = Blueprint("review", __name__)
    queue_page.mount(review, room, services)
    case_page.mount(review, services)
    deeds.mount(review, services)
    sound.mount(review, services)
    room.register_blueprint(review)
    queue = Page(
        endpoint="review.queue", key="console.queue.title", right=Right.REVIEW, position=10, icon="inbox"
    )
    room.add_page(queue)
