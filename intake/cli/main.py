"""The command `hotline`."""

from __future__ import annotations

import click

from intake.cli.lazily import Announced, LazyGroup

COMMANDS = {
    "audit": Announced("audit:audit", "The tamper-evident timelines of all cases."),
    "bench": Announced(
        "bench:bench",
        "Measure `calls`, `callbacks`, servers (`compare`), `console`, `search`, `match` or `start`.",
    ),
    "call": Announced("phone:call", "Dial the hotline, or text it, from this terminal."),
    "callbacks": Announced("callbacks:callbacks", "Those who are to be called back."),
    "demo": Announced("demo:demo", "Run everything with an invented hall; needs no account and no settings."),
    "directory": Announced("directory:directory", "Halls, windows, staff and roster."),
    "doctor": Announced("doctor:doctor", "Check settings, database, provider, directory and calendar."),
    "export": Announced("export:export", "All cases, one a line, without contact data."),
    "finding": Announced(
        "callback_rulings:finding_command",
        "Note what the check of a complaint found; the complainant is told by a call.",
    ),
    "match": Announced(
        "match:match",
        'Read messages as JSON lines ({"text", "channel", "received_at"}) and decide each.',
    ),
    "migrate": Announced("migrate:migrate", "Bring the database up to date."),
    "reconcile": Announced(
        "reconcile:reconcile", "Compare calls, messages and recordings with the provider's lists."
    ),
    "scheduler": Announced(
        "scheduler:scheduler", "Call back, send messages, fetch recordings, until stopped."
    ),
    "serve": Announced("serve:serve", "Answer calls and messages."),
    "settings": Announced(
        "settings:settings_command",
        "Every setting as a table in Markdown: variable, default, what it is for.",
    ),
    "token": Announced("token:token", "Tokens of other systems for the API."),
    "user": Announced("user:user", "People who may log in to the console."),
}


@click.group(cls=LazyGroup, announced=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hotline-intake")
def main() -> None:
    """Complaint hotline intake for public service halls. Settings: see docs/settings.md."""


if __name__ == "__main__":
    main()
