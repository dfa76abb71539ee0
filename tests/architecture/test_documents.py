"""The documents say what is there: every folder, command, option, setting, link and table."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from intake.cases.export import COLUMNS
from intake.cli.main import main
from intake.config import Settings
from matching.interview import Step
from scripts.call_script import CASES
from scripts.documents import filled
from tests.architecture.house import ROOT, modules, tracked_files

ARCHITECTURE = ROOT / "docs" / "architecture.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LARGEST_PICTURE = 200_000

VARIABLE = re.compile(r"\b(?:HOTLINE|TWILIO)_[A-Z_]+[A-Z]\b")
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.S)
COMMAND = re.compile(r"(?:^|[\s/(|])hotline ((?:[a-z]+|--?[a-z])[^\n|;&`]*)")
LINK = re.compile(r"\]\((?!https?:|#)([^)\s]+?)(#[^)\s]*)?\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)
MAKE = re.compile(r"\bmake ([a-z]+)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code_in(text: str) -> Iterator[str]:
    """What is set as code, without the output below a prompt and without comments."""
    for block, span in CODE.findall(text):
        lines = (block or span).splitlines()
        prompted = [line[2:] for line in lines if line.startswith("$ ")]
        yield from (line.partition("  #")[0] for line in prompted or lines)


def commands_in(text: str) -> set[str]:
    return {found.strip() for code in code_in(text) for found in COMMAND.findall(code)}


def below(group: click.Group, name: str) -> click.Command:
    """The command itself: the group may only announce it."""
    _, found, _ = group.resolve_command(click.Context(group), [name])
    assert found is not None
    return found


def resolved(words: list[str]) -> tuple[click.Command, list[str]]:
    """The click command that the words name, and what is left of them."""
    command: click.Command = main
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        assert words[0] in command.commands, f"there is no command {' '.join(words)}"
        command, words = below(command, words[0]), words[1:]
    return command, words


def unknown_options(text: str) -> list[str]:
    command, words = resolved(shlex.split(text))
    known = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    known |= {"--help", "-h"}
    return [word for word in words if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in known]


def anchors(path: Path) -> set[str]:
    """Addresses of a document's headings, as they are made from their words."""
    kept = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in HEADING.findall(path.read_text("utf-8")))
    return {"#" + text.strip().replace(" ", "-") for text in kept}


def rooms() -> list[str]:
    folders = {Path(module.path).parent for module in modules()}
    return sorted(folder.as_posix() for folder in folders if "versions" not in folder.parts)


def leaves(command: click.Command, name: str = "") -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield f"hotline{name}"
        return
    for part in command.commands:
        yield from leaves(below(command, part), f"{name} {part}")


@pytest.mark.parametrize("room", rooms())
def test_every_folder_has_its_line_in_the_architecture(room: str) -> None:
    assert f"`{room}/`" in ARCHITECTURE.read_text(encoding="utf-8")


def test_the_architecture_names_no_file_that_is_gone() -> None:
    named = re.findall(
        r"`((?:intake|matching|tests|scripts|bench|docs)/[\w./-]*)`", ARCHITECTURE.read_text("utf-8")
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_generated_table_is_what_the_code_gives(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert filled(text) == text, "out of date: run make docs"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_command_and_option_in_a_document_exists(path: Path) -> None:
    found = commands_in(path.read_text(encoding="utf-8"))
    assert {text: unknown_options(text) for text in found if unknown_options(text)} == {}


def test_the_search_for_commands_finds_what_is_wrong() -> None:
    (text,) = commands_in("```sh\n.venv/bin/hotline export --colour red   # all\n```")
    assert unknown_options(text) == ["--colour"]
    with pytest.raises(AssertionError, match="no command dance"):
        unknown_options("dance")


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
@pytest.mark.parametrize("command", sorted(leaves(main)))
def test_every_command_is_in_the_readmes(command: str, readme: str) -> None:
    assert f"| `{command}` |" in (ROOT / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_variable_in_a_document_is_a_setting(path: Path) -> None:
    assert variables_in(path.read_text(encoding="utf-8")) - settings() == set()


def test_every_variable_in_code_is_a_setting() -> None:
    texts = [str(literal.value) for module in modules("intake") for literal in module.strings()]
    assert {name for text in texts for name in variables_in(text)} - settings() == set()


def variables_in(text: str) -> set[str]:
    return set(VARIABLE.findall(text))


def settings() -> set[str]:
    return {item.metadata["name"] for item in fields(Settings)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_within_the_project_leads_somewhere(path: Path) -> None:
    broken = []
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        there = (path.parent / target).resolve()
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target + anchor)
    assert broken == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_target_of_make_in_a_document_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {name for code in code_in(path.read_text(encoding="utf-8")) for name in MAKE.findall(code)}
    assert named - targets == set()


def test_every_decision_is_listed() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("0*.md"))
    assert records
    assert [name for name in records if f"({name})" not in index] == []


def test_pictures_are_small_and_shown() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    pictures = [name for name in tracked_files() if name.startswith("docs/pictures/")]
    assert pictures
    assert [
        name
        for name in pictures
        if (ROOT / name).stat().st_size > LARGEST_PICTURE or name.removeprefix("docs/") not in shown
    ] == []


def test_the_call_script_has_every_step_of_a_call() -> None:
    assert {case.step for case in CASES} == set(Step) - {Step.TELL, Step.DONE}


def test_the_export_table_has_every_column() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in operations] == []
