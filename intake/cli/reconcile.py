"""`hotline reconcile`: compare with the provider's lists, mend what is missing, and tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click

from intake.cli.context import language_option, refuse, settings, speak
from intake.cli.opening import open_database
from intake.errors import SettingsError
from intake.kinds import duration
from intake.reconcile.report import Mark, Part, Report
from intake.reconcile.service import run
from intake.secret_store import with_keys
from intake.telephony.client import client_for
from intake.wiring import wire


@click.command()
@click.option(
    "--since",
    type=duration,
    default="24h",
    metavar="DURATION",
    show_default=True,
    help="How far back to look: 90m, 24h, 7d.",
)
@click.option("--json", "for_machines", is_flag=True, help="The report as JSON.")
@language_option
def reconcile(since: timedelta, for_machines: bool) -> None:
    """Compare calls, messages and recordings with the provider's lists. Exit code 1 when doubts remain."""
    found = with_keys(settings())
    try:
        client = client_for(found)
    except SettingsError as error:
        raise refuse(error) from error
    with open_database(found):
        services = wire(found)
        try:
            now = datetime.now(UTC)
            report = run(services, client, now - since, now)
        finally:
            services.database.close()
    if for_machines:
        click.echo(json.dumps(report.as_values(), indent=2))
    else:
        for line in told(report):
            click.echo(line)
    if not report.is_settled:
        raise SystemExit(1)


def told(report: Report) -> Iterator[str]:
    """The report, a line for each subject."""
    yield speak("reconcile.since", since=f"{report.since:%Y-%m-%d %H:%M}")
    for part in report.parts:
        yield part_told(part)
    yield speak("reconcile.settled" if report.is_settled else "reconcile.unsettled")


def part_told(part: Part) -> str:
    subject = speak(f"reconcile.part.{part.subject}")
    if part.fault:
        return speak("reconcile.fault", subject=subject, reason=part.fault)
    return speak("reconcile.counts", subject=subject, **{mark.value: part.marks[mark] for mark in Mark})
