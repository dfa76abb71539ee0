"""The text as tokens: numbers, labels, names and the words of the lexicon, each with its kind and its place.

One pass from left to right; every step looks at a bounded number of characters, so the time is linear.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from matching import shapes
from matching.attitude import turned
from matching.evidence import Source
from matching.hall import Hall
from matching.numerals import (
    AFTER_A_LABEL,
    ASCII,
    DIGITS,
    ROMAN,
    SCALES,
    SURNAME_DIGITS,
    TENS,
    Number,
    digits_follow,
    number_at,
)
from matching.people import CALLED, HEARD_CUES, NameFinder
from matching.surnames import COMMON, COMPOUND, SPELLED
from matching.vocabulary import BEGINNINGS, NUMBERISH, OTHER, WORDS, longest_word


class Token(NamedTuple):
    """`kind` is a lexicon kind or number, label, letter, name, weekday, date, …; `value` its meaning."""

    kind: str
    value: str
    start: int
    end: int


WEEKDAYS = {day: place % 7 for place, day in enumerate("一二三四五六日一二三四五六天")}
WEEKDAYS |= {str(place + 1): place for place in range(6)}
WEEKS = ("thisweek", "lastweek", "earlier")
WEEK_ENDINGS = ("周", "星期", "礼拜")
CHANGING = frozenset((*WEEKS, "future", "good", "bad"))  # what stands beside such a word may change it
# Characters that something can begin with; all others are passed over unless a name or number is expected.
TYPED = frozenset("abcdefghijklmnopqrstuvwxyz+ " + ASCII)
TELLING = BEGINNINGS | TYPED | set(DIGITS) | set(SCALES) | set(TENS) | set("姓小老") | COMMON
TELLING |= {*shapes.HEARD_LETTERS, *(two[0] for two in (*COMPOUND, *SPELLED))}
NUMERIC = frozenset({*DIGITS, *SCALES, *TENS} - set(SURNAME_DIGITS))
EXPECTING = frozenset(("called", "self", "is", "staff", "complain"))


class Scanner:
    """Tokens of texts about one hall, in one channel."""

    def __init__(self, hall: Hall, source: Source) -> None:
        self._by_sound = source is Source.SPEECH
        self._expecting = EXPECTING | HEARD_CUES if self._by_sound else EXPECTING
        self._names = NameFinder(hall, by_sound=source is Source.SPEECH, word_at=longest_word)
        self._named = self._names.beginnings
        self._naming = CALLED | HEARD_CUES if self._by_sound else CALLED
        self._telling = TELLING | {name[0] for name in hall.staff_by_name}
        self._quiet = re.compile(f"[^{re.escape(''.join(sorted(self._telling)))}]+")
        self._staff = hall.staff_by_no
        lettered = (*hall.window_by_label, *self._staff)
        letters = {number[0].lower() for number in lettered if number[:1].isalpha()}
        self._heard_letters = {heard: of for heard, of in shapes.HEARD_LETTERS.items() if of in letters}
        self._labels = hall.window_by_label
        self._number_length = max((len(no) for no in hall.staff_by_no if no.isdigit()), default=4)

    def scan(self, text: str) -> list[Token]:
        """All tokens in order, fillers and spaces left out, runs of other characters as one."""
        found: list[Token] = []
        last: Token | None = None
        at, length = 0, len(text)
        while at < length:
            if text[at] not in self._telling and (last is None or last.kind not in self._expecting):
                quiet = self._quiet.match(text, at)
                token = Token(OTHER, "", at, quiet.end() if quiet else at + 1)
            else:
                token = self._at(text, at, _cue(found) if last and last.kind == "is" else last)
            kind, value, _, at = token
            if kind == "filler":
                continue
            if last and kind == OTHER == last.kind and not value:
                last = found[-1] = Token(OTHER, last.value, last.start, at)
            else:
                found.append(last := token)
        return found

    def _at(self, text: str, at: int, before: Token | None) -> Token:
        character = text[at]
        if character in TYPED:
            return self._ascii(text, at, before)
        if character in self._heard_letters and (heard := self._heard_letter(text, at, before)):
            return heard
        word = longest_word(text, at)
        if character in NUMERIC:
            return self._numeric(text, at, before, word)
        cue = before.kind if before else "start"
        if character in self._named or cue in self._naming or text.startswith("的", at + 2):
            named = self._names.at(text, at, cue, len(word))
            if named:
                return Token(*named)
        labelled = not word and cue == "staff"
        if labelled or (
            character in SURNAME_DIGITS
            and (text.startswith(AFTER_A_LABEL, at + 1) or digits_follow(text, at))
        ):
            return self._number(text, at, before)
        if word:
            kind, value = WORDS[word]
            if kind not in CHANGING:
                return Token(kind, value, at, at + len(word))
        return self._word(text, at, word)

    def _ascii(self, text: str, at: int, before: Token | None) -> Token:
        character = text[at]
        if character == " ":
            return Token("filler", "", at, at + 1)
        return self._latin(text, at, before) if character.isalpha() else self._ascii_number(text, at, before)

    def _numeric(self, text: str, at: int, before: Token | None, word: str) -> Token:
        if not word and self._by_sound and (named := self._named_like_a_number(text, at)):
            return named
        ordinary = len(word) > 1 and not _labelled(before)
        return self._word(text, at, word) if ordinary else self._number(text, at, before)

    def _named_like_a_number(self, text: str, at: int) -> Token | None:
        """洱小雨 heard as 二小雨."""
        following = text[at + 1 : at + 2]
        if not following or following in DIGITS or following in SCALES:
            return None
        named = self._names.whole(text, at)
        return Token("name", text[at : at + named], at, at + named) if named > 2 else None

    def _word(self, text: str, at: int, word: str) -> Token:
        if not word:
            return Token(OTHER, "", at, at + 1)
        kind, value = WORDS[word]
        end = at + len(word)
        if kind in WEEKS:
            weekday = WEEKDAYS.get(text[end : end + 1])
            if weekday is not None:
                return Token("weekday", f"{kind}/{weekday}", at, end + 1)
            if word == "周":
                return Token(OTHER, "", at, end)
        if kind == "future" and word.endswith(WEEK_ENDINGS) and text[end : end + 1] in WEEKDAYS:
            end += 1  # 下周一3号窗口: the weekday is no part of the window's number
        return Token(turned(kind, text, at), value, at, end)

    def _latin(self, text: str, at: int, before: Token | None) -> Token:
        phrase = longest_word(text, at)
        if " " in phrase:
            return self._word(text, at, phrase)
        match = shapes.WORD.match(text, at)
        word = match[0] if match else text[at]
        end = at + len(word)
        if word in ROMAN and WORDS.get(longest_word(text, end), ("",))[0] in ("hao", "window"):
            return Token("number", ROMAN[word], at, end)
        if len(word) <= shapes.LONGEST_PREFIX and word not in WORDS:
            label = shapes.label_at(text, end, word)
            if label and (len(word) == 1 or label.value in self._staff):
                return self._lettered(label, at)
            if len(word) == 1:
                return Token("letter", word.upper(), at, end)
        kind, value = WORDS.get(word, (OTHER, word))
        if kind == OTHER and before is not None and before.kind == "called":
            name = shapes.LATIN_NAME.match(text, at)
            end = name.end() if name else end
            return Token("name", text[at:end], at, end)  # 叫 zhang wei: nobody's by character, so it is asked
        return Token(kind, value, at, end + (kind == "hao" and text[end : end + 1] == "."))

    def _lettered(self, label: shapes.Shape, at: int) -> Token:
        """S009 is a staff number where the hall numbers its staff so, and no window is called that."""
        numbered = label.value in self._staff and label.value not in self._labels
        return Token("staff_no" if numbered else label.kind, label.value, at, label.end)

    def _heard_letter(self, text: str, at: int, before: Token | None) -> Token | None:
        letter = self._heard_letters[text[at]]
        if at + 1 >= len(text):
            return None
        label = shapes.label_at(text, at + 1, letter) if text[at + 1] != " " else None
        if label and label.value in self._staff and (_labelled(before) or text[at + 1] == "零"):
            return self._lettered(label, at)
        if label is None or label.kind != "label":
            return None
        numbered = text[label.end : label.end + 1] == "号"
        if (
            text[at] in shapes.FILLER_TOO
            and numbered
            and (before is None or before.kind in ("punct", "stop"))
        ):
            return None  # 诶，五号窗口
        window = WORDS.get(longest_word(text, label.end + numbered), ("",))[0] == "window"
        known = label.value in self._labels or letter.upper() + label.value[1:].rjust(2, "0") in self._labels
        follows = before is not None and before.kind == "window"
        after = known and (follows or text[at + 1] == "零")  # 逼零四的肖敏
        return Token("label", label.value, at, label.end) if window or after else None

    def _ascii_number(self, text: str, at: int, before: Token | None) -> Token:
        found = shapes.in_figures(text, at)
        if found is None or (found.kind == "date" and _measured(text, found.end)):
            return self._number(text, at, before)
        return Token(found.kind, found.value, at, found.end)

    def _number(self, text: str, at: int, before: Token | None) -> Token:
        usual = self._number_length
        number = number_at(text, at, idioms=NUMBERISH, labelled=_labelled(before), usual=usual)
        if number and len(number.digits) != usual and before and before.kind in ("staff", "window"):
            whole = number_at(text, at, labelled=_labelled(before), usual=usual)  # 工号一零二一把我…
            number = whole if whole and len(whole.digits) == usual else number
        if number is None:
            return Token(OTHER, "", at, at + 1)
        number = self._shortened(text, at, number, before)
        return Token("choice" if number.choice else "number", number.digits, at, number.end)

    def _shortened(self, text: str, at: int, number: Number, before: Token | None) -> Number:
        """Of two numbers spoken without a pause, the first: 幺零二四三次, 十一点五十八号窗口."""
        digits, end = number.digits, number.end
        following = WORDS.get(longest_word(text, end), ("",))[0]
        if before and before.kind == "clock" and following in ("hao", "window") and end - at > 1:
            shorter = number_at(text[: end - 1], at)
            known = digits in self._labels or shorter is None or shorter.end != end - 1
            return number if known else shorter or number
        rest = digits[self._number_length :]
        joined = number.spoken and 0 < len(rest) <= 2 and end - at == len(digits)
        if not joined or digits[: self._number_length] not in self._staff:
            return number
        measured = following in ("unit", "ge", "clock", "month")
        if measured or (following in ("hao", "window") and (_labelled(before) or rest in self._labels)):
            return Number(digits[: self._number_length], end - len(rest), True)
        return number


def _cue(found: list[Token]) -> Token:
    """The token before the "is" that was just found, if it tells: 姓名：X is as good as 姓名X."""
    if len(found) > 1 and found[-2].kind in ("called", "self", "complain", "staff"):
        return found[-2]
    return found[-1]


def _measured(text: str, at: int) -> bool:
    word = longest_word(text, at)
    return bool(word) and WORDS[word][0] in ("unit", "ge")


def _labelled(before: Token | None) -> bool:
    return before is not None and before.kind == "staff"
