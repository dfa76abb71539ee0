"""The words that count, marked where they stand: evidence knows its place in the text it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from intake.console.spoken_parts import Marked, Span
from matching.evidence import Evidence, Kind
from matching.interview import Step
from matching.plain import plain

# Which question a key press answers, so that the keys themselves are what counts.
ANSWERED = {Step.WINDOW: Kind.WINDOW, Step.WINDOW_CHOICE: Kind.WINDOW, Step.STAFF_NO: Kind.STAFF_NO,
            Step.STAFF_NO_CHOICE: Kind.STAFF_NO, Step.DAY: Kind.WHEN, Step.PART: Kind.WHEN}  # fmt: skip

KEYS = "*#0123456789"


def marked(text: str, evidence: Sequence[Evidence]) -> Marked:
    """A text with what was read from it; what was read from another text doesn't stand here."""
    here = [span_of(item) for item in evidence if item.raw and stands(item, text)]
    return Marked(text=text, spans=apart(here))


def marked_turn(asked: str, heard: str, evidence: Sequence[Evidence]) -> Marked:
    """What was heard in one turn. Keys count as a whole where they answered a question that was settled."""
    found = marked(heard, evidence)
    kind = ANSWERED.get(Step(asked)) if asked in set(Step) else None
    if found.spans or not kind or not heard or heard.strip(KEYS):
        return found
    pressed = heard.strip("*#")
    item = next((one for one in evidence if one.kind is kind and not one.end and one.raw == pressed), None)
    if item is None:
        return found
    return Marked(
        text=heard, spans=(Span(kind=kind, value=value_of(item), raw=heard, start=0, end=len(heard)),)
    )


def marked_statement(statement: str, texts: Iterable[Marked], evidence: Sequence[Evidence]) -> Marked:
    """The statement, which is made of the texts one under the other: what is marked there is marked here."""
    spans: list[Span] = list(marked(statement, evidence).spans)
    behind = 0
    for text in texts:
        place = statement.find(text.text, behind) if text.text else -1
        if place < 0:
            continue
        behind = place + len(text.text)
        spans += [replace(one, start=one.start + place, end=one.end + place) for one in text.spans]
    return Marked(text=statement, spans=apart(spans))


def stands(item: Evidence, text: str) -> bool:
    """Whether these very words stand at that place of the text."""
    return 0 <= item.start < item.end <= len(text) and plain(text[item.start : item.end]).text == item.raw


def span_of(item: Evidence) -> Span:
    return Span(kind=item.kind, value=value_of(item), raw=item.raw, start=item.start, end=item.end)


def value_of(item: Evidence) -> str:
    """What an item was read as; days as ISO 8601."""
    if item.when is None:
        return item.value
    first, last = item.when.first.isoformat(), item.when.last.isoformat()
    days = first if first == last else f"{first}/{last}"
    return f"{days} {item.when.part.value}" if item.when.part else days


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, each place once; of two that overlap, the one that begins first."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return tuple(found)
