"""The house read from its files: what is tracked, what a module imports, how long a function is."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("matching", "intake")


@dataclass(frozen=True, kw_only=True, slots=True)
class Module:
    """One Python file: its path from the root of the project, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def imported(self) -> Iterator[str]:
        """Names of the modules imported, absolute: `intake.words` for `from intake import words`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield self._origin(node)

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        folder = Path(self.path).parts[: -node.level]
        return ".".join((*folder, *filter(None, [node.module])))

    def strings(self) -> Iterator[ast.Constant]:
        """String literals, parts of f-strings included, docstrings excluded."""
        unused = {
            id(node.value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unused:
                yield node


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file of these folders, of the product's packages if none is named; by path."""
    files = sorted(file for folder in folders or PACKAGES for file in (ROOT / folder).rglob("*.py"))
    return tuple(read(file) for file in files)


def read(file: Path) -> Module:
    text = file.read_text(encoding="utf-8")
    return Module(path=file.relative_to(ROOT).as_posix(), text=text, tree=ast.parse(text, filename=str(file)))


@cache
def tracked_files() -> tuple[str, ...]:
    """Paths of all files under version control; without history, of all that is not generated."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        names = listed.stdout.decode().split("\0")
        return tuple(name for name in names if name and (ROOT / name).is_file())
    generated = {".git", ".venv", "node_modules", "var", "build", "dist", "htmlcov", "__pycache__"}
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(
        path.as_posix()
        for path in paths
        if not any(part in generated or part.endswith(("_cache", ".egg-info")) for part in path.parts)
    )


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Path and text of every tracked file that is text."""
    for name in tracked_files():
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
