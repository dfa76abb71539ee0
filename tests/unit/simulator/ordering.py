"""Orders to call somebody, as the product would give them, on a network whose time a test lets pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from twilio.rest import Client
from werkzeug.datastructures import MultiDict
from werkzeug.serving import make_server

from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.ordering import read_order
from intake.simulator.profiles import TWILIO, Profile
from intake.simulator.rest import rest_face
from intake.simulator.ringing import Ringing
from intake.simulator.transport import WsgiTransport
from tests.unit.simulator.answering import ACCOUNT, CALLER, HERE, NUMBER, TOKEN, Clock, Form, Hall

ALL_EVENTS = ("initiated", "ringing", "answered", "completed")
CALLED = f"{HERE}/voice/callback/token"
STATUS = f"{CALLED}/status"
GREETING = f'<Gather numDigits="1" timeout="6" action="{HERE}/next"><Say>hotline</Say></Gather>'
DOCUMENTS = {
    "/voice/callback/token": GREETING + "<Say>goodbye</Say><Hangup/>",
    "/next": "<Say>thank you</Say><Hangup/>",
}


def a_hall() -> Hall:
    return Hall(DOCUMENTS)


def a_network(hall: Hall, clock: Clock | None = None, *, time_factor: float = 1.0) -> Network:
    """A network whose clock goes along with the time that passes in it."""
    clock = clock or Clock()
    return Network(
        account=ACCOUNT,
        transport=WsgiTransport(hall),
        clock=clock,
        later=Held(clock.advance),
        time_factor=time_factor,
    )


def order(network: Network, profile: Profile = TWILIO, **changes: str) -> Ringing:
    """Order a call with all events to CALLER; changes by the form's names."""
    form = MultiDict({"To": CALLER, "From": NUMBER, "Url": CALLED, "StatusCallback": STATUS} | changes)
    form.setlist("StatusCallbackEvent", list(ALL_EVENTS))
    ringing, _ = network.place(read_order(form, profile), profile)
    assert ringing is not None
    return ringing


def reports(hall: Hall) -> list[Form]:
    return hall.forms("/voice/callback/token/status")


def statuses(hall: Hall) -> list[str]:
    return [form["CallStatus"] for form in reports(hall)]


@contextmanager
def served(hall: Hall, profile: Profile, clock: Clock | None = None) -> Iterator[tuple[Network, Client]]:
    """A network at an address of its own, and the official client that speaks to it."""
    clock = clock or Clock()
    app = Flask("network")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    account = Account(sid=ACCOUNT.sid, token=TOKEN, api_url=f"http://127.0.0.1:{server.port}/network")
    network = Network(account=account, transport=WsgiTransport(hall), clock=clock, later=Held(clock.advance))
    app.register_blueprint(rest_face(network, profile), url_prefix="/network")
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    client = Client(ACCOUNT.sid, TOKEN)
    client.api.base_url = account.api_url
    try:
        yield network, client
    finally:
        network.let_go()
        server.shutdown()
        thread.join()
        server.server_close()
