"""A room imports only from floors below it; the rule and every policy are pure."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, Module, modules

# What pure code may use beside the standard library: libraries without I/O and without a clock.
PURE_LIBRARIES = {"phonenumbers", "pypinyin", "rapidfuzz"}
IMPURE_STANDARD = {
    "http",
    "logging",
    "os",
    "random",
    "requests",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "time",
}
VIOLATIONS = {
    "a lower floor reaches up": ("intake/telephony/climb.py", "import intake.voice\n"),
    "two rooms of one floor lean on each other": ("intake/sms/lean.py", "import intake.voice\n"),
    "a room asks the wiring": ("intake/voice/ask.py", "from intake import create_app\n"),
    "a room asks the wiring by its own name": ("intake/voice/ask.py", "from intake.wiring import wire\n"),
    "the wiring asks for the web": ("intake/wiring.py", "from intake.web import create_app\n"),
    "the command line asks the package": ("intake/cli/ask.py", "from intake import wire\n"),
    "the rule looks at the world": ("matching/look.py", "import sqlalchemy\n"),
    "a room without a floor": ("intake/attic.py", "FLOOR = None\n"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, '.'); {command}", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_import_goes_down() -> None:
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_the_check_of_the_floors_fails_when(violation: str, tmp_path: Path) -> None:
    for package in ("matching", "intake"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "intake" / "__init__.py").touch()
    path, text = VIOLATIONS[violation]
    (tmp_path / path).write_text(text)
    checked = lint_imports(tmp_path)
    assert checked.returncode == 1
    assert path.removesuffix(".py").replace("/", ".") in checked.stdout


def pure_modules() -> list[Module]:
    return [
        module
        for module in modules()
        if module.path.startswith("matching/") or module.path.endswith("/policy.py")
    ]


@pytest.mark.parametrize("module", pure_modules(), ids=lambda module: module.path)
def test_the_rule_and_the_policies_use_pure_libraries_only(module: Module) -> None:
    roots = {name.partition(".")[0] for name in module.imported()} - {"matching", "intake"}
    foreign = roots - set(sys.stdlib_module_names) - PURE_LIBRARIES
    assert not foreign | (roots & IMPURE_STANDARD)


def test_imports_stand_at_the_top_of_the_file() -> None:
    hidden = [
        f"{module.path}:{node.lineno}"
        for module in modules("matching", "intake", "bench")
        for function in module.functions()
        for node in ast_imports(function)
    ]
    assert hidden == []


def ast_imports(function: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))
