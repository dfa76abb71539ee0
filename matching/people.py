"""Names in a text: whom the hall employs, by character or by sound, and names that nobody there bears."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import eq
from typing import NamedTuple

from matching.hall import Hall
from matching.names import sound_alike
from matching.numerals import DIGITS
from matching.surnames import COMMON, COMPOUND, GIVEN, GIVEN_TOO, SPELLED, TITLES, WORDLIKE

# What a name may follow. After "called" anything may be one; elsewhere it must look like one.
CALLED = frozenset(("called", "self"))
CUES = CALLED | frozenset(
    "start punct dash stop hao window label number de that person complain clear praise is conj side neg "
    "again corr friend kin first pronoun quote good bad harm weekday day part halfday staff date "
    "surname ri".split()
)
UNKNOWN_CUES = CALLED | frozenset(
    "start hao window label number de that person complain clear praise staff".split()
)
# After these even a name that begins with no surname (雨洋 for 余洋) is compared by sound.
HEARD_CUES = frozenset(("window", "label", "hao", "that", "de", "day", "part"))
AFTER_A_NAME = frozenset(
    "说讲问骂吼把给让叫不没就还也都又是在他她我你的了这那很太真办收拿对跟与去来坐站一拒推拖态故当怎竟居却根非特挺有会能要凭被嫌看老总每只"
)
JOINING = "和与于"  # surnames, but between a window and a name mostly "and"
CITIZENS = ("先生", "女士", "小姐")  # more often the writer than the staff
STAFF_CUES = ("person", "window", "that", "called", "de", "hao")
BEFORE_A_NAME = tuple("找被给由让叫是向对问骂跟请怪告")
SPELLING_BEGINS = frozenset(spelling[0] for spelling in SPELLED)
FIRM_CUES = frozenset("start window hao label number staff complain de person that".split())
PLAINLY_SURNAMES = COMMON - WORDLIKE
BEGINNINGS = COMMON | SPELLING_BEGINS | {name[0] for name in COMPOUND} | set("姓小老")
TITLE_BEGINNINGS = frozenset(title[0] for title in TITLES)
LONGEST_SPELLING = max(map(len, SPELLED))


class Named(NamedTuple):
    """`kind` is name, surname or spelled; `value` in the characters of the text."""

    kind: str
    value: str
    start: int
    end: int


@lru_cache(maxsize=4_096)
def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿" or "㐀" <= character <= "䶿" or character > "\U00020000"


class NameFinder:
    """Finds names from a position on; looks at a bounded number of characters."""

    def __init__(self, hall: Hall, *, by_sound: bool, word_at: Callable[[str, int], str]) -> None:
        self._hall = hall
        self.beginnings = BEGINNINGS | {name[0] for name in hall.staff_by_name}
        self._firsts = frozenset(name[0] for name in hall.staff_by_name)
        self._by_sound = by_sound
        self._word_at = word_at

    def at(self, text: str, at: int, before: str, word: int) -> Named | None:
        """The name that begins here. before: kind of the token before; word: length of the lexicon's word."""
        if text[at] not in self.beginnings and before not in CALLED:
            if self._by_sound and before in HEARD_CUES and word < 2:
                return self._known(text, at, before, word)
            return Named("spelled", text[at + 3], at, at + 4) if self._by_a_word(text, at) else None
        return (
            self._spelled(text, at)
            or self._known(text, at, before, word)
            or self._surname(text, at, before, word)
            or (self._unknown(text, at, before) if word < 2 else None)
        )

    def whole(self, text: str, at: int) -> int:
        """The length of the longest name of the hall that sounds like what begins here, or 0."""
        names = self._hall.sounds.names_beginning(text[at], text[at + 1]) if at + 1 < len(text) else ()
        return max((len(n) for n in names if sound_alike(n, text[at : at + len(n)])), default=0)

    def _spelled(self, text: str, at: int) -> Named | None:
        if self._by_a_word(text, at):
            return Named("spelled", text[at + 3], at, at + 4)
        if text[at] not in SPELLING_BEGINS:
            return None
        for length in range(LONGEST_SPELLING, 2, -1):
            spelling = text[at : at + length]
            if spelling in SPELLED:
                last = at + len(spelling) - 1
                goes_on = spelling[-1] == SPELLED[spelling] and self._known(text, last, "called", 0)
                return Named("spelled", SPELLED[spelling], at, last if goes_on else last + 1)
        return None

    def _by_a_word(self, text: str, at: int) -> bool:
        """多余的余, 写字的字: a surname by a word that it is part of."""
        if text[at + 2 : at + 3] != "的" or at + 3 >= len(text):
            return False
        character = text[at + 3]
        surname = character in self._firsts or (character in COMMON and character not in WORDLIKE)
        return surname and character in text[at : at + 2] and text[at + 4 : at + 5] not in tuple("个位")

    def _known(self, text: str, at: int, before: str, word: int) -> Named | None:
        if at + 1 >= len(text) or text[at - 1 : at + 1] in COMPOUND:
            return None
        first = text[at]
        if first in JOINING and self._known(text, at + 1, "conj", 0):
            return None
        if self._by_sound:
            likely = first in COMMON or before in CALLED or before in HEARD_CUES
            if word > 1 or not (likely or text[at : at + 2] in COMPOUND):
                return None
            names = self._hall.sounds.names_beginning(first, text[at + 1])
            alike: Callable[[str, str], bool] = sound_alike
        else:
            names = self._hall.names_by_beginning.get(text[at : at + 2], ())
            alike = eq
        if not names:
            return None
        lengths = sorted({len(n) for n in names if alike(n, text[at : at + len(n)])}, reverse=True)
        for length in lengths:
            end = at + length
            if before in CUES or text[at - 1 : at] in BEFORE_A_NAME or self._looks_like_one(text, at, end):
                again = text.startswith(text[at:end], end)  # 贺丽贺丽我跟她说
                longer = length == 2 and not again and self._goes_on(text, at, end)
                return Named("name", text[at : end + longer], at, end + longer)
        return None

    def _looks_like_one(self, text: str, at: int, end: int) -> bool:
        """Whether it reads as a name with nothing before it to tell."""
        exact = text[at:end] in self._hall.staff_by_name
        if text[at] in WORDLIKE:
            return exact and end - at > 2 and text[at] not in JOINING
        return exact or end - at > 2 or (text[end - 1] in GIVEN and self._ends(text, end))

    def _goes_on(self, text: str, start: int, at: int) -> bool:
        """Whether the next character looks like one more of the same name (董雪 in 董雪芬)."""
        if at >= len(text) or text[at] not in GIVEN or self._word_at(text, at):
            return False
        told = text[at + 3 : at + 4]  # 尹红红色的红 tells how the name is written
        told_how = text[at + 2 : at + 3] == "的" and told in text[start:at] and told in text[at : at + 2]
        return not told_how and self._spelled(text, at) is None

    def _surname(self, text: str, at: int, before: str, word: int) -> Named | None:
        first = text[at]
        following = text[at + 1 : at + 2]
        if first == "姓" and word < 2 and following and _is_han(following) and following not in "什啥哪名":
            two = text[at + 1 : at + 3]
            surname = two if two in COMPOUND else following if following in COMMON else ""
            return Named("surname", surname, at, at + 1 + len(surname)) if surname else None
        if word > 1 or text[at - 1 : at] == "属":  # 属小马的
            return None
        able = first in COMMON and (first not in WORDLIKE or before in CUES)
        if able and following in TITLE_BEGINNINGS and (titled := self._titled(text, at, before)):
            return titled
        if first in "小老" and following in PLAINLY_SURNAMES and self._ends(text, at + 2):
            return Named("surname", following, at, at + 2)
        return None

    def _titled(self, text: str, at: int, before: str) -> Named | None:
        word_after = len(self._word_at(text, at + 1))
        for title in TITLES:
            if title in CITIZENS and before not in STAFF_CUES:
                continue
            fits = text.startswith(title, at + 1) and word_after <= len(title)
            if fits and (len(title) > 1 or text[at] not in WORDLIKE):
                return Named("surname", text[at], at, at + 1 + len(title))
        return None

    def _unknown(self, text: str, at: int, before: str) -> Named | None:
        alone = before in ("punct", "dash", "stop")  # then it must stand between marks: 孙红敏，3号窗口
        if (not alone and before not in UNKNOWN_CUES) or (before == "number" and self._word_at(text, at)):
            return None
        surname = 2 if text[at : at + 2] in COMPOUND else 1
        first = text[at]
        if surname == 1 and first not in COMMON:
            return None
        if first in WORDLIKE and before not in CALLED:
            if before not in FIRM_CUES:
                return None
            alone = True
        for given in (2, 1):
            end = at + surname + given
            rest = text[at + surname : end]
            if alone and end < len(text) and _is_han(text[end]):
                continue
            if len(rest) == given and self._ends(text, end) and self._given(text, end, rest, before):
                return Named("name", text[at:end], at, end)
        return None

    def _given(self, text: str, end: int, rest: str, before: str) -> bool:
        if self._word_at(text, end - len(rest)) and len(self._word_at(text, end - len(rest))) > 1:
            return False
        if all(character in GIVEN for character in rest):
            return True
        if end < len(text) and _is_han(text[end]):
            return False
        return all(_is_han(c) if before in CALLED else c in GIVEN_TOO for c in rest)

    def _ends(self, text: str, at: int) -> bool:
        if at >= len(text) or not _is_han(text[at]) or text[at] in AFTER_A_NAME:
            return True
        return text[at] in DIGITS or bool(self._word_at(text, at))
