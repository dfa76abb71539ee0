"""The life of a case as one table: status and event give the next status; anything else is an error."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from intake.errors import TransitionError


class Status(StrEnum):
    """Where a case stands (design 5)."""

    RECEIVED = "received"
    IDENTIFYING = "identifying"
    PINNED = "pinned"
    IN_REVIEW = "in_review"
    NOT_A_COMPLAINT = "not_a_complaint"
    UNREACHABLE = "unreachable"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    SUBSTANTIATED = "substantiated"
    PARTLY = "partly"
    UNSUBSTANTIATED = "unsubstantiated"
    UNDETERMINED = "undetermined"
    INFORMED = "informed"
    TRANSFERRED = "transferred"
    MERGED = "merged"


class Event(StrEnum):
    """What moves a case, and what is remarked of it. DECIDED: pinned by a person."""

    REGISTERED = "registered"
    ASKED = "asked"
    PINNED = "pinned"
    UNSETTLED = "unsettled"
    REOPENED = "reopened"
    SET_ASIDE = "set_aside"
    DECLARED_UNREACHABLE = "declared_unreachable"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    SUBSTANTIATED = "substantiated"
    PARTLY = "partly"
    UNSUBSTANTIATED = "unsubstantiated"
    UNDETERMINED = "undetermined"
    INFORMED = "informed"
    DECIDED = "decided"
    TRANSFERRED = "transferred"
    MERGED = "merged"
    NOTED = "noted"
    LINKED = "linked"
    TEXTED = "texted"
    CALL_ORDERED = "call_ordered"
    CLAIMED = "claimed"
    UNMASKED = "unmasked"
    SUMMARISED = "summarised"
    CONFIDENTIAL = "confidential"
    UNDONE = "undone"


# What is kept in the timeline and leaves the status as it is.
REMARKS = frozenset(
    {
        *(Event.NOTED, Event.LINKED, Event.TEXTED, Event.CALL_ORDERED, Event.CLAIMED, Event.UNMASKED),
        *(Event.SUMMARISED, Event.CONFIDENTIAL),
    }
)
# Where a person may still say whom a case is about, and whether it is one for this hotline.
UNSETTLED = (
    Status.RECEIVED,
    Status.IDENTIFYING,
    Status.IN_REVIEW,
    Status.PINNED,
    Status.UNREACHABLE,
)
# What the check of a complaint comes to; the design's four findings.
FINDINGS = {
    Event.SUBSTANTIATED: Status.SUBSTANTIATED,
    Event.PARTLY: Status.PARTLY,
    Event.UNSUBSTANTIATED: Status.UNSUBSTANTIATED,
    Event.UNDETERMINED: Status.UNDETERMINED,
}
TABLE: dict[tuple[Status, Event], Status] = {
    (Status.RECEIVED, Event.ASKED): Status.IDENTIFYING,
    (Status.RECEIVED, Event.PINNED): Status.PINNED,
    (Status.RECEIVED, Event.UNSETTLED): Status.IN_REVIEW,  # a message on the voice mail
    (Status.IDENTIFYING, Event.PINNED): Status.PINNED,
    (Status.IDENTIFYING, Event.UNSETTLED): Status.IN_REVIEW,
    (Status.PINNED, Event.REOPENED): Status.IDENTIFYING,  # the complainant corrected what was pinned
    (Status.IN_REVIEW, Event.REOPENED): Status.IDENTIFYING,  # the complainant came back with more
    (Status.NOT_A_COMPLAINT, Event.REOPENED): Status.IDENTIFYING,  # the next message was one after all
    (Status.IDENTIFYING, Event.DECLARED_UNREACHABLE): Status.UNREACHABLE,  # a decision, never an outcome
    (Status.IN_REVIEW, Event.DECLARED_UNREACHABLE): Status.UNREACHABLE,
    (Status.UNREACHABLE, Event.REOPENED): Status.IDENTIFYING,  # reached after all
    (Status.PINNED, Event.ACCEPTED): Status.ACCEPTED,
    (Status.IN_REVIEW, Event.ACCEPTED): Status.ACCEPTED,
    (Status.ACCEPTED, Event.VERIFYING): Status.VERIFYING,
    **{(status, Event.DECIDED): Status.PINNED for status in UNSETTLED},
    **{(status, Event.SET_ASIDE): Status.NOT_A_COMPLAINT for status in UNSETTLED},
    **{(status, Event.MERGED): Status.MERGED for status in UNSETTLED},
    **{(status, Event.TRANSFERRED): Status.TRANSFERRED for status in (*UNSETTLED, Status.ACCEPTED)},
    (Status.TRANSFERRED, Event.REOPENED): Status.IDENTIFYING,  # it was ours after all
    (Status.MERGED, Event.REOPENED): Status.IDENTIFYING,  # another matter after all
    **{(Status.VERIFYING, event): finding for event, finding in FINDINGS.items()},
    **{(finding, Event.INFORMED): Status.INFORMED for finding in FINDINGS.values()},
}


COMPLETABLE = frozenset({Status.RECEIVED, Status.IDENTIFYING})
UNFINISHED = frozenset({Status.IDENTIFYING, Status.UNREACHABLE})  # what the complainant may complete
REOPENED_BY_MORE = frozenset({Status.IN_REVIEW, Status.NOT_A_COMPLAINT, Status.UNREACHABLE})


def moves(status: Status, *, pinned: bool | None, done: bool, more: bool) -> tuple[Event, ...]:
    """The events that a turn brings about, in order.

    pinned: what the rule says after this turn, None when the turn stated nothing new.
    done: the interview has ended. more: the complainant said something that may identify somebody.
    """
    events: list[Event] = []
    if (status is Status.PINNED and pinned is False) or (status in REOPENED_BY_MORE and more):
        events.append(Event.REOPENED)
        status = Status.IDENTIFYING
    if pinned and status in COMPLETABLE:
        events.append(Event.PINNED)
    elif done and status in COMPLETABLE:
        events.append(Event.UNSETTLED)
    return tuple(events)


def after(status: Status, event: Event) -> Status:
    """The status after an event; a remark leaves it. Raises TransitionError for a move not in the table.

    What an undone event goes back to is in the timeline and not here.
    """
    if event in REMARKS:
        return status
    try:
        return TABLE[status, event]
    except KeyError:
        raise TransitionError("lifecycle.error.move", status=status.value, event=event.value) from None


def status_after(events: Iterable[Event]) -> Status:
    """Where a case stands that was registered and then went through these events."""
    status = Status.RECEIVED
    for event in events:
        status = status if event is Event.REGISTERED else after(status, event)
    return status
