"""The page that tells how the hotline runs, and the switch of callbacks."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.callbacks.alarms import switch
from intake.callbacks.dialer import SWITCH
from intake.console.access import current_viewer, fresh_login_required, needs, see_other
from intake.console.layout import spoken
from intake.console.managing.changing import Administering, Deed
from intake.console.managing.operation import read_operation
from intake.console.managing.tabs import only_for_all_halls, tabs
from intake.console.roles import Right
from intake.desk.services import Services

TURNS = {"on": True, "off": False}


def mount(managing: Blueprint, services: Services) -> None:
    """The page, and the switch."""

    @managing.get("/operation")
    @needs(Right.ADMINISTER)
    def operation() -> ResponseReturnValue:
        viewer, now = current_viewer(), services.clock()
        with services.database.read() as connection:
            seen = read_operation(connection, services, viewer, now)
        beside = tabs(spoken(services))
        return render_template("console/managing/operation.html", seen=seen, tabs=beside)

    @managing.post("/operation/switch")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def operation_switch() -> ResponseReturnValue:
        only_for_all_halls()
        turn = request.form.get("turn", "")
        if turn in TURNS:
            turn_callbacks(services, on=TURNS[turn])
            told = "callbacks.resumed" if TURNS[turn] else "console.operation.paused"
            flash(spoken(services)(told), "good")
        return see_other(url_for("console.managing.operation"))


def turn_callbacks(services: Services, *, on: bool) -> None:
    """For every scheduler at once, and written down in two places."""
    viewer, now = current_viewer(), services.clock()
    with services.database.write() as connection:
        switch(connection, SWITCH, on=on, at=now, actor=viewer.login)
        deed = Administering(connection=connection, viewer=viewer, now=now)
        deed.note(Deed.SWITCHED, "on" if on else "off")
