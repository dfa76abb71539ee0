"""The desk phone on the real webhooks: every journey runs on both providers' profiles and both databases."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from intake import create_app, wire
from intake.callbacks.account import callbacks_of
from intake.cases.export import export_rows
from intake.config import Settings, load
from intake.database import Database
from intake.desk.services import Services
from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.profiles import PROFILES, Profile
from intake.simulator.transport import WsgiTransport
from tests import cast

URL = "https://hotline.example"
SID = "AC" + "0" * 32
TOKEN = "12345-token"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A hotline under test and the telephones around it."""

    services: Services
    network: Network
    profile: Profile
    clock: cast.Clock
    later: Held
    app: Flask = field(repr=False)

    def phone(
        self, number: str = "+8613800138000", *, withheld: bool = False, hotline: str = cast.HOTLINE
    ) -> Phone:
        line = Hotline.at(self.services.settings.public_url, hotline)
        return Phone(self.network, number, line, profile=self.profile, withheld=withheld)

    def new_phone(self) -> Phone:
        return self.phone(f"+86139{secrets.randbelow(10**8):08d}")

    def cases(self) -> list[dict[str, Any]]:
        with self.services.database.read() as connection:
            rows = export_rows(connection, lambda reason: str(reason["code"]), callbacks_of)
            return [json.loads(json.dumps(row, ensure_ascii=False)) for row in rows]

    def case(self) -> dict[str, Any]:
        (only,) = self.cases()
        return only

    def pending_callbacks(self) -> int:
        with self.services.database.read() as connection:
            query = "SELECT count(*) FROM callback WHERE status = 'pending'"
            return int(connection.exec_driver_sql(query).scalar_one())


def desk_for(url: str, folder: Path, profile: str, **changes: Any) -> Desk:
    settings = replace(settings_for(url, folder, profile), **changes)
    clock = cast.Clock()
    services = replace(wire(settings), clock=clock)
    cast.install(services.database, folder / "directory")
    app = create_app(services=services)
    later = Held()
    account = Account(sid=SID, token=TOKEN, api_url="https://api.example")
    network = Network(account=account, transport=WsgiTransport(app), clock=clock, later=later)
    return Desk(
        services=services, network=network, profile=PROFILES[profile], clock=clock, later=later, app=app
    )


def settings_for(url: str, folder: Path, profile: str) -> Settings:
    return load(
        {
            "HOTLINE_DATABASE_URL": url,
            "HOTLINE_DATA_DIR": str(folder / "data"),
            "HOTLINE_PUBLIC_URL": URL,
            "HOTLINE_PROVIDER": profile,
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
        }
    )


@pytest.fixture(params=["twilio", "compatible"])
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(database: Database, migrated_url: str, tmp_path: Path, profile: str) -> Iterator[Desk]:
    made = desk_for(migrated_url, tmp_path, profile)
    yield made
    made.services.database.close()
