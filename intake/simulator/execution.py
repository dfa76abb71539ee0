"""The network's half of a call: fetches answers, executes their verbs in order, ends the call.

Provider facts: a Redirect or an action starts a new document and nothing of the old one runs any more;
the end of a document ends the call; Reject counts as unanswered only as the very first verb; a missing
action means the current document's address; anything but 200 with well-formed TwiML ends the call.
That Reject leaves `busy` or `no-answer` as status is taken from its reasons, no page states it.
"""

from collections import deque

from intake.simulator import verbs
from intake.simulator.carrier import Exchange
from intake.simulator.faults import FETCH_FAILED, TwimlFault
from intake.simulator.forms import Fields, Parties, call_fields
from intake.simulator.inputs import Entered, Gathering, Recording
from intake.simulator.leg import Leg
from intake.simulator.profiles import Profile
from intake.simulator.states import UNDER_WAY, CallState
from intake.simulator.tape import keep
from intake.simulator.transcript import Kind, Line
from intake.simulator.twiml import read_voice

MOST_DOCUMENTS = 200


class Execution:
    """A call as the network runs it, either way. `Call` adds what the person with the telephone does."""

    def __init__(self, leg: Leg, *, copies: int = 1) -> None:
        self.leg = leg
        self.network = leg.carrier
        self.profile = leg.profile
        self.copies = copies
        self.hang_up_after: int | None = None
        self.state = leg.state
        self.transcript: list[Line] = []
        self.exchanges: list[Exchange] = []
        self.faults: list[TwimlFault] = []
        self.hears = ""
        self._queue: deque[verbs.VoiceVerb] = deque()
        self._input: Gathering | Recording | verbs.Dial | None = None
        self._address = ""

    @property
    def parties(self) -> Parties:
        return self.leg.parties

    @property
    def is_over(self) -> bool:
        return self.state not in UNDER_WAY

    def _note(self, kind: Kind, text: str = "", language: str | None = None, words: str = "") -> None:
        line = Line(kind=kind, text=text, language=language, document=len(self.exchanges), words=words)
        self.transcript.append(line)

    def _go(self, url: str, method: str, extra: Fields) -> None:
        """Ask `url` for the next document; what is left of the old one is forgotten."""
        self._queue.clear()
        self._input = None
        if len(self.exchanges) >= MOST_DOCUMENTS:
            self._fail(TwimlFault(FETCH_FAILED, f"more than {MOST_DOCUMENTS} documents in one call"))
            return
        if not url:
            self._fail(TwimlFault(FETCH_FAILED, "TwiML that was given inline has no address to ask again"))
            return
        exchange = self._ask(url, method, extra)
        if self.hang_up_after is not None and len(self.exchanges) > self.hang_up_after:
            self._note(Kind.HUNG_UP)
            self._end(CallState.COMPLETED)
            return
        try:
            self._queue.extend(_verbs_in(exchange, self.profile))
            self._address = url
        except TwimlFault as fault:
            self._fail(fault)

    def _begin(self, twiml: str) -> None:
        """The first document was given with the order and has no address."""
        try:
            self._queue.extend(read_voice(twiml.encode(), "text/xml", self.profile))
        except TwimlFault as fault:
            self._fail(fault)

    def _ask(self, url: str, method: str, extra: Fields) -> Exchange:
        fields = call_fields(self.profile, self.parties, self.state) | extra
        exchange = self.network.deliver(url, fields, profile=self.profile, method=method, copies=self.copies)
        self.exchanges.append(exchange)
        return exchange

    def _run(self) -> None:
        """Execute until a verb waits or the call is over."""
        while self._queue and self._input is None and not self.is_over:
            self._execute(self._queue.popleft())
        if self._input is None and not self.is_over:
            self._end(CallState.COMPLETED)

    def _execute(self, verb: verbs.VoiceVerb) -> None:
        if isinstance(verb, verbs.Reject) and self.state == CallState.RINGING:
            self._note(Kind.REJECTED, verb.reason)
            self._end(CallState.BUSY if verb.reason == "busy" else CallState.NO_ANSWER)
            return
        if self.state == CallState.RINGING:
            self.state = CallState.IN_PROGRESS
            self.leg.reach(self.state)
        match verb:
            case verbs.Say() | verbs.Play():
                self._hear(verb)
            case verbs.Redirect():
                self._go(verb.url, verb.method, {})
            case verbs.Hangup() | verbs.Reject():
                self._end(CallState.COMPLETED)
            case verbs.Gather() | verbs.Record() | verbs.Dial():
                self._await(verb)

    def _await(self, verb: verbs.Waiting) -> None:
        match verb:
            case verbs.Gather():
                for prompt in verb.prompts:
                    self._hear(prompt)
                self._input = Gathering(verb, self.profile)
            case verbs.Record():
                if verb.play_beep:
                    self._note(Kind.BEEP)
                self._input = Recording(verb)
            case verbs.Dial():
                self._note(Kind.CONNECTING, verb.number)
                self._input = verb

    def _hear(self, prompt: verbs.Say | verbs.Play) -> None:
        for _ in range(max(1, prompt.loop)):
            if isinstance(prompt, verbs.Play):
                words = self.network.words_in(prompt.url)
                self._note(Kind.PLAYED, prompt.url, words=words)
            else:
                words = prompt.text
                self._note(Kind.HEARD, prompt.text, prompt.language)
            self.hears = f"{self.hears}\n{words}".strip()

    def _entered(self, gathering: Gathering, entered: Entered) -> None:
        """A Gather is over: ask its action, or leave the rest of the document to run."""
        self._input = None
        if entered.fields is not None:
            self._go(gathering.verb.action or self._address, gathering.verb.method, entered.fields)

    def _recorded(self, recording: Recording, ended_by: str) -> None:
        """A Record is over: keep it, then ask its action where the provider would."""
        self._input = None
        voice, verb = recording.over(ended_by), recording.verb
        self._note(Kind.RECORDED, str(voice.seconds))
        fields = keep(self.network, self.profile, self.parties, verb, voice)
        if fields is None:
            return
        url = verb.action or self._address
        if not self.is_over:
            self._go(url, verb.method, fields)
        elif self.profile.asks_action_after_hang_up:
            self._ask(url, verb.method, fields)

    def _fail(self, fault: TwimlFault) -> None:
        self.faults.append(fault)
        self._note(Kind.FAULT, str(fault))
        self._end(CallState.COMPLETED)

    def _end(self, state: CallState) -> None:
        """The call is over: report its final status, once."""
        self.state, self._input = state, None
        self._queue.clear()
        self._note(Kind.ENDED, state)
        self.leg.reach(state, heard=self._reported)

    def _reported(self, exchange: Exchange) -> None:
        if exchange.answer is None or exchange.answer.status not in {200, 204}:
            status = exchange.answer.status if exchange.answer else exchange.failure
            fault = TwimlFault(FETCH_FAILED, f"the status report was answered with {status}")
            self.faults.append(fault)
            self._note(Kind.FAULT, str(fault))


def _verbs_in(exchange: Exchange, profile: Profile) -> tuple[verbs.VoiceVerb, ...]:
    answer = exchange.answer
    if answer is None:
        raise TwimlFault(FETCH_FAILED, f"no answer: {exchange.failure}")
    if answer.status != 200:
        raise TwimlFault(FETCH_FAILED, f"answered with status {answer.status}")
    return read_voice(answer.body, answer.content_type, profile)
