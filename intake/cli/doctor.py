"""`hotline doctor`: what is wrong, and how to mend it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime

import click

from intake.cli.context import language_option, settings, speak, spoken
from intake.doctor.examination import examine
from intake.doctor.finding import Finding, Level


@click.command()
@click.option("--offline", is_flag=True, help="Ask nothing over the network but the database.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option
def doctor(offline: bool, form: str) -> None:
    """Check settings, database, provider, directory and calendar. Exit code 1 when something fails."""
    found = list(examine(settings(), os.environ, datetime.now(UTC), offline=offline))
    if form == "json":
        click.echo(as_json(found))
    else:
        say(found)
    if any(finding.level is Level.FAIL for finding in found):
        raise SystemExit(1)


def say(findings: Iterable[Finding]) -> None:
    """One finding a line, with the way to mend it below, and the sum."""
    voice = spoken()
    counts = dict.fromkeys(Level, 0)
    for finding in findings:
        counts[finding.level] += 1
        click.echo(f"{speak(f'doctor.level.{finding.level}')}  {finding.say(voice)}")
        if mend := finding.mend(voice):
            click.echo(f"      {speak('doctor.level.mend', mend=mend)}")
    click.echo(speak("doctor.level.sum", **{level.value: count for level, count in counts.items()}))


def as_json(findings: Iterable[Finding]) -> str:
    """Findings for machines: `check` is stable, the texts are in the user's language."""
    voice = spoken()
    rows = [
        {
            "check": finding.key,
            "level": finding.level.value,
            "text": finding.say(voice),
            "mend": finding.mend(voice),
            "values": {name: str(value) for name, value in finding.values.items()},
        }
        for finding in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
