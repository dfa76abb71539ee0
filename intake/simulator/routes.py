"""The desk phone in the browser: the page `/phone`, its JSON API, and the network's REST face.

Mounted in the demo only. The network dials the real webhooks over real HTTP at the public address, with
real signatures; nothing takes a short cut through this process.
"""

import secrets
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from intake.config import Settings
from intake.simulator.api import mount_calls, mount_messages
from intake.simulator.behaviour import Called
from intake.simulator.desk import Desk
from intake.simulator.guard import is_from_the_page, is_known_host
from intake.simulator.incoming import mount_incoming
from intake.simulator.later import Timers
from intake.simulator.network import Account, Network
from intake.simulator.profiles import PROFILES
from intake.simulator.rest import LARGEST_RECORDING, rest_face
from intake.simulator.transport import HttpTransport
from intake.words import LANGUAGES, language_of, words

REST_PLACE = "/network"
OPEN_TO_ALL = frozenset({"simulator.phone.show", "simulator.phone.static"})
CALLER = "+8613900001234"
HOTLINE = "+861055550100"
BEHAVIOURS = tuple(Called)
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"


def simulator_blueprint(settings: Settings) -> Blueprint:
    """The desk phone under `/phone` and its network's REST face under `/network`, for the demo's app.

    The provider's REST address of such an app is its public address and `/network`. `hotline_number` of
    the settings is what the page dials unless the person types another.
    """
    return simulator_on(demo_network(settings), settings)


def demo_network(settings: Settings) -> Network:
    """A network of this process that reaches the hotline at its public address."""
    account = Account(
        sid=settings.twilio_account_sid,
        token=settings.twilio_auth_token,
        api_url=f"{settings.public_url}{REST_PLACE}",
    )
    return Network(
        account=account,
        transport=HttpTransport(),
        clock=lambda: datetime.now(UTC),
        later=Timers(),
        time_factor=settings.demo_time_factor,
    )


def simulator_on(network: Network, settings: Settings) -> Blueprint:
    """The same on a network that the caller keeps hold of."""
    both = Blueprint("simulator", __name__)
    both.before_request(allow_recordings)
    both.register_blueprint(phone_page(Desk(network, settings.public_url), settings), url_prefix="/phone")
    both.register_blueprint(rest_face(network, PROFILES[settings.provider]), url_prefix=REST_PLACE)
    return both


def allow_recordings() -> None:
    """Recordings are larger than anything that the hotline itself takes."""
    request.max_content_length = LARGEST_RECORDING


def phone_page(desk: Desk, settings: Settings) -> Blueprint:
    """The page and its API."""
    page = Blueprint("phone", __name__, template_folder="templates", static_folder="static")
    token = secrets.token_urlsafe(32)

    @page.before_request
    def refuse_other_sites() -> None:
        is_api = request.endpoint not in OPEN_TO_ALL
        if not is_known_host(request.host, settings.public_url) or (
            is_api and not is_from_the_page(request.headers, token=token, public_url=settings.public_url)
        ):
            abort(403)

    @page.get("", strict_slashes=False)
    def show() -> ResponseReturnValue:
        language = language_of(request.args.get("language", settings.language))
        return render_template(
            "simulator/phone.html",
            words=words(language),
            other=next(one for one in LANGUAGES if one != language),
            script_words=script_words(language),
            token=token,
            caller=CALLER,
            hotline=settings.hotline_number or HOTLINE,
            provider=settings.provider,
            behaviours=BEHAVIOURS,
        )

    page.after_request(protect)
    mount_calls(page, desk)
    mount_messages(page, desk)
    mount_incoming(page, desk)
    return page


def protect(response: Response) -> Response:
    """No script, style or frame but our own, nothing kept, and the microphone for this page only."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.endpoint != "simulator.phone.static":
        response.headers["Cache-Control"] = "no-store"
    return response


def script_words(language: str) -> dict[str, str]:
    """The texts that the page's script fills in as a call goes on, without their common prefix."""
    prefix = "phone.script."
    texts = words(language).texts
    return {key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)}
