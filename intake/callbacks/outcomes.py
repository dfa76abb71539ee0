"""The words of callbacks: what a call of ours is for, and how it ended."""

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
