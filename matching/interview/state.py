"""Where an interview stands: the step, what was stated, what was given up. Frozen, storable as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matching.evidence import Evidence, Kind
from matching.hall import Hall
from matching.pinning import Decision


class Step(StrEnum):
    """The question that is open. `TELL` is the one question of the text channel: whatever is missing."""

    MENU = "menu"
    RETURNING = "returning"
    RATING = "rating"
    CASE_NO = "case_no"
    STATUS = "status"
    HALL = "hall"
    WINDOW = "window"
    WINDOW_CHOICE = "window_choice"
    STAFF_NO = "staff_no"
    STAFF_NO_CHOICE = "staff_no_choice"
    DAY = "day"
    PART = "part"
    READ_BACK = "read_back"
    STATEMENT = "statement"
    CALLBACK = "callback"
    CALLBACK_NUMBER = "callback_number"
    CALLBACK_PART = "callback_part"
    PERSON = "person"
    VOICE_MAIL = "voice_mail"
    TELL = "tell"
    CALLED = "called"
    CALL_LATER = "call_later"
    FOLLOW_UP = "follow_up"
    DONE = "done"


class Purpose(StrEnum):
    """Why the person got in touch; `NONE` until that is known, when there is no case yet."""

    NONE = "none"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    RATING = "rating"
    MESSAGE = "message"
    OTHER = "other"


class Wish(StrEnum):
    """May we call back? The number itself is never part of the state."""

    UNKNOWN = "unknown"
    YES = "yes"
    OTHER_NUMBER = "other_number"
    NO = "no"


class Reached(StrEnum):
    """Whom a call of ours reached; `NOBODY` until a key says so. Values as those of an attempt's outcome."""

    NOBODY = ""
    CONFIRMED = "confirmed"
    THIRD_PARTY = "third_party"
    LATER = "later"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A remark said before the next question, as a catalogue key under `note.` and its values."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Interview:
    """The whole state between two turns.

    tries: how often the open question went unanswered so far.
    choices: what keys 1, 2, … stand for at a menu of windows.
    offer: a near miss that the open question offers; taken only by an explicit yes.
    given_up: kinds that the person does not know, or did not manage to say in three tries.
    asked: the kind that the open text question is about.
    confirmed: the person heard the window and the staff number read back and said "right", or wrote both.
    preferred: `morning`, `afternoon`, `evening` or empty.
    hall: code of the hall that the person named, where the number dialled didn't say it.
    called: this is a call of ours.
    reached: whom it reached so far.
    about: the case's purpose while `purpose` is still none: a case stays untouched until the person confirms.
    told: the complaint itself is on file and not asked for again.
    finding: what a follow-up tells, one of `FINDINGS`; empty for every other interview.
    handling_rating: 5 very satisfied to 1 very dissatisfied with how a case was handled; never guessed.
    """

    step: Step
    language: str
    purpose: Purpose = Purpose.NONE
    evidence: tuple[Evidence, ...] = ()
    tries: int = 0
    rejections: int = 0
    choices: tuple[str, ...] = ()
    offer: str = ""
    given_up: frozenset[Kind] = frozenset()
    asked: Kind | None = None
    asked_times: tuple[Kind, ...] = ()
    confirmed: bool = False
    rating: int | None = None
    wish: Wish = Wish.UNKNOWN
    preferred: str = ""
    note: Note | None = None
    hall: str = ""
    hall_asked: int = 0
    called: bool = False
    reached: Reached = Reached.NOBODY
    about: Purpose = Purpose.NONE
    told: bool = False
    finding: str = ""
    handling_rating: int | None = None

    @property
    def is_done(self) -> bool:
        return self.step in {Step.DONE, Step.STATUS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back for the open question.

    keys: keys as pressed, without the `#` that ended them; empty for silence.
    finished: `#` was pressed with nothing before it, which says "I don't know".
    words: a text message or recognised speech.
    recorded: a recording was made.
    connected: a person took the call and has finished with it.
    """

    keys: str = ""
    finished: bool = False
    words: str = ""
    recorded: bool = False
    connected: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What the interview may know of the world at this turn.

    hall: None while it is unknown which hall is meant or no hall has been imported.
    halls: names of all halls by code, given only while it is unknown which is meant.
    at: aware moment of the answer.
    case_status: the status of the case number just keyed, None when there is no such case.
    number_ok: the number just keyed may be called.
    """

    hall: Hall | None
    at: datetime
    halls: Mapping[str, str] = field(default_factory=dict)
    withheld: bool = False
    person_reachable: bool = False
    unfinished: bool = False
    case_status: str | None = None
    number_ok: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """The interview after an answer, and the decision that its evidence now gives.

    other_case: the message belongs to a case of its own and not to the one that was open.
    """

    interview: Interview
    decision: Decision | None = None
    other_case: bool = False
