"""`hotline callbacks list|pause|resume|call|declare` and `hotline finding`: what people see and decide."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
from sqlalchemy import select

from intake.callbacks.alarms import is_on, switch
from intake.callbacks.dialer import SWITCH
from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import CallbackStatus
from intake.cases.lifecycle import FINDINGS, Event
from intake.cases.model import ComplaintRow
from intake.cases.privacy import sealer
from intake.cli.context import language_option, refuse, settings, speak
from intake.cli.opening import open_database
from intake.config import Settings
from intake.database import Database
from intake.desk.rulings import Ruling
from intake.errors import RulingError, TransitionError
from intake.secret_store import with_keys

OPEN = (CallbackStatus.PENDING, CallbackStatus.OPERATOR)
by_option = click.option(
    "--by",
    "actor",
    default=lambda: os.environ.get("USER", "operator"),
    show_default="the user",
    help="Who decides; kept in the case's timeline.",
)
case_argument = click.argument("case_no", metavar="CASE_NO")


@click.command("list")
@language_option
def list_command() -> None:
    """Pending callbacks and those that wait for a decision: case, kind, status, task, due, attempts."""
    found = settings()
    zone = ZoneInfo(found.timezone)
    with open_database(found) as database, database.read() as connection:
        if not (found.callback_enabled and is_on(connection, SWITCH)):
            click.echo(speak("callbacks.paused"))
        rows = connection.execute(
            select(CallbackRow, ComplaintRow.case_no)
            .join(ComplaintRow, ComplaintRow.id == CallbackRow.complaint_id)
            .where(CallbackRow.status.in_(OPEN))
            .order_by(CallbackRow.due_at)
        ).all()
        for row in rows:
            tried = connection.execute(
                select(AttemptRow.dialed_at, AttemptRow.outcome, AttemptRow.counted)
                .where(AttemptRow.callback_id == row.id)
                .order_by(AttemptRow.seq)
            )
            told = [
                f"{one.dialed_at.astimezone(zone):%m-%d %H:%M} "
                + speak(f"callbacks.outcome.{one.outcome.value}" if one.outcome else "callbacks.under_way")
                + ("" if one.counted is not False else f" {speak('callbacks.not_counted')}")
                for one in tried
            ]
            state = f"task_{row.task.value}" if row.task else row.status.value
            due = f"{row.due_at.astimezone(zone):%Y-%m-%d %H:%M}"
            click.echo(
                "\t".join([row.case_no, row.kind.value, speak(f"callbacks.{state}"), due, "; ".join(told)])
            )


@click.command("pause")
@by_option
@language_option
def pause_command(actor: str) -> None:
    """Call nobody until `resume`, in every scheduler at once. Calls that are under way go on."""
    turn(actor, on=False)


@click.command("resume")
@by_option
@language_option
def resume_command(actor: str) -> None:
    """Call again after `pause`."""
    turn(actor, on=True)


def turn(actor: str, *, on: bool) -> None:
    with open_database(settings()) as database, database.write() as connection:
        switch(connection, SWITCH, on=on, at=database.now(connection), actor=actor)
    click.echo(speak("callbacks.resumed" if on else "callbacks.paused"))


@click.command("call")
@case_argument
@click.option("--at", "moment", help="Not before this moment: ISO 8601, local time where no zone is given.")
@by_option
@language_option
def call_command(case_no: str, moment: str | None, actor: str) -> None:
    """Have the complainant called, once more or for the first time."""
    found = settings()
    not_before = None
    if moment:
        try:
            stated = datetime.fromisoformat(moment)
        except ValueError as error:
            raise click.ClickException(speak("callbacks.error.field", field="--at")) from error
        zone = ZoneInfo(found.timezone)
        not_before = (stated if stated.tzinfo else stated.replace(tzinfo=zone)).astimezone(UTC)
    with ruling(found, actor) as decide:
        decide.call(case_no, not_before)
    click.echo(speak("callbacks.ordered", case_no=case_no))


@click.command("declare")
@case_argument
@click.option("--reason", required=True, help="Why; kept in the case's timeline.")
@by_option
@language_option
def declare_command(case_no: str, reason: str, actor: str) -> None:
    """Declare a complainant unreachable, where the attempts show it. The case stays on file."""
    with ruling(settings(), actor) as decide:
        decide.declare_unreachable(case_no, reason)
    click.echo(speak("callbacks.declared", case_no=case_no))


@click.command("finding")
@case_argument
@click.argument("finding", type=click.Choice([one.value for one in FINDINGS]))
@by_option
@language_option
def finding_command(case_no: str, finding: str, actor: str) -> None:
    """Note what the check of a complaint found; the complainant is told by a call."""
    with ruling(settings(), actor) as decide:
        decide.find(case_no, Event(finding))
    click.echo(speak("callbacks.found", case_no=case_no))


@contextmanager
def ruling(found: Settings, actor: str) -> Iterator[Ruling]:
    """One decision in one transaction; one that can't be made ends the command with the reason."""
    key = sealer(with_keys(found).encryption_keys).audit_key
    try:
        with open_database(found) as database, unit_of_work(database, actor, key) as decide:
            yield decide
    except (RulingError, TransitionError) as error:
        raise refuse(error) from error


@contextmanager
def unit_of_work(database: Database, actor: str, key: bytes) -> Iterator[Ruling]:
    with database.write() as connection:
        yield Ruling(connection, database.now(connection), actor, key)
