"""One call, as the caller holds it: what they can do, and what there is to see.

There is no clock in a call. A verb that waits (Gather, Record, Dial) waits until the caller does
something; `stay_silent` lets its timeout pass, which also submits keys that no finishing key ended.

Keys count for the verb that waits, and end a Gather's nested prompts. Keys pressed once it has ended
are lost, as no provider promises to keep keys from one document to the next; `transcript` shows them as
`lost`. Prompts outside a Gather are always heard to their end.

A fault (see `faults`) ends the call, as at the provider; the final status report is sent all the same.
"""

from collections.abc import Callable
from functools import partial

from intake.simulator import verbs
from intake.simulator.carrier import Exchange
from intake.simulator.execution import Execution
from intake.simulator.forms import Fields
from intake.simulator.inputs import Gathering, Recording
from intake.simulator.states import CallState
from intake.simulator.transcript import Kind, written

KEY_PAD = frozenset("0123456789*#ABCD")
HANG_UP = "hangup"
SILENCE = "silence"


class Call(Execution):
    """A call in progress or over. `Phone.dial` makes one, and so does answering a telephone that rings."""

    @property
    def sid(self) -> str:
        return self.parties.call_sid

    @property
    def waiting(self) -> verbs.Waiting | None:
        """The verb that awaits the caller (or, for Dial, the other side); None when the call is over."""
        return self._input.verb if isinstance(self._input, Gathering | Recording) else self._input

    @property
    def keys_so_far(self) -> str:
        """Keys that the running Gather holds and has not submitted."""
        return self._input.keys if isinstance(self._input, Gathering) else ""

    def __str__(self) -> str:
        return written(self.transcript)

    def connect(self, url: str) -> None:
        """Ask the hotline's voice address what to do. `Phone.dial` does this."""
        self._note(Kind.DIALLED, self.parties.called)
        self._go(url, "POST", {})
        self._run_unless_over()

    def pick_up(self, url: str, method: str, twiml: str, fields: Fields) -> None:
        """A call of the hotline's is answered: ask `url` what to do, or execute `twiml` without one."""
        self._note(Kind.ANSWERED, self.parties.caller)
        if url:
            self._go(url, method, fields)
        else:
            self._begin(twiml)
        self._run_unless_over()

    def press(self, keys: str) -> None:
        """Press keys one after another; blanks are only for the reader. Raises ValueError for no key."""
        pressed = "".join(keys.split()).upper()
        if not KEY_PAD.issuperset(pressed):
            raise ValueError(f"not on a key pad: {keys!r}")
        self.hears = ""
        if self._input is None:
            self._note(Kind.LOST, pressed)
            return
        for position, key in enumerate(pressed, start=1):
            if (what_follows := self._take_key(key)) is not None:
                self._note_keys(pressed[:position])
                if pressed[position:]:
                    self._note(Kind.LOST, pressed[position:])
                what_follows()
                self._run_unless_over()
                return
        self._note_keys(pressed)

    def stay_silent(self) -> None:
        """Let the running timeout pass; a Dial's is 'nobody answered'."""
        self.hears = ""
        self._note(Kind.SILENT)
        match self._input:
            case Gathering() as gathering:
                self._entered(gathering, gathering.time_out())
            case Recording() as recording:
                self._recorded(recording, "")
            case verbs.Dial():
                self.dial_ends("no-answer")
        self._run_unless_over()

    def say(self, text: str, *, then: str | None = "#", seconds: int | None = None) -> None:
        """Speak: into a Gather that takes speech, or into a Record (text stands in for the voice).

        `then` ends a Record: a key, `silence`, `hangup`, or None to go on speaking.
        """
        self.hears = ""
        self._note(Kind.SPOKE, text)
        match self._input:
            case Gathering() as gathering:
                if (entered := gathering.speak(text)) is not None:
                    self._entered(gathering, entered)
                    self._run_unless_over()
            case Recording() as recording:
                recording.take_text(text, seconds)
                self._after_voice(recording, then)

    def record(
        self, audio: bytes | None, seconds: int, *, content_type: str = "audio/wav", then: str | None = "#"
    ) -> None:
        """Leave `audio` (None: a tone) of `seconds` in a Record; `then` as in `say`."""
        self.hears = ""
        if isinstance(self._input, Recording):
            recording = self._input
            recording.take_audio(audio, seconds, content_type)
            self._after_voice(recording, then)

    def dial_ends(self, status: str, seconds: int = 0) -> None:
        """The other side of a Dial: `completed` after `seconds`, `busy`, `no-answer` or `failed`."""
        if not isinstance(self._input, verbs.Dial):
            return
        dial, self._input, self.hears = self._input, None, ""
        self._note(Kind.CONNECTED, status)
        if dial.action is not None:
            fields = {"DialCallStatus": status}
            if status == "completed":
                fields |= {"DialCallSid": self.profile.new_sid("CA"), "DialCallDuration": str(seconds)}
            self._go(dial.action, dial.method, fields)
        self._run_unless_over()

    def hang_up(self) -> None:
        """Put the receiver down, at any moment."""
        if not self.is_over:
            self._note(Kind.HUNG_UP)
            self.end()

    def end(self) -> None:
        """The line goes dead from the other side."""
        if self.is_over:
            return
        running, self.state = self._input, CallState.COMPLETED
        if isinstance(running, Recording):
            self._recorded(running, HANG_UP)
        self._end(CallState.COMPLETED)

    def repeat(self, exchange: Exchange | None = None, copies: int = 1) -> Exchange:
        """Deliver an old request (the last one unless told) once more; the answer is not executed."""
        return self.network.repeat(exchange or self.exchanges[-1], copies)

    def _note_keys(self, keys: str) -> None:
        """One line for all keys that the same verb is given, however they were pressed."""
        last = self.transcript[-1]
        if last.kind == Kind.PRESSED and last.document == len(self.exchanges):
            keys = self.transcript.pop().text + keys
        self._note(Kind.PRESSED, keys)

    def _take_key(self, key: str) -> Callable[[], None] | None:
        match self._input:
            case Gathering() as gathering:
                entered = gathering.press(key)
                return None if entered is None else partial(self._entered, gathering, entered)
            case Recording() as recording if recording.ends_on(key):
                return partial(self._recorded, recording, key)
        return None

    def _after_voice(self, recording: Recording, then: str | None) -> None:
        if recording.is_full:
            self._recorded(recording, "")
        elif then == HANG_UP:
            self.hang_up()
        elif then == SILENCE:
            self._recorded(recording, "")
        elif then is not None:
            self.press(then)
            return
        self._run_unless_over()

    def _run_unless_over(self) -> None:
        if not self.is_over:
            self._run()
