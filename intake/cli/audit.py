"""`hotline audit verify`: are the timelines whole?"""

from __future__ import annotations

import click

from intake.callbacks.facts import VERIFIED, note_fact
from intake.cases.privacy import sealer
from intake.cases.timeline import verify
from intake.cli.context import language_option, settings, speak
from intake.cli.opening import open_database
from intake.secret_store import with_keys


@click.group()
def audit() -> None:
    """The tamper-evident timelines of all cases."""


@audit.command("verify")
@language_option
def verify_command() -> None:
    """Check every timeline; exit with 1 and name the places when one was altered or cut."""
    found = with_keys(settings())
    with open_database(found) as database:
        with database.read() as connection:
            broken = list(verify(connection, sealer(found.encryption_keys).audit_key))
        with database.write() as connection:
            note_fact(connection, VERIFIED, database.now(connection), {"broken": len(broken)})
    for place in broken:
        click.echo(speak(f"audit.{place.fault}", case_no=place.case_no, seq=place.seq))
    if broken:
        raise SystemExit(1)
    click.echo(speak("audit.whole"))
