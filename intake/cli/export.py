"""`hotline export`: all cases as JSON lines, CSV or a workbook."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import click

from intake.callbacks.account import callbacks_of
from intake.cases.export import export_rows, write_csv, write_jsonl, write_xlsx
from intake.cli.context import language_option, settings, spoken
from intake.cli.opening import open_database


@click.command()
@click.option(
    "--format", "kind", type=click.Choice(["jsonl", "csv", "xlsx"]), default="jsonl", show_default=True
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; otherwise standard output.",
)
@language_option
def export(kind: str, output: Path | None) -> None:
    """All cases, one a line, without contact data."""
    words = spoken()

    def explain(reason: dict[str, Any]) -> str:
        return words(f"reason.{reason['code']}", **dict(reason["values"]))

    with open_database(settings()) as database, database.read() as connection:
        rows = export_rows(connection, explain, callbacks_of)
        raw = output.open("wb") if output else sys.stdout.buffer
        try:
            if kind == "xlsx":
                write_xlsx(rows, raw)
                return
            # Excel reads a CSV file as UTF-8 only with this mark.
            encoding = "utf-8-sig" if kind == "csv" else "utf-8"
            text = io.TextIOWrapper(raw, encoding=encoding, newline="", write_through=True)
            (write_csv if kind == "csv" else write_jsonl)(rows, text)
            text.detach()
        finally:
            if output:
                raw.close()
