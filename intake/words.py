"""Every text that a person reads or hears, by key and language, from the message catalogues.

Catalogues are gettext files in `translations/`; the msgid is the key. They are read as they are: nothing
has to be compiled, so a text and its use can't drift apart between builds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

CHINESE = "zh"
ENGLISH = "en"
LANGUAGES = {CHINESE: "zh_CN", ENGLISH: "en"}
TRANSLATIONS = Path(__file__).parent / "translations"


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue of one language. Calling it with a key and values gives the text.

    Raises KeyError for a key that the catalogue lacks: a test holds all languages complete.
    """

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        text = self.texts[key]
        return text.format(**values) if values else text

    def __contains__(self, key: str) -> bool:
        return key in self.texts


def language_of(tag: str) -> str:
    """The catalogue that serves a language tag such as `zh-CN`, `en_US.UTF-8`; Chinese when in doubt."""
    return ENGLISH if tag.lower().startswith("en") else CHINESE


@cache
def words(language: str) -> Words:
    """The catalogue for `zh` or `en`, read once for the life of the process."""
    locale = LANGUAGES[language]
    with (TRANSLATIONS / f"{locale}.po").open("rb") as file:
        catalogue = read_po(file, locale=locale)
    return Words(language, {str(message.id): str(message.string) for message in catalogue if message.id})
