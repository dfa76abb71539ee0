"""`hotline demo`: the whole hotline on this machine, with an invented hall and a telephone on the desk."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from dataclasses import replace
from datetime import UTC, datetime

import click

from intake.cli.context import language_option, log_to_terminal, open_database, settings, speak
from intake.cli.serve import run_server
from intake.config import Settings, load
from intake.directory.sample import HOTLINE, install_sample
from intake.secret_store import kept
from intake.simulator.routes import REST_PLACE

ACCOUNT_FILE = "demo-account.json"
PORTS_TRIED = 20


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", default=8000, show_default=True, help="The next free port is taken if this one isn't."
)
@language_option
def demo(host: str, port: int) -> None:
    """Run everything with an invented hall; needs no account and no settings."""
    log_to_terminal(logging.WARNING)
    port = free_port(host, port)
    found = demo_settings(settings(), f"http://{host}:{port}")
    os.environ |= environment(found)
    with open_database(found) as database:
        install_sample(database, datetime.now(UTC))
    for line in ("title", "phone", "call", "voice", "sms", "stop"):
        click.echo(speak(f"demo.{line}", address=found.public_url, folder=found.data_dir))
    run_server(load(os.environ), host=host, port=port, workers=1, threads=16, scheduler=True)


def demo_settings(found: Settings, address: str) -> Settings:
    """Settings of its own: the demo's folder, database and account lie apart from the real hotline's."""
    folder = found.data_dir / "demo"
    account = kept(folder, ACCOUNT_FILE, new_account)
    return replace(
        found,
        data_dir=folder,
        database_url="",
        public_url=address,
        twilio_account_sid=account["sid"],
        twilio_auth_token=account["token"],
        twilio_api_base_url=address + REST_PLACE,
        hotline_number=HOTLINE,
        demo=True,
    )


def new_account() -> dict[str, str]:
    return {"sid": "AC" + secrets.token_hex(16), "token": secrets.token_hex(16)}


def environment(found: Settings) -> dict[str, str]:
    """What the processes of the demo are told."""
    return {
        "HOTLINE_DATA_DIR": str(found.data_dir),
        "HOTLINE_DATABASE_URL": "",
        "HOTLINE_PUBLIC_URL": found.public_url,
        "HOTLINE_NUMBER": found.hotline_number,
        "HOTLINE_DEMO": "yes",
        "TWILIO_ACCOUNT_SID": found.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": found.twilio_auth_token,
        "TWILIO_AUTH_TOKEN_SECONDARY": "",
        "TWILIO_API_BASE_URL": found.twilio_api_base_url,
    }


def free_port(host: str, wanted: int) -> int:
    """The port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
        return port
    raise click.ClickException(speak("demo.no_port", first=wanted, last=wanted + PORTS_TRIED - 1))
