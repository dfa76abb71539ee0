"""Whatever a fault or a finding is called, there is a sentence for it."""

import ast
from collections.abc import Iterator

import pytest

from intake.words import LANGUAGES, words
from tests.architecture.house import modules

CALLS = {
    "intake.directory": ("directory.fault.", {"error", "warn", "CellFault"}),
    "intake.doctor": ("doctor.", {"ok", "warn", "fail"}),
}
SUFFIXED = {"unknown_window": "_meant", "unknown_person": "_meant"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def keys(room: str) -> Iterator[str]:
    """Literal keys of faults or findings in a room."""
    prefix, names = CALLS[room]
    for module in modules(room.replace(".", "/")):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and called(node) in names:
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield prefix + argument.value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", CALLS)
def test_every_fault_and_finding_has_its_sentence(room: str, language: str) -> None:
    asked = set(keys(room))
    assert len(asked) > 25
    assert {key for key in asked if key not in words(language)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_and_failure_says_how_to_mend_it(language: str) -> None:
    found = set()
    for module in modules("intake/doctor"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"warn", "fail"} and node.args:
                argument = node.args[0]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(f"doctor.{argument.value}.mend")
    assert len(found) > 20
    assert {key for key in found if key not in words(language)} == set()
