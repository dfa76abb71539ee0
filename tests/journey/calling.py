"""The hotline calls: its dialer on the REST face over real HTTP, and a clock that all of them share."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from werkzeug.serving import make_server

from intake.callbacks.dialer import Dialer
from intake.cli.scheduler import dialer_for
from intake.simulator.call import Call
from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.rest import rest_face
from intake.telephony import outbox
from intake.telephony.client import client_for
from tests.journey.conftest import SID, TOKEN, Desk, desk_for

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True)
class Calling:
    """A hotline that calls back, and the network that it calls over."""

    desk: Desk
    dialer: Dialer

    @property
    def network(self) -> Network:
        return self.desk.network

    def run(self) -> int:
        """One look at what is due."""
        return self.dialer.run()

    def go_to(self, day: str, clock: str) -> None:
        """Let time pass to a local moment, such as `2026-11-10`, `18:00`."""
        self.desk.clock.now = datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=SHANGHAI)

    def ring(self, number: str) -> Call:
        """Look at what is due, and answer the telephone that then rings."""
        self.run()
        return self.network.ringing(number).answer()

    def miss(self) -> None:
        """Look at what is due, let the call ring in vain, and reckon it."""
        self.run()
        self.network.settle()
        self.run()

    def callback(self) -> dict[str, Any]:
        """The newest callback of the only case."""
        return dict(self.desk.case()["callbacks"][-1])

    def outcomes(self) -> list[str]:
        return [one["outcome"] for one in self.callback()["attempts"]]

    def due_at(self) -> datetime:
        """When the pending callback is looked at next."""
        with self.desk.services.database.read() as connection:
            query = "SELECT due_at FROM callback WHERE status = 'pending'"
            due = connection.exec_driver_sql(query).scalar_one()
        moment = due if isinstance(due, datetime) else datetime.fromisoformat(due)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def due(self) -> str:
        """The same as local time."""
        return self.due_at().astimezone(SHANGHAI).strftime("%m-%d %H:%M")

    def texts(self) -> list[str]:
        """The texts about callbacks in the outbox, oldest first."""
        with self.desk.services.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT body FROM outgoing_message WHERE purpose = 'callback_missed' ORDER BY id"
            )
            return [row[0] for row in rows]

    def send_texts(self) -> int:
        found, keys = self.desk.services.settings, self.desk.services.sealer
        sender = outbox.Sender(
            number="+862888000012", status_url=f"{found.public_url}/sms/status",
            destinations=found.callback_destinations,
        )  # fmt: skip
        client = client_for(found)
        return outbox.send_due(
            self.desk.services.database, client, lambda sealed: keys.open(sealed, "caller"), sender,
            self.desk.clock(),
        )  # fmt: skip


@contextmanager
def calling_for(url: str, folder: Path, profile: str, **changes: Any) -> Iterator[Calling]:
    """A desk whose hotline can call, with the REST face on a port of this machine."""
    app = Flask("network")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    api_url = f"http://127.0.0.1:{server.port}"
    desk = desk_for(url, folder, profile, twilio_api_base_url=api_url, **changes)
    later = Held(lambda seconds: desk.clock.advance(seconds=seconds))
    network = Network(
        account=Account(sid=SID, token=TOKEN, api_url=api_url),
        transport=desk.network._transport,  # the same way to the hotline, in another time
        clock=desk.clock,
        later=later,
    )
    desk = replace(desk, network=network, later=later)
    app.register_blueprint(rest_face(network, desk.profile))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    services = desk.services
    client = client_for(services.settings)
    dialer = dialer_for(services.in_force, services.database, client, services.sealer, threading.Event())
    dialer.now = dialer.placing.now = lambda _connection: desk.clock()
    dialer.placing.sleep = lambda seconds: desk.clock.advance(seconds=seconds)
    try:
        yield Calling(desk=desk, dialer=dialer)
    finally:
        network.let_go()
        server.shutdown()
        thread.join()
        desk.services.database.close()
