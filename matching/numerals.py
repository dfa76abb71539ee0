"""Numbers as people say and write them: 1024, １０２４, 幺零二四, 一0二4, 1-0-2-4, 十二, 一百零二, 廿三."""

from __future__ import annotations

import re
from typing import NamedTuple

DIGITS = {
    "零": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8",
    "九": "9", "幺": "1", "两": "2", "洞": "0", "拐": "7", "勾": "9", "陆": "6", "伍": "5",
}  # fmt: skip
ASCII = "0123456789"
RADIO = frozenset("洞拐勾")  # spoken for 0 7 9 among other digits only: 拐角, 勾选, 洞口 are words
SURNAME_DIGITS = "陆伍"
AFTER_A_LABEL = ("号", "窗")  # 伍号窗口
HEARD_AS_ONE = "要腰药妖夭"  # 幺 as recognisers write it, at the head of a labelled digit string
HEARD_AS_ZERO = "林灵令凌玲铃o"  # 零, inside a digit string; and 1o24 as typed
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}  # III号窗口
TENS = {"廿": 20, "卅": 30}
JOINTS = "- ."  # between single digits: 1-0-2-4, 1 0 2 4
COUNTING = frozenset("零一二两三四五六七八九")
TEN_AND_MORE = ("十", "百")
CHOICES = frozenset(("一二", "二三", "三四", "四五", "五六", "六七", "七八", "八九"))  # three or four
LONGEST = 40
# Most numbers are plain figures: nothing stands beside them that may belong to them.
BELONGING = re.escape("".join((ASCII, JOINTS, HEARD_AS_ZERO, *DIGITS, *TEN_AND_MORE)))
FIGURES = re.compile(f"[{ASCII}]{{1,{LONGEST}}}(?![{BELONGING}])")


class Number(NamedTuple):
    """A number from `start` up to `end`.

    digits: as a string with its leading zeros (1024, 0042, 12).
    spoken: in digits (幺零二四) and not in tens and hundreds.
    choice: two neighbours named at once, "三四" for three or four.
    """

    digits: str
    end: int
    spoken: bool
    choice: bool = False


def number_at(
    text: str,
    start: int,
    *,
    idioms: frozenset[str] = frozenset(),
    labelled: bool = False,
    usual: int = 0,
) -> Number | None:
    """The number that begins at `start`, or None. `idioms` are words that only look like numbers (一直).

    labelled: a staff number is expected here, so that 要零二四 is read as 1024.
    usual: how many digits one has, so that 一零零二十六 is 1002 and 16.
    """
    first = text[start]
    if first not in ASCII and first not in DIGITS and first not in SCALES and first not in TENS:
        return _misheard(text, start) if labelled and first in HEARD_AS_ONE else None
    if first in ASCII:
        figures = FIGURES.match(text, start)
        if figures:
            return Number(_once(figures[0], usual), figures.end(), True)
        return _spelled_out(text, start) or _digit_string(text, start, idioms, usual)
    counted = _counted(text, start)
    return counted or _digit_string(text, start, idioms, usual)


def digits_follow(text: str, at: int) -> bool:
    """伍零零壹: a capital digit and no surname, since two more follow."""
    return len(text) > at + 2 and text[at + 1] in DIGITS and text[at + 2] in DIGITS


def _misheard(text: str, start: int) -> Number | None:
    rest = _digit_string(text, start + 1, frozenset()) if start + 1 < len(text) else None
    return Number("1" + rest.digits, rest.end, True) if rest and len(rest.digits) >= 3 else None


def _spelled_out(text: str, start: int) -> Number | None:
    """Single digits with a joint between each: 1-0-2-4; at least three, or it is something else."""
    if text[start + 1 : start + 2] not in JOINTS:
        return None
    digits, at = [text[start]], start + 1
    while at + 1 < len(text) and text[at] in JOINTS and text[at + 1] in ASCII and len(digits) < LONGEST:
        digits.append(text[at + 1])
        at += 2
    alone = at >= len(text) or text[at] not in ASCII
    return Number("".join(digits), at, True) if len(digits) >= 3 and alone else None


def _digit_string(text: str, start: int, idioms: frozenset[str], usual: int = 0) -> Number | None:
    found: list[str] = []
    at = start
    while at < len(text) and len(found) < LONGEST:
        character = text[at]
        if character in ASCII:
            found.append(character)
        elif character in HEARD_AS_ZERO and _between_digits(text, at, start):
            found.append("0")
        elif character not in DIGITS or (at > start and _idiom(text, at, idioms)):
            break
        else:
            found.append(DIGITS[character])
        at += 1
    if (
        len(found) > 2
        and len(found) != usual
        and text[at : at + 1] in TEN_AND_MORE
        and not _idiom(text, at, idioms)
    ):
        at -= 1  # 一零零二三十: the last digit begins another number
        found.pop()
    said = text[start:at]
    if not found or (len(said) < 3 and not RADIO.isdisjoint(said)):
        return None
    if said in SURNAME_DIGITS and not text.startswith(AFTER_A_LABEL, at):
        return None
    return Number(_once("".join(found), usual), at, True, said in CHOICES)


def _once(digits: str, usual: int) -> str:
    """幺零零八幺零零八: said twice."""
    twice = usual and len(digits) == 2 * usual and digits[:usual] == digits[usual:]
    return digits[:usual] if twice else digits


def _between_digits(text: str, at: int, start: int) -> bool:
    following = text[at + 1 : at + 2]
    return at > start and following != "" and (following in DIGITS or following in ASCII)


def _idiom(text: str, at: int, idioms: frozenset[str]) -> bool:
    return text[at : at + 2] in idioms or text[at : at + 3] in idioms or text[at : at + 4] in idioms


def _counted(text: str, start: int) -> Number | None:
    """A number in tens, hundreds, thousands; None when it has no such scale."""
    total = section = pending = scaled = 0
    at, choice = start, False
    while at < len(text) and at - start < LONGEST:
        character = text[at]
        scale = SCALES.get(character, 0)
        if scale and scaled and scale >= scaled and not pending:
            break  # 五十十四: another number begins
        if scale:
            total, section = _scaled_up(total, section, pending, scale)
            scaled, pending = scale, 0
        elif character in TENS:
            scaled, section = 10, section + TENS[character]
        elif (character in COUNTING or (scaled and character in SURNAME_DIGITS)) and not (pending and choice):
            digit = int(DIGITS[character])
            choice = bool(pending and scaled) and digit == pending + 1
            if pending and not choice:
                break
            pending = digit
        else:
            break
        at += 1
    return Number(str(total + section + pending), at, False, choice) if scaled else None


def _scaled_up(total: int, section: int, pending: int, scale: int) -> tuple[int, int]:
    """The number so far, after a scale: whole ten-thousands, and what is below them."""
    if scale >= 10_000:
        return total + (section + pending or 1) * scale, 0
    return total, section + (pending or 1) * scale
