"""Text that a person reads or hears is in the catalogues, whole in every language, and never in code."""

import ast
import re
import string
from collections.abc import Iterator

import pytest

from intake.words import LANGUAGES, words
from tests.architecture.house import Module, modules

CHINESE = re.compile(r"[\u3400-\u9fff]")
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
# Chinese that is data and not words to a person: path -> why it can't be in a catalogue.
CHINESE_AS_DATA = {
    "intake/cases/danger.py": "words that speak of danger",
    "intake/console/summary/conduct.py": "words that speak of a kind of conduct",
    "intake/directory/cells.py": "how bureaus' sheets write days, times and windows",
    "intake/directory/columns.py": "what bureaus' sheets call their columns",
    "intake/directory/opening.py": "how bureaus write the hours of a hall",
    "intake/directory/sample.py": "the fictional people and windows of the sample hall",
}
# Calls whose dotted argument names something else than a text.
NO_KEYS = {"url_for", "getLogger", "import_module", "Blueprint", "files"}


def prefixes() -> set[str]:
    return {key.partition(".")[0] for key in words("zh").texts}


def keys_used(module: Module) -> Iterator[tuple[int, str]]:
    """Line and dotted literal of everything that looks like a key of the catalogues."""
    other = {
        id(argument)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        for argument in node.args
        if (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""))
        in NO_KEYS
    }
    for literal in module.strings():
        text = str(literal.value)
        if id(literal) not in other and KEY.fullmatch(text) and text.partition(".")[0] in prefixes():
            yield literal.lineno, text


def known(key: str) -> bool:
    """Whether the catalogues have the key; of one that is put together, its fixed beginning."""
    texts = words("zh").texts
    return key in texts or (key.endswith("_") and any(each.startswith(key) for each in texts))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_all_languages_have_the_same_texts() -> None:
    languages = {language: set(words(language).texts) for language in LANGUAGES}
    missing = {language: languages["zh"] ^ keys for language, keys in languages.items()}
    assert missing == {language: set() for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_empty(language: str) -> None:
    assert [key for key, text in words(language).texts.items() if not text.strip()] == []


def test_a_text_asks_for_the_same_values_in_every_language() -> None:
    chinese, english = words("zh").texts, words("en").texts
    shared = chinese.keys() & english.keys()
    assert [key for key in shared if placeholders(chinese[key]) != placeholders(english[key])] == []


def test_every_text_that_code_asks_for_is_in_the_catalogues() -> None:
    unknown = [
        f"{module.path}:{line} {key}"
        for module in modules("intake")
        for line, key in keys_used(module)
        if not known(key)
    ]
    assert unknown == []


def chinese_literals() -> set[tuple[str, int]]:
    return {
        (module.path, literal.lineno)
        for module in modules("intake")
        for literal in module.strings()
        if CHINESE.search(str(literal.value))
    }


def test_no_code_holds_chinese_words() -> None:
    assert {(path, line) for path, line in chinese_literals() if path not in CHINESE_AS_DATA} == set()


def test_no_exception_for_data_outlives_its_reason() -> None:
    assert set(CHINESE_AS_DATA) <= {path for path, _ in chinese_literals()}
