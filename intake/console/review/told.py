"""What the page of a case says in words, put together of what the case has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from intake.console.case_parts import CandidateView, CaseView, DutyView, EventView, ReasonView
from intake.console.shown import Shown
from intake.console.spoken_parts import Marked, Span

DAYS = {"day", "first", "last"}  # values of reasons that are days
OPENS, CLOSES = 8 * 60, 18 * 60  # minutes of the day between which the roster strip lies at least
SAID = ("text", "reason", "bureau")  # what a person wrote, told as it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """The part of a day that the roster strips of a case show, in minutes since midnight."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def hours(self) -> tuple[int, ...]:
        """Every second hour, by the clock."""
        return tuple(range(self.start // 60, self.end // 60 + 1, 2))

    def place(self, duty: DutyView) -> tuple[int, int]:
        """Where a duty begins on the strip, and how long it is."""
        return minutes(duty.start) - self.start, minutes(duty.end) - minutes(duty.start)


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def strip_of(case: CaseView) -> Strip:
    """Long enough for every duty of every candidate; begins and ends at a full hour."""
    duties = [duty for one in case.candidates for duty in one.duties]
    start = min([OPENS, *(minutes(duty.start) // 60 * 60 for duty in duties)])
    end = max([CLOSES, *(-(-minutes(duty.end) // 60) * 60 for duty in duties)])
    return Strip(start=start, end=end)


def window_for(case: CaseView, one: CandidateView) -> str | None:
    """The window that a decision for this person would name; whoever decides may choose another.

    The stated one, unless nothing puts the person there and the roster had them at just one other that day.
    """
    labels = {duty.window for duty in one.duties}
    stated = case.head.window if case.head.window in case.windows else None
    was_there = stated in labels or any(why.values.get("window") == stated for why in one.reasons)
    return stated if was_there or len(labels) != 1 else next(iter(labels))


def pieces(marked: Marked) -> Iterator[tuple[str, Span | None]]:
    """A text in pieces: plain ones, and those that count with what they were read as."""
    at = 0
    for span in marked.spans:
        if span.start > at:
            yield marked.text[at : span.start], None
        yield marked.text[span.start : span.end], span
        at = span.end
    if at < len(marked.text):
        yield marked.text[at:], None


def value(span: Span, shown: Shown) -> str:
    """What words were read as; days as the viewer writes them."""
    days, _, part = span.value.partition(" ")
    try:
        told = [shown.day(date.fromisoformat(one)) for one in days.split("/")]
    except ValueError:
        return span.value
    half = f" {shown.words(f'console.part.{part}')}" if part else ""
    return " – ".join(told) + half


def reason(why: ReasonView, shown: Shown) -> str:
    """A reason in words."""
    values = {name: day(text, shown) if name in DAYS else text for name, text in why.values.items()}
    return shown.words(why.key, **values)


def day(text: str, shown: Shown) -> str:
    try:
        return shown.day(date.fromisoformat(text))
    except ValueError:
        return text


def question(asked: str, shown: Shown) -> str:
    """What was asked: a step of a call, or what a message was asked for; a message of one's own tells."""
    for kind in ("step", "kind"):
        if (key := f"console.{kind}.{asked}") in shown.words:
            return shown.words(key)
    return shown.words("console.step.tell")


def event_name(event: str, shown: Shown) -> str:
    """What an entry of the timeline is called; one of a part that we don't know by its own name."""
    key = f"console.event.{event}"
    return shown.words(key) if key in shown.words else event


def access_name(what: str, shown: Shown) -> str:
    """What an entry of the access log is called; one of a part that we don't know by its own name."""
    key = f"console.access.{what}"
    return shown.words(key) if key in shown.words else what


def actor(event: EventView, shown: Shown) -> str:
    """Who did it: a person's name, or what the machine's part is called."""
    key = f"console.actor.{event.actor}"
    return shown.words(key) if key in shown.words else event.actor_name


def details(event: EventView, shown: Shown) -> Iterator[str]:
    """What is told of an event beside its name."""
    words, data = shown.words, event.data
    if data.get("staff_no"):
        yield words("console.case.staff", staff_no=data["staff_no"])
    if data.get("window"):
        yield words("console.case.window", window=data["window"])
    if data.get("other"):
        yield words(f"console.case.with_{data.get('kind', 'like')}", case_no=data["other"])
    if data.get("question"):
        yield words(f"console.kind.{data['question']}")
    if data.get("not_before"):
        yield words("console.case.from_moment", at=shown.moment(datetime.fromisoformat(data["not_before"])))
    yield from of_its_kind(event, shown)
    for name in SAID:
        if data.get(name):
            yield str(data[name])


def of_its_kind(event: EventView, shown: Shown) -> Iterator[str]:
    """What only one kind of event has to tell."""
    words, data = shown.words, event.data
    if event.event == "undone" and data.get("event"):
        yield event_name(str(data["event"]), shown)
    elif event.event == "confidential":
        yield words(f"console.case.confidential_{'on' if data.get('wanted') else 'off'}")
    elif event.event == "unmasked" and data.get("what"):
        yield words(f"console.case.shown_{data['what']}")
    elif event.event == "claimed" and data.get("from"):
        yield words("console.case.taken_from", name=data["from"])
