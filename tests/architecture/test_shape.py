"""Sizes and names that keep every room readable, and the one place where a transaction ends."""

import ast
from pathlib import PurePosixPath

from tests.architecture.house import modules

LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
# Where the idea is whole only in more lines. "path" or "path::function" -> the reason.
WHOLE_IN_MORE: dict[str, str] = {}
NAMES_THAT_SAY_NOTHING = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def too_long() -> dict[str, int]:
    """Everything over its size: path or path::function -> lines."""
    found = {}
    for module in modules("matching", "intake", "bench"):
        if "/migrations/versions/" in module.path:
            continue
        lines = len(module.text.splitlines())
        if lines > LONGEST_MODULE:
            found[module.path] = lines
        for function in module.functions():
            if lines_of(function) > LONGEST_FUNCTION:
                found[f"{module.path}::{function.name}"] = lines_of(function)
    return found


def test_no_module_and_no_function_outgrows_its_idea() -> None:
    assert {place: lines for place, lines in too_long().items() if place not in WHOLE_IN_MORE} == {}


def test_no_exception_from_the_sizes_outlives_its_reason() -> None:
    assert set(WHOLE_IN_MORE) <= set(too_long())


def test_only_the_unit_of_work_ends_a_transaction() -> None:
    enders = {
        f"{module.path}:{node.lineno}"
        for module in modules("intake")
        if module.path != "intake/database.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("commit", "begin")
    }
    assert enders == set()


def test_every_module_is_named_after_its_idea() -> None:
    paths = [PurePosixPath(module.path) for module in modules("matching", "intake", "bench", "tests")]
    assert [str(path) for path in paths if {path.stem, *path.parts} & NAMES_THAT_SAY_NOTHING] == []
