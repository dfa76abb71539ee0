"""Names by character and by sound: two names sound alike when every character shares a toneless reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from unicodedata import normalize

from pypinyin.constants import PINYIN_DICT

# Readings that a character has only or mostly as a surname, beside its ordinary ones
# (research: domain 6, "Surname readings"). 任: rén is also its ordinary one in the dictionary.
SURNAME_READINGS: Mapping[str, tuple[str, ...]] = {
    "单": ("shan",), "解": ("xie",), "仇": ("qiu",), "查": ("zha",), "区": ("ou",), "曾": ("zeng", "ceng"),
    "盖": ("ge", "gai"), "翟": ("zhai",), "尉": ("yu",), "朴": ("piao",), "覃": ("qin", "tan"),
    "乐": ("yue",), "缪": ("miao",), "冼": ("xian",), "万": ("wan", "mo"), "召": ("shao",), "秘": ("bi",),
    "繁": ("po",), "员": ("yun",), "黑": ("he",), "洗": ("xian",), "种": ("chong",), "折": ("she",),
    "宓": ("mi", "fu"), "长": ("zhang",), "能": ("nai",), "牟": ("mou", "mu"), "哈": ("ha",), "那": ("na",),
}  # fmt: skip

# Sounds that run together in the south-west and in fast speech; one side stands for both. For offers only.
LOOSE_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
LOOSE_FINALS = (
    ("ang", "an"),
    ("eng", "en"),
    ("ing", "in"),
    ("uan", "an"),
    ("v", "i"),
    ("yu", "yi"),
    ("xu", "xi"),
)


def _toneless(reading: str) -> str:
    plain = normalize("NFD", reading.replace("ü", "v"))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())


@lru_cache(maxsize=16_384)
def readings(character: str) -> frozenset[str]:
    """Every toneless reading of one character, `ü` as `v`; itself when it has none."""
    known = PINYIN_DICT.get(ord(character), "")
    found = {_toneless(reading) for reading in known.split(",") if reading}
    return frozenset(found | set(SURNAME_READINGS.get(character, ()))) - {""} or frozenset({character})


@lru_cache(maxsize=16_384)
def loose_readings(character: str) -> frozenset[str]:
    """The readings with regional confusions (n/l, z/zh, in/ing, h/f, ü/i) taken for one."""
    return frozenset(_loosen(reading) for reading in readings(character))


def _loosen(reading: str) -> str:
    for written, heard in LOOSE_INITIALS:
        if reading.startswith(written):
            reading = heard + reading[len(written) :]
            break
    for written, heard in LOOSE_FINALS:
        if reading.endswith(written):
            return reading[: -len(written)] + heard
    return reading


def sound_alike(one: str, other: str) -> bool:
    """Whether both can be read the same, tones aside."""
    return len(one) == len(other) and all(
        a == b or readings(a) & readings(b) for a, b in zip(one, other, strict=True)
    )


def loosely_alike(one: str, other: str) -> bool:
    """Whether both can be taken for each other in dialect; far too broad to decide on."""
    return len(one) == len(other) and all(
        a == b or loose_readings(a) & loose_readings(b) for a, b in zip(one, other, strict=True)
    )


class SoundIndex:
    """Names found by the sound of their first two characters, so that a look-up never walks all staff.

    Built from staff numbers by name; linear in their number.
    """

    __slots__ = ("_by_sound", "_names")

    def __init__(self, staff_by_name: Mapping[str, tuple[str, ...]]) -> None:
        self._names = staff_by_name
        self._by_sound = _indexed(staff_by_name)

    def names_beginning(self, first: str, second: str) -> tuple[str, ...]:
        """Names whose first two characters can sound like these two."""
        found: dict[str, None] = {}
        for one in readings(first):
            if one in self._by_sound:
                seconds = self._by_sound[one]
                for two in readings(second):
                    found |= dict.fromkeys(seconds.get(two, ()))
        return tuple(found)

    def names_like(self, heard: str) -> tuple[str, ...]:
        """Names that sound exactly like this one, tones aside."""
        if len(heard) < 2:
            return ()
        return tuple(n for n in self.names_beginning(heard[0], heard[1]) if sound_alike(n, heard))

    def staff_like(self, heard: str) -> frozenset[str]:
        """Staff numbers of whoever bears a name that sounds like this, or like one that does.

        What was meant may have a second reading (殷 is yin or yan) that what was written down has not: with
        殷红 go both 尹红 and 颜红, and so 颜红, written down, may mean any of the three.
        """
        meant = self.names_like(heard)
        alike = {other for name in meant for other in self.names_like(name)}
        return frozenset(staff_no for name in alike for staff_no in self._names[name])


def _indexed(names: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """By the sound of the first character, then by that of the second."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        if len(name) >= 2:
            for one in readings(name[0]):
                for two in readings(name[1]):
                    found[one][two].append(name)
    return {one: dict(seconds) for one, seconds in found.items()}
