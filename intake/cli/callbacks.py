"""`hotline callbacks …`: what becomes of those who are to be called back."""

from __future__ import annotations

import click

from intake.cli.callback_plan import plan_command


@click.group()
def callbacks() -> None:
    """Those who are to be called back."""


callbacks.add_command(plan_command)
