"""The words of callbacks: what a call of ours is for, where it stands, how it ended."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What we call for: to complete a case, or to tell the outcome and ask how it was handled."""

    CALLBACK = "callback"
    FOLLOW_UP = "follow_up"


class Outcome(StrEnum):
    """How an attempt ended.

    UNCONFIRMED: something answered and nobody pressed a key; a person in doubt or a voice mail. LATER: asked
    for another time. PERSON: asked for a human. FAILED: the network failed. NOT_PLACED: nobody's telephone
    rang, for a fault of ours or the provider's. UNKNOWN: it may have rung; nobody can tell any more.
    """

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    MACHINE = "machine"
    THIRD_PARTY = "third_party"
    LATER = "later"
    PERSON = "person"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    POWERED_OFF = "powered_off"
    UNASSIGNED = "unassigned"
    FAILED = "failed"
    NOT_PLACED = "not_placed"
    UNKNOWN = "unknown"


class CallbackStatus(StrEnum):
    """Where a callback stands. Operator: the machine has done what it may, a person decides (see Task)."""

    PENDING = "pending"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"
    OPERATOR = "operator"
    UNREACHABLE = "unreachable"


class CallbackReason(StrEnum):
    """Why somebody is to be called."""

    UNFINISHED = "unfinished"
    OUTCOME = "outcome"
    OPERATOR = "operator"


class Task(StrEnum):
    """What a callback asks of an operator; NONE while it asks nothing.

    UNREACHABLE: to declare the person unreachable, or not. UNASSIGNED: the number is none. STUCK: many calls
    that don't count. FAULT: a fault that the table doesn't know. PERSON: the called asked for a human. UNFIT:
    no number that may be called. UNCLEAR: it can't be told which of the provider's calls was ours.
    """

    NONE = ""
    UNREACHABLE = "unreachable"
    UNASSIGNED = "unassigned"
    STUCK = "stuck"
    FAULT = "fault"
    PERSON = "person"
    UNFIT = "unfit"
    UNCLEAR = "unclear"


class AttemptStatus(StrEnum):
    """Where an attempt stands.

    Dialing: committed, and the provider is being asked. Deferred: it refused without doing anything, ask
    again. Unknown: it may have been placed. From placed on it certainly was.
    """

    DIALING = "dialing"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    PLACED = "placed"
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
