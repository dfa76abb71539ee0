"""A telephone in a hand: dials the hotline and texts it, over a simulated network.

    phone = Phone(network, "+8613800138000", Hotline.at("https://hotline.example", "+861012345"))
    call = phone.dial()
    call.press("1")
    call.press("1024#")

Provider facts: a text message is answered by TwiML with Message verbs; a withheld caller number
arrives as the profile's stand-in, never empty. Twilio itself keeps English opt-outs (STOP and others)
when the whole text is the word, and refuses to send to that number until START.
"""

from dataclasses import dataclass

from intake.simulator.call import Call
from intake.simulator.carrier import Carrier, Exchange
from intake.simulator.events import Reporting
from intake.simulator.faults import FETCH_FAILED, TwimlFault
from intake.simulator.forms import Parties, Text, message_fields
from intake.simulator.leg import Leg
from intake.simulator.profiles import TWILIO, Profile
from intake.simulator.states import CallState
from intake.simulator.store import KeptMessage
from intake.simulator.twiml import read_messages

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "UNSTOP", "YES"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Hotline:
    """How the hotline's number is set up at the provider."""

    number: str
    voice_url: str
    status_url: str
    sms_url: str

    @classmethod
    def at(cls, public_url: str, number: str) -> "Hotline":
        """The product's webhooks under its public address."""
        base = public_url.rstrip("/")
        return cls(
            number=number,
            voice_url=f"{base}/voice/incoming",
            status_url=f"{base}/voice/status",
            sms_url=f"{base}/sms/incoming",
        )


class Phone:
    """One telephone with a number; `withheld` hides it in calls. Text messages always show it."""

    def __init__(
        self,
        network: Carrier,
        number: str,
        hotline: Hotline,
        *,
        profile: Profile = TWILIO,
        withheld: bool = False,
    ) -> None:
        self.number = number
        self.withheld = withheld
        self.profile = profile
        self.faults: list[TwimlFault] = []
        self.exchanges: list[Exchange] = []
        self.network = network
        self._hotline = hotline

    def dial(self, *, copies: int = 1, hang_up_after: int | None = None) -> Call:
        """Call the hotline; returns once it waits for the caller or the call is over.

        Every request is delivered `copies` times in parallel. With `hang_up_after` the line drops while
        the answer to request number `hang_up_after` + 1 is on its way: it is never executed.
        """
        parties = Parties(
            account_sid=self.network.account.sid,
            call_sid=self.profile.new_sid("CA"),
            caller=self.profile.withheld_number if self.withheld else self.number,
            called=self._hotline.number,
        )
        leg = Leg(
            carrier=self.network,
            profile=self.profile,
            parties=parties,
            reporting=Reporting(url=self._hotline.status_url, at_once=True, copies=copies),
            url=self._hotline.voice_url,
        )
        leg.reach(CallState.INITIATED)
        leg.reach(CallState.RINGING)
        call = Call(leg, copies=copies)
        call.hang_up_after = hang_up_after
        call.connect(self._hotline.voice_url)
        return call

    def text(self, body: str, *, media: tuple[tuple[str, str], ...] = (), copies: int = 1) -> list[str]:
        """Send a text message with `media` (address, content type); the replies in the answer, in order.

        A fault leaves no reply and is noted in `faults`, as at the provider.
        """
        text = Text(
            account_sid=self.network.account.sid,
            sid=self.profile.new_sid("SM"),
            sender=self.number,
            to=self._hotline.number,
            body=body,
            media=media,
        )
        self._keep(text, "inbound", "received")
        self._mind_opt_out(body)
        fields = message_fields(self.profile, text)
        exchange = self.network.deliver(self._hotline.sms_url, fields, profile=self.profile, copies=copies)
        self.exchanges.append(exchange)
        return self._replies(exchange)

    @property
    def inbox(self) -> list[KeptMessage]:
        """Messages that reached this telephone, oldest first: replies, and those sent over REST."""
        return [one for one in self.network.store.messages(self.number) if one.to == self.number]

    def _replies(self, exchange: Exchange) -> list[str]:
        answer = exchange.answer
        try:
            if answer is None or answer.status != 200:
                outcome = answer.status if answer else exchange.failure
                raise TwimlFault(FETCH_FAILED, f"answered with {outcome}")
            messages = read_messages(answer.body, answer.content_type)
        except TwimlFault as fault:
            self.faults.append(fault)
            return []
        for message in messages:
            text = Text(
                account_sid=self.network.account.sid,
                sid=self.profile.new_sid("SM"),
                sender=self._hotline.number,
                to=self.number,
                body=message.body,
                media=tuple((url, "") for url in message.media),
            )
            self._keep(text, "outbound-reply", "delivered")
        return [message.body for message in messages]

    def _mind_opt_out(self, body: str) -> None:
        word = body.strip().upper()
        if self.profile.keeps_opt_outs and word in STOP_WORDS:
            self.network.store.opt_out(self.number)
        elif word in START_WORDS:
            self.network.store.opt_in(self.number)

    def _keep(self, text: Text, direction: str, status: str) -> None:
        self.network.store.keep_message(
            KeptMessage(
                sid=text.sid,
                direction=direction,
                sender=text.sender,
                to=text.to,
                body=text.body,
                status=status,
                at=self.network.clock(),
                media=len(text.media),
            )
        )
