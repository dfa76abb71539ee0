"""Comma-separated files in the encodings that offices produce, told apart without guessing."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata

from intake.directory.cells import Raw
from intake.directory.faults import Faults
from intake.spreadsheet import unmarked

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030"}
DELIMITERS = (",", "\t", ";")


def read_csv(place: str, data: bytes, faults: Faults) -> tuple[list[list[Raw]], str] | None:
    """The rows of a file and the name of its encoding; None where it can't be read, with the fault noted."""
    found = decode(data)
    if found is None:
        faults.error(place, "wrong_encoding")
        return None
    text, encoding = found
    delimiter = delimiter_of(text)
    try:
        rows: list[list[Raw]] = [
            [*map(unmarked, row)]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        ]
    except csv.Error:
        faults.error(place, "bad_quotes")
        return None
    return rows, NAMES[encoding]


def decode(data: bytes) -> tuple[str, str] | None:
    """Text and its encoding: by its mark, else strict UTF-8, else strict GB18030; None when none fits.

    Strict UTF-8 comes first because other text hardly ever happens to be valid UTF-8. Text with characters
    that no list of people holds (control, unassigned, private use) was read wrongly and is refused.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return checked(data, encoding)
    return checked(data, "utf-8") or checked(data, "gb18030")


def checked(data: bytes, encoding: str) -> tuple[str, str] | None:
    """The text in this encoding, if it is text."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    wrong = {"Cc", "Cn", "Co"} if encoding == "gb18030" else {"Cc"}
    strange = (sign for sign in set(text) if sign not in "\t\r\n\x1a")
    return None if any(unicodedata.category(sign) in wrong for sign in strange) else (text, encoding)


def delimiter_of(text: str) -> str:
    """Comma, tab or semicolon: whichever parts the first written line most."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)
