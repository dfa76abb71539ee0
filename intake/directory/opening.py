"""When a hall is open: by the days of the week, on public holidays and make-up working days, on single days.

Written as one text, days first, then up to two spans with the lunch between them, parted by semicolons:
`mon-fri 09:00-12:00 13:00-17:00; sat 09:00-12:00; holiday closed; 2026-02-28 09:00-12:00`. What isn't named
is closed. A public holiday is closed and a make-up working day is as the first open weekday, unless stated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from itertools import groupby, pairwise

from intake.directory.calendar import SATURDAY, Calendar
from intake.directory.cells import CellFault, Raw, clock, day

Spans = tuple[tuple[time, time], ...]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY, MAKEUP = "holiday", "makeup"
CLOSED = "closed"
MOST_SPANS = 2
LONGEST = 4_000
WEEK_WORDS, WEEK_SIGNS = ("周", "星期", "礼拜"), "一二三四五六日"
SAID = {
    **{name: {name} for name in (*WEEK, HOLIDAY, MAKEUP)},
    **{f"{word}{sign}": {name} for word in WEEK_WORDS for sign, name in zip(WEEK_SIGNS, WEEK, strict=True)},
    **{f"{word}天": {WEEK[-1]} for word in WEEK_WORDS},
    **{word: {*WEEK} for word in ("daily", "每天", "每日")},
    **{"工作日": {*WEEK[:SATURDAY]}, "周末": {*WEEK[SATURDAY:]}},
    **{word: {HOLIDAY} for word in ("节假日", "法定节假日")},
    **{word: {MAKEUP} for word in ("调休", "调休上班", "调休上班日")},
}
SAID_CLOSED = frozenset({CLOSED, "休息", "不开放", "闭厅", "关闭"})
SPAN = re.compile(r"(\d{1,2}[:点]\d{0,2}分?)(?:-|~|–|—|至|到)(\d{1,2}[:点]\d{0,2}分?)")
ITEM = re.compile(rf"(.+?)[\s:]*((?:\d{{1,2}}[:点]|{'|'.join(sorted(SAID_CLOSED))}).*)")
RANGE = re.compile(r"-|~|–|—|至|到")
ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """Spans in the hall's time zone, none for closed. stated: by `mon` … `sun`, `holiday`, `makeup`."""

    stated: Mapping[str, Spans] = field(default_factory=dict)
    days: Mapping[date, Spans] = field(default_factory=dict)

    def on(self, at: date, calendar: Calendar) -> Spans:
        """When the hall is open that day; by the week alone in years that the calendar doesn't cover."""
        if at in self.days:
            return self.days[at]
        working = calendar.exceptions.get(at)
        if working is None:
            return self.stated.get(WEEK[at.weekday()], ())
        return self.makeup if working else self.stated.get(HOLIDAY, ())

    @property
    def makeup(self) -> Spans:
        """On a make-up working day: as stated, else as on the first weekday that is open."""
        weekdays = (self.stated[name] for name in WEEK[:SATURDAY] if self.stated.get(name))
        return self.stated[MAKEUP] if MAKEUP in self.stated else next(weekdays, ())


def read_opening(raw: Raw) -> str:
    """A cell with opening hours as we write them; empty for an empty cell. Raises CellFault."""
    return written(parsed("" if raw is None else str(raw)))


def parsed(text: str) -> Opening:
    """Opening hours as people write them. Raises CellFault."""
    if len(text) > LONGEST:
        raise CellFault("too_long", limit=LONGEST)
    stated: dict[str, Spans] = {}
    days: dict[date, Spans] = {}
    plain = unicodedata.normalize("NFKC", text).casefold().replace("。", ";")
    for item in filter(None, (one.strip() for one in re.split(r"[;\n]", plain))):
        found = ITEM.fullmatch(item)
        if found is None:
            raise CellFault("bad_opening", given=item[:40])
        spans = spans_of(found[2])
        for name in re.split(r"[\s,、]+", found[1]):
            if ISO.fullmatch(name):
                days[day(name)] = spans
            else:
                stated |= dict.fromkeys(named(name, item), spans)
    return Opening(stated=stated, days=days)


def named(text: str, item: str) -> Iterable[str]:
    """The days that a word or a stretch of the week names."""
    if text in SAID:
        return SAID[text]
    ends = [SAID.get(end, set()) & {*WEEK} for end in RANGE.split(text)]
    if len(ends) != 2 or any(len(end) != 1 for end in ends):
        raise CellFault("bad_opening", given=item[:40])
    first, last = (WEEK.index(next(iter(end))) for end in ends)
    return WEEK[first : last + 1] if first <= last else (*WEEK[first:], *WEEK[: last + 1])


def spans_of(text: str) -> Spans:
    """`09:00-12:00 13:00-17:00` or a word for closed. Raises CellFault."""
    if text.strip() in SAID_CLOSED:
        return ()
    pairs = []
    for part in filter(None, re.split(r"[\s,、]+", text.replace(" - ", "-"))):
        found = SPAN.fullmatch(part)
        if found is None:
            raise CellFault("bad_opening", given=part[:40])
        pairs.append((clock(found[1]), clock(found[2])))
    return in_order(pairs)


def in_order(pairs: Iterable[tuple[time, time]]) -> Spans:
    """Spans by their start. Raises CellFault where they overlap, end before they start or are too many."""
    spans = tuple(sorted(pairs))
    moments = [moment for span in spans for moment in span]
    if len(spans) > MOST_SPANS:
        raise CellFault("opening_spans", most=MOST_SPANS)
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise CellFault("opening_order")
    return spans


def written(opening: Opening) -> str:
    """The one way that we write opening hours; days that are alike stand together."""
    return "; ".join(items(opening))


def items(opening: Opening) -> Iterator[str]:
    for first, last, spans in stretches(opening):
        yield f"{first if first == last else f'{first}-{last}'} {told(spans)}"
    for at in sorted(opening.days):
        yield f"{at.isoformat()} {told(opening.days[at])}"


def stretches(opening: Opening) -> Iterator[tuple[str, str, Spans]]:
    """The first and last day of the week of each stretch that is open alike, then what is stated for holidays
    and make-up days."""
    for _, group in groupby(WEEK, key=lambda name: opening.stated.get(name, ())):
        names = list(group)
        if spans := opening.stated.get(names[0], ()):
            yield names[0], names[-1], spans
    for name in (HOLIDAY, MAKEUP):
        if name in opening.stated and (opening.stated[name] or name == MAKEUP):
            yield name, name, opening.stated[name]


def told(spans: Spans) -> str:
    """`09:00-12:00 13:00-17:00`, or `closed`."""
    return " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans) or CLOSED
