"""What somebody has just done to a case, told on the page that opens next, with the way back."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import session

KEPT = "review_done"


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A deed. seq: its entry in the case's timeline, by which it can be undone."""

    deed: str
    case_no: str
    seq: int


def remember(done: Done) -> None:
    """Tell it on the next page."""
    session[KEPT] = asdict(done)


def last_done() -> Done | None:
    """What is to be told on this page; it is told once."""
    kept = session.pop(KEPT, None)
    return Done(**kept) if kept else None
