"""`hotline call`: the desk phone in a terminal, by hand or from a script.

It signs with TWILIO_AUTH_TOKEN, or as this machine's own demo does, and asks the real webhooks over real
HTTP. Recordings are handed to the network of a running demo, so that the hotline can fetch them; where
there is none the command says so.
"""

import re
import sys
import time
from datetime import UTC, datetime

import click

from intake.cli.context import language_option, settings, speak
from intake.cli.demo import ACCOUNT_FILE, demo_settings
from intake.config import Settings
from intake.simulator.call import KEY_PAD, Call
from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.profiles import PROFILES
from intake.simulator.remote import Demo, HandingStore
from intake.simulator.routes import CALLER, HOTLINE, REST_PLACE
from intake.simulator.transcript import Kind, Line
from intake.simulator.transport import HttpTransport

LOCAL = "http://127.0.0.1:8000"
STEP = re.compile(r'"[^"]*"?|\S+')
MINE = frozenset({Kind.PRESSED, Kind.SPOKE, Kind.SILENT, Kind.HUNG_UP, Kind.LOST, Kind.RECORDED})
SILENCE, HANG = ".", "hang"


@click.command("call")
@click.option(
    "--url", default="", help="Address of the hotline; otherwise HOTLINE_PUBLIC_URL or this machine."
)
@click.option("--from", "caller", default=CALLER, show_default=True, help="Number that calls.")
@click.option("--to", "called", default="", help="Number that is called; otherwise HOTLINE_NUMBER.")
@click.option("--withheld", is_flag=True, help="Withhold the caller's number.")
@click.option(
    "--profile", type=click.Choice(list(PROFILES)), help="Kind of line; otherwise HOTLINE_PROVIDER."
)
@click.option("--keys", default=None, help='Script: keys, "." for silence, "text" in quotes to speak, hang.')
@click.option("--sms", multiple=True, help="Text instead of calling; may be repeated.")
@click.option("--wait", default=3.0, show_default=True, help="Seconds to wait for messages after a call.")
@language_option
def call(  # noqa: PLR0913, one parameter for each option
    *,
    url: str,
    caller: str,
    called: str,
    withheld: bool,
    profile: str | None,
    keys: str | None,
    sms: tuple[str, ...],
    wait: float,
) -> None:
    """Dial the hotline, or text it, from this terminal."""
    found = settings()
    base = (url or found.public_url or LOCAL).rstrip("/")
    found, demo, is_demo = _account(found, base)
    phone = Phone(
        _network(demo),
        caller,
        Hotline.at(base, called or found.hotline_number or HOTLINE),
        profile=PROFILES[profile or found.provider],
        withheld=withheld,
    )
    if not is_demo:
        click.echo(speak("phone.call.no_network", url=base), err=True)
    terminal = Terminal(phone, demo)
    sound = terminal.text(sms) if sms else terminal.dial(keys)
    if is_demo and not sms:
        terminal.show_messages(wait)
    raise SystemExit(0 if sound else 1)


def _account(found: Settings, base: str) -> tuple[Settings, Demo, bool]:
    """The settings and account to sign with, and whether a demo's network answers there.

    The account of the environment, unless only that of this machine's own demo is known to the network.
    """
    candidates = [found] if found.twilio_auth_token else []
    if (found.data_dir / "demo" / ACCOUNT_FILE).exists():
        candidates.append(demo_settings(found, base))
    if not candidates:
        raise click.ClickException(speak("phone.call.no_token"))
    faces = [
        Demo(api_url=base + REST_PLACE, account=one.twilio_account_sid, token=one.twilio_auth_token)
        for one in candidates
    ]
    for settings_there, face in zip(candidates, faces, strict=True):
        if face.is_there():
            return settings_there, face, True
    return candidates[0], faces[0], False


def _network(demo: Demo) -> Network:
    return Network(
        account=Account(sid=demo.account, token=demo.token, api_url=demo.api_url),
        transport=HttpTransport(),
        clock=lambda: datetime.now(UTC),
        later=Held(),
        store=HandingStore(demo),
    )


class Terminal:
    """Shows what a telephone hears and says, line by line."""

    def __init__(self, phone: Phone, demo: Demo) -> None:
        self._phone = phone
        self._demo = demo
        self._shown: list[Line] = []
        self._known: list[tuple[str, str]] = []

    def text(self, bodies: tuple[str, ...]) -> bool:
        """Send messages and show the replies; whether all were answered properly."""
        for body in bodies:
            click.echo(speak("phone.call.message_out", text=body))
            replies = self._phone.text(body)
            for reply in replies:
                click.echo(speak("phone.call.message_in", text=reply))
            if not replies:
                click.echo(speak("phone.call.no_reply"))
        for fault in self._phone.faults:
            click.echo(speak("phone.script.line.fault", text=fault), err=True)
        return not self._phone.faults

    def dial(self, script: str | None) -> bool:
        """Make one call, by script or by hand; whether it went without a fault."""
        self._known = self._demo.messages_to(self._phone.number)
        call = self._phone.dial()
        self._show(call)
        if script is None and sys.stdin.isatty():
            self._by_hand(call)
        else:
            self._by_script(call, script if script is not None else sys.stdin.read())
        self._settle(call)
        return not call.faults

    def show_messages(self, seconds: float) -> None:
        """Show what the hotline sends over REST in the `seconds` after a call, or until something came."""
        until = time.monotonic() + seconds
        fresh: list[tuple[str, str]] = []
        while not fresh and time.monotonic() < until:
            time.sleep(0.25)
            fresh = [one for one in self._demo.messages_to(self._phone.number) if one not in self._known]
        for _, body in fresh:
            click.echo(speak("phone.call.message_in", text=body))

    def _by_script(self, call: Call, script: str) -> None:
        for step in STEP.findall(script):
            if call.is_over:
                break
            self._do(call, step)
        if not call.is_over:
            click.echo(speak("phone.call.out_of_keys"))
            call.hang_up()

    def _by_hand(self, call: Call) -> None:
        click.echo(speak("phone.call.help"))
        while not call.is_over:
            try:
                typed = click.prompt(speak("phone.call.prompt"), default=SILENCE, show_default=False)
            except click.Abort:
                typed = HANG
            self._do(call, str(typed).strip())

    def _do(self, call: Call, step: str) -> None:
        if step == SILENCE:
            call.stay_silent()
        elif step == HANG:
            call.hang_up()
        elif step.startswith('"'):
            call.say(step.strip('"'))
        elif KEY_PAD.issuperset("".join(step.split()).upper()):
            call.press(step)
        else:
            click.echo(speak("phone.call.bad_input", text=step), err=True)
        self._settle(call)

    def _settle(self, call: Call) -> None:
        call.network.settle()
        self._show(call)

    def _show(self, call: Call) -> None:
        """Print the lines that are new, or changed because more keys followed."""
        same = [old == new for old, new in zip(self._shown, call.transcript, strict=False)]
        start = same.index(False) if False in same else len(same)
        for line in call.transcript[start:]:
            click.echo(_printed(line), err=line.kind == Kind.FAULT)
        self._shown = list(call.transcript)


def _printed(line: Line) -> str:
    if line.kind == Kind.HEARD:
        return f"☎  {line.text}"
    if line.words:
        return f"☎  {speak('phone.script.line.played_words', text=line.words)}"
    mark = "→" if line.kind in MINE else "·"
    return f"  {mark} {speak(f'phone.script.line.{line.kind.value}', text=line.text)}"
