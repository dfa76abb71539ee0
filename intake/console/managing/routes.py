"""Administration, mounted in the console: accounts, what runs, the settings, the directory."""

from __future__ import annotations

from flask import Blueprint

from intake.console.halls import routes as halls
from intake.console.layout import Page, Room
from intake.console.managing import (
    health_page,
    letters_page,
    operation_page,
    setting_page,
    settings_page,
    users_page,
)
from intake.console.prompts import pages as prompts
from intake.console.roles import Right
from intake.desk.services import Services

POSITION = 90


def mount(room: Room, services: Services) -> None:
    """The pages under administration, with one entry of the navigation for all."""
    managing = Blueprint("managing", __name__, url_prefix="/managing")
    users_page.mount(managing, services)
    halls.mount(managing, services)
    operation_page.mount(managing, services)
    letters_page.mount(managing, services)
    health_page.mount(managing, services)
    settings_page.mount(managing, services)
    setting_page.mount(managing, services)
    prompts.mount(managing, services)
    room.register_blueprint(managing)
    room.add_page(
        Page(
            endpoint="managing.users", key="console.managing.title", right=Right.ADMINISTER,
            position=POSITION, icon="settings",
        )
    )  # fmt: skip
