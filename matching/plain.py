"""The text as the parser reads it: one width, one case, nothing invisible, each character with its origin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

LONGEST = 5_000  # characters read; the rest of a longer text is kept elsewhere but states nothing new

# Shapes that compatibility normalisation leaves alone but people and recognisers use for others.
SAME = {
    "囗": "口", "ロ": "口", "號": "号", "窻": "窗", "牕": "窗", "櫃": "柜", "臺": "台", "〇": "零", "○": "零",
    "Ｏ": "o", "貳": "二", "贰": "二", "壹": "一", "叁": "三", "肆": "四", "伍": "五", "陆": "六",
    "柒": "七", "捌": "八", "玖": "九", "拾": "十", "兩": "两", "個": "个", "說": "说", "這": "这",
    "對": "对", "態": "态", "﹕": ":", "—": "-", "–": "-", "－": "-", "―": "-", "～": "~", "，": ",",
    "：": ":", "；": ";", "！": "!", "？": "?", "‘": "'", "’": "'", "\n": ",", "\r": " ", "\t": " ",
    "】": ":", "❌": "错了,", "✗": "错了,", "✘": "错了,", "✅": ",", "✔": ",", "✓": ",",
}  # fmt: skip
ROMAN = {
    "Ⅰ": "1",
    "Ⅱ": "2",
    "Ⅲ": "3",
    "Ⅳ": "4",
    "Ⅴ": "5",
    "Ⅵ": "6",
    "Ⅶ": "7",
    "Ⅷ": "8",
    "Ⅸ": "9",
    "Ⅹ": "10",
    "Ⅺ": "11",
    "Ⅻ": "12",
}
ROMAN |= {chr(ord(capital) + 16): number for capital, number in ROMAN.items()}
SURNAMES_NOT_DIGITS = "陆伍"  # as capital digits only between other capital digits


class Plain(NamedTuple):
    """`text` in lower case; `origin[i]` is the place of its i-th character in the text as it came."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] came from."""
        return (self.origin[start], self.origin[end - 1] + 1) if start < end else (0, 0)


def plain(text: str) -> Plain:
    """Bring a text into its plain form. Linear; any text will do."""
    text = text[:LONGEST]
    if USUAL.fullmatch(text):
        return _whole(text.translate(USUALLY), range(len(text)))
    pieces = list(map(_one, text))
    whole = "".join(pieces)
    if len(whole) == len(pieces) and "" not in pieces:
        origin: Sequence[int] = range(len(pieces))
    else:
        origin = [place for place, piece in enumerate(pieces) for _ in piece]
    return _whole(whole, origin)


def _whole(letters: str, origin: Sequence[int]) -> Plain:
    return Plain(*_joined(letters, origin)) if LONE.search(letters) else Plain(letters, origin)


def _joined(letters: str, origin: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Without the spaces between single characters: 窗 口 is 窗口, but 窗口 王芳 stays as it is."""
    lone = [
        _is_word(letters, place) and not _is_word(letters, place - 1) and not _is_word(letters, place + 1)
        for place in range(len(letters))
    ]
    kept = [
        place
        for place, letter in enumerate(letters)
        if letter != " " or not (0 < place < len(letters) - 1 and lone[place - 1] and lone[place + 1])
    ]
    return "".join([letters[place] for place in kept]), [origin[place] for place in kept]


def _is_word(letters: str, place: int) -> bool:
    return 0 <= place < len(letters) and "一" <= letters[place] <= "鿿"


@lru_cache(maxsize=16_384)
def _one(character: str) -> str:
    if character in SAME and character not in SURNAMES_NOT_DIGITS:
        return SAME[character]
    if "一" <= character <= "鿿" or ("!" <= character <= "~"):
        return character.lower()
    if character in ROMAN:
        return ROMAN[character]
    if category(character) in ("Cf", "Cc", "Mn", "Me", "Cs"):
        return ""
    return normalize("NFKC", character).lower()


# Most texts hold nothing else than these, each of which becomes one character.
LONE = re.compile("(?<![一-鿿])[一-鿿] [一-鿿](?![一-鿿])")  # 窗 口
MARKS = "，。：；！？（）“”、《》【】\n "
USUAL = re.compile(f"[一-鿿!-~{MARKS}]*")
USUALLY = {
    ord(character): plainly
    for character in (*MARKS, *SAME, *map(chr, range(0x21, 0x7F)))
    if len(plainly := _one(character)) == 1 and plainly != character
}
