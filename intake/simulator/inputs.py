"""What a caller does while a verb waits: keys and speech of a Gather, voice and keys of a Record.

Provider facts: a Gather ends at its finishing key (which is not part of Digits), at `numDigits` keys,
or when `timeout` seconds pass after the last key; keys end the prompts nested in it. Twilio tells the
finishing key as FinishedOnKey (empty when another thing ended it). A Record ends at one of its
finishing keys, at `maxLength`, after `timeout` seconds of silence, or when the caller hangs up.
"""

from dataclasses import dataclass

from intake.simulator.forms import Fields
from intake.simulator.profiles import Profile
from intake.simulator.verbs import Gather, Record

SAYS_THEM = 4
CONFIDENCE = "0.92"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """A Gather is over. `fields` go to its action; None means: on to the next verb."""

    fields: Fields | None


class Gathering:
    """One running Gather."""

    def __init__(self, verb: Gather, profile: Profile) -> None:
        self.verb = verb
        self._profile = profile
        self.keys = ""

    def press(self, key: str) -> Entered | None:
        """One key; what it ends, if anything."""
        if not self.verb.takes_keys:
            return None
        if key == self.verb.finish_on_key:
            return self._over(finished_on=key)
        self.keys += key
        return self._over() if len(self.keys) == self.verb.num_digits else None

    def speak(self, text: str) -> Entered | None:
        """Speech; a Gather that takes none doesn't notice it."""
        if not self.verb.takes_speech:
            return None
        return Entered(fields={"SpeechResult": text, "Confidence": CONFIDENCE})

    def time_out(self) -> Entered:
        """`timeout` seconds without a key."""
        return self._over()

    def _over(self, finished_on: str = "") -> Entered:
        if not self.keys and not finished_on and not self.verb.action_on_empty_result:
            return Entered(fields=None)
        if not self.keys and not self._profile.sends_empty_digits:
            return Entered(fields={} if self.verb.action_on_empty_result else None)
        fields = {"Digits": self.keys, "msg": "Gather End"}
        if not self._profile.says_finishing_key:
            return Entered(fields={"Digits": self.keys})
        return Entered(fields=fields | {"FinishedOnKey": finished_on})


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """What a Record took: `seconds` of it, real audio or else text that stands in for it.

    `ended_by` is a key, `hangup`, or empty for silence and full length.
    """

    seconds: int
    audio: bytes | None
    content_type: str
    text: str
    ended_by: str


class Recording:
    """One running Record."""

    def __init__(self, verb: Record) -> None:
        self.verb = verb
        self._seconds = 0
        self._audio: bytes | None = None
        self._content_type = "audio/wav"
        self._texts: list[str] = []

    def take_text(self, text: str, seconds: int | None = None) -> None:
        """Text standing in for a voice, at four signs a second unless told."""
        self._texts.append(text)
        self._seconds += seconds if seconds is not None else max(2, -(-len(text) // SAYS_THEM))

    def take_audio(self, audio: bytes | None, seconds: int, content_type: str) -> None:
        """Audio of `seconds`; None stands for a tone of that length."""
        self._audio, self._content_type = audio, content_type
        self._seconds += seconds

    @property
    def is_full(self) -> bool:
        return self._seconds >= self.verb.max_length

    def ends_on(self, key: str) -> bool:
        return key in self.verb.finish_on_key

    def over(self, ended_by: str) -> Voice:
        """The recording as it is kept, cut to `maxLength`."""
        return Voice(
            seconds=min(self._seconds, self.verb.max_length),
            audio=self._audio,
            content_type=self._content_type,
            text=" ".join(self._texts),
            ended_by=ended_by,
        )
