"""All words of the parser in one look-up: the longest word that begins at a place, its kind and its value."""

from __future__ import annotations

from matching.attitude import ATTITUDE
from matching.elsewhere import ELSEWHERE
from matching.lexicon import STRUCTURE, TIME
from matching.numerals import DIGITS
from matching.ordinary import ORDINARY

OTHER = "other"


def _lexicon() -> dict[str, tuple[str, str]]:
    words: dict[str, tuple[str, str]] = dict.fromkeys(ORDINARY, (OTHER, ""))
    for kinds in (ATTITUDE, ELSEWHERE, TIME, STRUCTURE):
        for kind, forms in kinds.items():
            for form in forms.split():
                word, slash, value = form.rpartition("/") if kinds is not STRUCTURE else (form, "", "")
                words[(word if slash else form).replace("_", " ")] = (kind, value if slash else "")
    return words


WORDS = _lexicon()
LENGTHS: dict[str, tuple[int, ...]] = {}
for _word in WORDS:
    LENGTHS[_word[0]] = tuple(sorted({*LENGTHS.get(_word[0], ()), len(_word)}, reverse=True))
NUMBERISH = frozenset(w for w in WORDS if w[0] in DIGITS and len(w) > 1)


def longest_word(text: str, at: int) -> str:
    """The longest word of the lexicon that begins here, or nothing."""
    for length in LENGTHS.get(text[at], ()) if at < len(text) else ():
        if text[at : at + length] in WORDS:
            return text[at : at + length]
    return ""
