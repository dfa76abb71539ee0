"""All words of the parser in one look-up: the longest word that begins at a place, its kind and its value."""

from __future__ import annotations

from matching.attitude import ATTITUDE
from matching.elsewhere import ELSEWHERE
from matching.lexicon import STRUCTURE
from matching.numerals import DIGITS, SCALES
from matching.ordinary import ORDINARY
from matching.times import TIME

OTHER = "other"


def _lexicon() -> dict[str, tuple[str, str]]:
    words: dict[str, tuple[str, str]] = dict.fromkeys(ORDINARY, (OTHER, ""))
    for kinds in (ATTITUDE, ELSEWHERE, TIME, STRUCTURE):
        for kind, forms in kinds.items():
            for form in forms.split():
                word, slash, value = form.rpartition("/") if len(form) > 1 else (form, "", "")
                words[(word if slash else form).replace("_", " ")] = (kind, value if slash else "")
    return words


WORDS = _lexicon()
VALUES = frozenset(value for _, value in WORDS.values())
BEGINNINGS = frozenset(word[0] for word in WORDS)
_LENGTHS: dict[str, tuple[int, ...]] = {}  # of the longer words, by their first two characters
for _word in WORDS:
    if len(_word) > 1:
        _LENGTHS[_word[:2]] = tuple(sorted({*_LENGTHS.get(_word[:2], ()), len(_word)}, reverse=True))
NUMBERISH = frozenset(w for w in WORDS if len(w) > 1 and (w[0] in DIGITS or w[0] in SCALES))


def longest_word(text: str, at: int) -> str:
    """The longest word of the lexicon that begins here, or nothing."""
    beginning = text[at : at + 2]
    if beginning in _LENGTHS:
        for length in _LENGTHS[beginning]:
            word = text[at : at + length]
            if word in WORDS:
                return word
    first = beginning[:1]
    return first if first in WORDS else ""
