"""`hotline token`: other systems' ways into the API."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click
from sqlalchemy import select

from intake.api.model import Scope, TokenRow
from intake.api.policy import LONGEST_NAME, PER_MINUTE
from intake.api.tokens import NewToken, add_token, revoke
from intake.cli.context import language_option, refuse, settings, speak
from intake.cli.opening import open_database
from intake.directory.model import HallRow
from intake.errors import AccountError


@click.group()
def token() -> None:
    """Tokens of other systems for the API. One belongs to a system, never to a member of staff."""


@token.command("add")
@click.argument("name", metavar="NAME")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What it may do; may be given several times.",
)
@click.option("--hall", help="Code of the one hall whose cases it sees; otherwise all.")
@click.option(
    "--per-minute",
    type=click.IntRange(1, 100_000),
    default=PER_MINUTE,
    show_default=True,
    help="Most requests a minute.",
)
@click.option(
    "--by",
    "actor",
    default=lambda: os.environ.get("USER", "operator"),
    show_default="the user",
    help="Who makes it.",
)
@language_option
def add_command(name: str, scopes: tuple[str, ...], hall: str | None, per_minute: int, actor: str) -> None:
    """Make a token and print it, this once."""
    if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise click.ClickException(speak("api.error.bad_name", most=LONGEST_NAME))
    new = NewToken(
        name=name,
        scopes={Scope(scope) for scope in scopes},
        hall=hall,
        per_minute=per_minute,
        created_by=actor,
    )
    try:
        with open_database(settings()) as database, database.write() as connection:
            text = add_token(connection, new, datetime.now(UTC))
    except AccountError as error:
        raise refuse(error) from error
    click.echo(speak("api.token.added"), err=True)
    click.echo(text)


@token.command("list")
@language_option
def list_command() -> None:
    """Every token: name, scopes, hall, requests a minute, since when, and whether it was revoked."""
    query = (
        select(TokenRow.__table__, HallRow.code)
        .outerjoin(HallRow, HallRow.id == TokenRow.hall_id)
        .order_by(TokenRow.id)
    )
    with open_database(settings()) as database, database.read() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        state = speak("api.token.revoked" if row.revoked_at else "api.token.valid")
        scopes = ",".join(row.scopes)
        since = f"{row.created_at:%Y-%m-%d}"
        click.echo("\t".join([row.name, scopes, row.code or "*", str(row.per_minute), since, state]))
    if not rows:
        click.echo(speak("api.token.none"))


@token.command("revoke")
@click.argument("name", metavar="NAME")
@language_option
def revoke_command(name: str) -> None:
    """End a token at once; nothing more is sent to its hooks."""
    try:
        with open_database(settings()) as database, database.write() as connection:
            revoke(connection, name, datetime.now(UTC))
    except AccountError as error:
        raise refuse(error) from error
    click.echo(speak("api.token.ended", name=name))
