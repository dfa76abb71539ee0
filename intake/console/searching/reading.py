"""What was typed into the one box, read: numbers of several kinds, windows, people, days, words.

A piece is a window or a person only if the directory knows it by that name, so what is understood can be
said beside the box. `window:3`, `staff:1003`, `tail:8000` say it outright, as quotation marks do for words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, or_, select

from intake.cases.case_no import is_case_no
from intake.cases.privacy import Sealer
from intake.console.access import Viewer
from intake.console.searching.asked import Filters, Reading, Sort, Term, day_of
from intake.directory.model import StaffRow, WindowRow
from intake.telephony.text import caller_number
from intake.words import LANGUAGES, words

LONGEST, MOST_TERMS = 200, 8
PIECE = re.compile(r'["“”「](?P<quoted>[^"“”」]+)["“”」]|(?P<plain>\S+)')
OUTRIGHT = re.compile(rf"({'|'.join(set(Sort) - {Sort.NUMBER})}):(.+)")
EXTERNAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{4,63}")
TAIL = re.compile(r"[0-9]{4}")
CASE = re.compile(r"[0-9]{9}")
DAY = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?")
PHRASED = (Sort.WINDOW, Sort.STAFF, Sort.TAIL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """The box's text in pieces. number: the first whole telephone number in it, in E.164; it is no piece."""

    pieces: tuple[tuple[str, bool], ...]
    number: str | None

    @property
    def text(self) -> str:
        """The text again, without telephone numbers."""
        return " ".join(f'"{piece}"' if quoted else piece for piece, quoted in self.pieces)


def typed(text: str) -> Typed:
    """What was typed, in pieces. A piece's flag says that it was quoted."""
    plain = unicodedata.normalize("NFKC", text)[:LONGEST].strip()
    joined = "".join(plain.split())
    if CASE.fullmatch(joined):
        return Typed(pieces=((joined, False),), number=None)
    if number := number_in(plain):
        return Typed(pieces=(), number=number)
    pieces = tuple(
        (found["quoted"].strip(), True) if found["quoted"] else (found["plain"], False)
        for found in PIECE.finditer(plain)
    )
    numbers = [found for piece, _ in pieces if (found := number_in(piece))]
    rest = tuple(one for one in pieces if one[0] and not number_in(one[0]))
    return Typed(pieces=rest[:MOST_TERMS], number=numbers[0] if numbers else None)


def number_in(text: str) -> str | None:
    """The whole text as a telephone number in E.164; no case number is one."""
    return None if is_case_no(text) or TAIL.fullmatch(text) else caller_number(text)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads pieces in the halls that the viewer may see."""

    connection: Connection
    viewer: Viewer
    sealer: Sealer

    def read(self, pieces: Sequence[tuple[str, bool]], filters: Filters) -> tuple[tuple[Term, ...], Filters]:
        """Terms, and the filters with the days that were typed."""
        terms = []
        for piece, quoted in pieces:
            days = None if quoted else days_of(piece)
            if days and filters.since is None and filters.until is None:
                filters = replace(filters, since=days[0], until=days[1])
            else:
                terms.append(Term(text=piece, readings=tuple(self.readings(piece, quoted))))
        return tuple(terms), filters

    def readings(self, piece: str, quoted: bool) -> Iterator[Reading]:
        """All that a piece may mean; words where it means nothing else."""
        if quoted:
            yield Reading(sort=Sort.WORDS, value=piece)
            return
        if said := outright(piece) or phrased(piece):
            sort, value = said
            people = self.people(value) if sort is Sort.STAFF else ()
            yield Reading(sort=sort, value=value, people=people)
            return
        found = list(self.names(piece))
        yield from found
        if not found or all(one.sort is Sort.STAFF and not piece.isascii() for one in found):
            yield Reading(sort=Sort.WORDS, value=piece)

    def names(self, piece: str) -> Iterator[Reading]:
        """What the piece is the name or number of."""
        if CASE.fullmatch(piece):
            yield Reading(sort=Sort.CASE, value=piece)
        if TAIL.fullmatch(piece):
            yield Reading(sort=Sort.TAIL, value=piece)
        if people := self.people(piece):
            yield Reading(sort=Sort.STAFF, value=piece, people=people)
        if self.is_window(piece.upper()):
            yield Reading(sort=Sort.WINDOW, value=piece.upper())
        if EXTERNAL.fullmatch(piece) and any(map(str.isdigit, piece)):
            yield Reading(sort=Sort.EXTERNAL, value=piece)

    def people(self, piece: str) -> tuple[tuple[int, str], ...]:
        """Everybody who bears or bore this staff number or name."""
        query = select(StaffRow.hall_id, StaffRow.staff_no).distinct()
        query = query.where(or_(StaffRow.staff_no == piece, StaffRow.name == piece))
        if self.viewer.hall_id is not None:
            query = query.where(StaffRow.hall_id == self.viewer.hall_id)
        return tuple((row.hall_id, row.staff_no) for row in self.connection.execute(query))

    def is_window(self, label: str) -> bool:
        known = select(WindowRow.id).where(WindowRow.label == label).limit(1)
        return self.connection.execute(known).first() is not None


def outright(piece: str) -> tuple[Sort, str] | None:
    """`window:3` and the like."""
    found = OUTRIGHT.fullmatch(piece)
    return (Sort(found[1]), found[2].upper() if found[1] == Sort.WINDOW else found[2]) if found else None


def phrased(piece: str) -> tuple[Sort, str] | None:
    """As one says it, in any language: the catalogues have the turns of phrase."""
    for sort in PHRASED:
        for language in LANGUAGES:
            for phrase in words(language)(f"console.search.phrases_{sort}", value="#").split():
                pattern = re.escape(phrase).replace(re.escape("#"), "([A-Za-z0-9-]+)")
                if found := re.fullmatch(pattern, piece, re.I):
                    return sort, found[1].upper()
    return None


def days_of(piece: str) -> tuple[date, date] | None:
    """A day, or the first and last day of a month: `2026-11-09`, `2026/11`."""
    found = DAY.fullmatch(piece)
    if found is None:
        return None
    try:
        first = day_of(f"{found[1]}-{int(found[2]):02d}-{int(found[3] or 1):02d}")
    except ValueError:
        return None
    if found[3]:
        return first, first
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
