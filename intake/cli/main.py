"""The command `hotline`."""

from __future__ import annotations

import click

from intake.cli.audit import audit
from intake.cli.bench import bench
from intake.cli.callback_rulings import finding_command
from intake.cli.callbacks import callbacks
from intake.cli.demo import demo
from intake.cli.directory import directory
from intake.cli.doctor import doctor
from intake.cli.export import export
from intake.cli.match import match
from intake.cli.migrate import migrate
from intake.cli.phone import call
from intake.cli.reconcile import reconcile
from intake.cli.scheduler import scheduler
from intake.cli.serve import serve
from intake.cli.settings import settings_command
from intake.cli.token import token
from intake.cli.user import user


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hotline-intake")
def main() -> None:
    """Complaint hotline intake for public service halls. Settings: see docs/settings.md."""


for command in (
    audit,
    bench,
    call,
    callbacks,
    demo,
    directory,
    doctor,
    export,
    finding_command,
    match,
    migrate,
    reconcile,
    scheduler,
    serve,
    settings_command,
    token,
    user,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
