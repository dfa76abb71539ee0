"""What happened in a call, line by line, for tests, the terminal and the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Who did what: `heard`, `played`, `beep` and `fault` come from the hotline, the rest from the caller."""

    DIALLED = "dialled"
    ANSWERED = "answered"
    HEARD = "heard"
    PLAYED = "played"
    BEEP = "beep"
    PRESSED = "pressed"
    SPOKE = "spoke"
    RECORDED = "recorded"
    SILENT = "silent"
    LOST = "lost"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    REJECTED = "rejected"
    FAULT = "fault"
    HUNG_UP = "hung_up"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line; `document` counts the answers executed so far, `language` is the Say's tag.

    words: what is said in a recording that was played, where the hotline tells.
    """

    kind: Kind
    text: str = ""
    language: str | None = None
    document: int = 0
    words: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value:>10}  {' '.join(filter(None, [self.text, self.words]))}".rstrip()


def written(lines: Iterable[Line]) -> str:
    """The transcript as text, a line each."""
    return "\n".join(str(line) for line in lines)
