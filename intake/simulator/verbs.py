"""The TwiML verbs that the simulated telephone executes, as values. Times are whole seconds.

Defaults are the provider's: Gather waits 5 s and ends with `#`; Record stops after 5 s of silence,
3600 s at most, on any key; Dial rings 30 s; a missing action means the current document's address.
"""

from dataclasses import dataclass

ANY_KEY = "1234567890*#"


@dataclass(frozen=True, kw_only=True, slots=True)
class Say:
    text: str
    language: str | None = None
    loop: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Play:
    url: str
    loop: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Gather:
    prompts: tuple[Say | Play, ...] = ()
    takes_keys: bool = True
    takes_speech: bool = False
    action: str | None = None
    method: str = "POST"
    timeout: int = 5
    num_digits: int | None = None
    finish_on_key: str = "#"
    action_on_empty_result: bool = False
    language: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    action: str | None = None
    method: str = "POST"
    max_length: int = 3600
    timeout: int = 5
    play_beep: bool = True
    finish_on_key: str = ANY_KEY
    status_callback: str | None = None
    status_callback_method: str = "POST"
    status_callback_events: frozenset[str] = frozenset({"completed"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Redirect:
    url: str
    method: str = "POST"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hangup:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Reject:
    reason: str = "rejected"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dial:
    number: str
    action: str | None = None
    method: str = "POST"
    timeout: int = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    body: str
    media: tuple[str, ...] = ()


VoiceVerb = Say | Play | Gather | Record | Redirect | Hangup | Reject | Dial
Waiting = Gather | Record | Dial
