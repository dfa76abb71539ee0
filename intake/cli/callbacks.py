"""`hotline callbacks …`: what becomes of those who are to be called back."""

from __future__ import annotations

import click

from intake.cli.callback_plan import plan_command
from intake.cli.callback_rulings import (
    call_command,
    declare_command,
    list_command,
    pause_command,
    resume_command,
)


@click.group()
def callbacks() -> None:
    """Those who are to be called back."""


for command in (list_command, plan_command, pause_command, resume_command, call_command, declare_command):
    callbacks.add_command(command)
