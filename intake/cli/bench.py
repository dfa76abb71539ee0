"""`hotline bench`: the project's benchmarks. They lie beside the packages, in the project's own folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from intake.cli.context import speak

ROOT = Path(__file__).parents[2]
KINDS = ("calls", "callbacks", "compare", "console", "match", "search", "start")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Measure `calls`, `callbacks`, servers (`compare`), `console`, `search`, `match` or `start`."""
    kind, *rest = arguments if arguments and arguments[0] in KINDS else (KINDS[0], *arguments)
    if not (ROOT / "bench" / f"{kind}.py").is_file():
        raise click.ClickException(speak("bench.error.missing", kind=kind))
    command = [sys.executable, "-m", f"bench.{kind}", *rest]
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 - our own interpreter and module
    sys.exit(done.returncode)
