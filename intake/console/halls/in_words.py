"""What a line of the directory holds, as a person reads it: days, and opening hours in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from intake.console.shown import Shown
from intake.directory.cells import CellFault
from intake.directory.opening import Opening, Spans, parsed, stretches

DAYS = frozenset({"active_from", "active_to"})
OPENING = "opening"


def cell_in_words(shown: Shown) -> Callable[[str, str], str]:
    """Gives a cell in words, by its column's name and its text; as it stands where it can't be read."""

    def told(column: str, text: str) -> str:
        try:
            if column in DAYS and text:
                return shown.day(date.fromisoformat(text))
            return hours_in_words(shown, parsed(text)) if column == OPENING else text
        except (ValueError, CellFault):
            return text

    return told


def hours_in_words(shown: Shown, opening: Opening) -> str:
    """`星期一至星期五 09:00–12:00、13:00–17:00；法定节假日 不开放`."""
    return shown.words("console.halls.semicolon").join(parts(shown, opening))


def parts(shown: Shown, opening: Opening) -> Iterator[str]:
    words = shown.words
    for first, last, spans in stretches(opening):
        begins, ends = words(f"console.halls.day_{first}"), words(f"console.halls.day_{last}")
        days = begins if first == last else words("console.halls.from_to", first=begins, last=ends)
        yield f"{days} {hours(shown, spans)}"
    for day in sorted(opening.days):
        yield f"{shown.day(day)} {hours(shown, opening.days[day])}"


def hours(shown: Shown, spans: Spans) -> str:
    told = (f"{start:%H:%M}–{end:%H:%M}" for start, end in spans)
    return shown.words("console.comma").join(told) or shown.words("console.halls.closed")
