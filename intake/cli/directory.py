"""`hotline directory`: import halls, windows, staff and roster; list them; write the sample."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from intake.cli.context import language_option, settings, speak, spoken
from intake.cli.opening import open_database
from intake.directory.changes import HallChange, TableChange
from intake.directory.faults import Fault
from intake.directory.importing import Report, import_directory
from intake.directory.sample import write_sample
from intake.directory.service import HallSummary, list_halls
from intake.directory.sheets import Source
from intake.errors import DirectoryError

SHOWN_FAULTS = 200
SHOWN_KEYS = 10


@click.group()
def directory() -> None:
    """Halls, windows, staff and roster."""


@directory.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report what would change, and change nothing.")
@language_option
def import_command(path: Path, dry_run: bool) -> None:
    """Import a folder of CSV files, one CSV file or an .xlsx workbook. All or nothing."""
    found = settings()
    with open_database(found) as database:
        try:
            now = datetime.now(UTC)
            report = import_directory(database, path, now, timezone=found.timezone, dry_run=dry_run)
        except DirectoryError as error:
            say_source(error.values.get("source"), err=True)
            say_faults("directory.report.error", error.values.get("faults"), err=True)
            say_faults("directory.report.warning", error.values.get("warnings"), err=True)
            click.echo(speak(error.key, count=error.values.get("count", 0)), err=True)
            raise SystemExit(1) from error
    say_report(report)


@directory.command("list")
@language_option
def list_command() -> None:
    """List the halls of the directory."""
    with open_database(settings()) as database, database.read() as connection:
        halls = list_halls(connection)
    for hall in halls:
        click.echo(say_hall(hall))
    if not halls:
        click.echo(speak("directory.list.empty"))


@directory.command("sample")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--around", metavar="YYYY-MM-DD", help="The day that the roster lies around; otherwise today.")
@language_option
def sample_command(folder: Path, around: str | None) -> None:
    """Write a fictional hall as CSV files, to try things with."""
    try:
        day = date.fromisoformat(around) if around else datetime.now().astimezone().date()
    except ValueError as error:
        raise click.BadParameter(around or "", param_hint="--around") from error
    write_sample(folder, day)
    click.echo(speak("directory.sample.written", folder=folder))


def say_hall(hall: HallSummary) -> str:
    """One hall in one line."""
    values = {
        "code": hall.code,
        "name": hall.name,
        "version": hall.version,
        "windows": hall.windows,
        "staff": hall.staff,
        "hotline": hall.hotline or "-",
    }
    if hall.roster_first is None:
        return speak("directory.list.hall_unrostered", **values)
    return speak("directory.list.hall", first=hall.roster_first, last=hall.roster_last, **values)


def say_faults(key: str, faults: object, *, err: bool = False) -> None:
    """Faults one a line, and how many more there are."""
    listed: tuple[Fault, ...] = faults if isinstance(faults, tuple) else ()
    voice = spoken()
    for fault in listed[:SHOWN_FAULTS]:
        click.echo(speak(key, fault=fault.say(voice)), err=err)
    if len(listed) > SHOWN_FAULTS:
        click.echo(speak("directory.report.more", count=len(listed) - SHOWN_FAULTS), err=err)


def say_source(source: object, *, err: bool = False) -> None:
    """What was read, and how."""
    for sheet in source.sheets if isinstance(source, Source) else ():
        lines = max(len(sheet.rows) - 1, 0)
        text = speak("directory.report.read", place=sheet.place, encoding=sheet.encoding, lines=lines)
        click.echo(text, err=err)


def say_report(report: Report) -> None:
    """What was read, what is worth a look, and what changes hall by hall."""
    say_source(report.source)
    say_faults("directory.report.warning", report.warnings)
    for change in report.changes:
        say_change(change)
    changed = any(report.changes)
    if report.dry_run:
        click.echo(speak("directory.report.dry_run"))
    else:
        click.echo(speak("directory.report.done" if changed else "directory.report.nothing"))


def say_change(change: HallChange) -> None:
    """What changes in one hall."""
    heading = {"code": change.code, "name": change.after.data.name, "version": change.version}
    if not change:
        click.echo(speak("directory.report.hall_unchanged", **heading))
        return
    key = "hall_new" if change.is_new else "hall_changed"
    click.echo(speak(f"directory.report.{key}", before=change.before.version, **heading))
    if change.hall_changed and not change.is_new:
        click.echo(speak("directory.report.hall_data"))
    say_table("windows", change.windows)
    say_table("staff", change.staff)
    click.echo(
        speak(
            "directory.report.roster",
            added=len(change.duties_added),
            removed=len(change.duties_removed),
            unchanged=change.duties_unchanged,
            days=len(change.days),
            covered=change.covered,
        )
    )


def say_table(name: str, change: TableChange) -> None:
    """What changes in one table; a few changes are named."""
    counts = {kind: len(getattr(change, kind)) for kind in ("added", "changed", "removed")}
    click.echo(speak(f"directory.report.{name}", unchanged=change.unchanged, **counts))
    for kind in ("changed", "removed"):
        keys: tuple[str, ...] = getattr(change, kind)
        if keys:
            more = "…" if len(keys) > SHOWN_KEYS else ""
            click.echo(speak(f"directory.report.{kind}", keys=", ".join(keys[:SHOWN_KEYS]) + more))
