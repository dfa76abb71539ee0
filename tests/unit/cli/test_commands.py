"""The command line announces what its modules define, and loads only what is asked for."""

import subprocess
import sys

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from intake.cli.lazily import named
from intake.cli.main import COMMANDS, main
from tests.architecture.house import ROOT

LONG = 1000
LIGHT = {"__init__", "context", "keeper", "lazily", "main", "opening"}
SEEN = """
import sys
from click.testing import CliRunner
from intake.cli.main import main
done = CliRunner().invoke(main, sys.argv[1:])
print(*sorted(name for name in sys.modules if name.startswith("intake.cli.")))
sys.exit(done.exit_code)
"""


def loaded_by(*arguments: str) -> set[str]:
    """Modules of the command line that a process with these arguments loads."""
    done = subprocess.run(
        [sys.executable, "-c", SEEN, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.removeprefix("intake.cli.") for name in done.stdout.split()}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_announced_as_its_module_says(name: str) -> None:
    command, announced = named(COMMANDS[name].place), main.commands[name]
    assert command.name == name
    assert announced.get_short_help_str(LONG) == command.get_short_help_str(LONG)
    assert announced.get_short_help_str() == command.get_short_help_str()
    assert (announced.hidden, announced.deprecated) == (command.hidden, command.deprecated)


def test_every_command_of_the_modules_is_announced() -> None:
    defined: dict[str, click.Command] = {}
    for path in (ROOT / "intake" / "cli").glob("*.py"):
        if path.stem not in LIGHT:
            defined |= commands_of(path.stem)
    below = {id(one) for group in defined.values() if isinstance(group, click.Group) for one in deep(group)}
    tops = {place for place, command in defined.items() if id(command) not in below}
    assert {id(defined[place]) for place in tops} == {id(named(one.place)) for one in COMMANDS.values()}


def commands_of(module: str) -> dict[str, click.Command]:
    there = vars(sys.modules.get(f"intake.cli.{module}") or __import__(f"intake.cli.{module}", fromlist="_"))
    return {f"{module}:{name}": one for name, one in there.items() if isinstance(one, click.Command)}


def deep(group: click.Group) -> list[click.Command]:
    found = list(group.commands.values())
    return found + [one for each in found if isinstance(each, click.Group) for one in deep(each)]


def test_help_lists_every_command_and_loads_none() -> None:
    told = CliRunner().invoke(main, ["--help"]).output
    assert [name for name in COMMANDS if f"\n  {name} " not in told] == []
    assert loaded_by("--help") == loaded_by("--version") == {"lazily", "main"}


def test_a_command_loads_its_own_module_alone() -> None:
    assert loaded_by("settings") == {"lazily", "main", "settings"}
    assert loaded_by("user", "--help") == {"context", "lazily", "main", "opening", "user"}


def test_an_unknown_command_is_refused_with_what_may_be_meant() -> None:
    refused = CliRunner().invoke(main, ["setings"])
    assert refused.exit_code == 2
    assert "No such command 'setings'" in refused.output
    assert "settings" in refused.output


@pytest.mark.parametrize(
    ("words", "incomplete", "wanted"),
    [
        ([], "se", {"serve", "settings"}),
        ([], "", set(COMMANDS)),
        (["user"], "", {"add", "disable", "list", "password"}),
        (["export"], "--f", {"--format"}),
        (["callbacks", "declare"], "--re", {"--reason"}),
    ],
)
def test_a_shell_completes_commands_and_their_options(
    words: list[str], incomplete: str, wanted: set[str]
) -> None:
    completion = ShellComplete(main, {}, "hotline", "_HOTLINE_COMPLETE")
    assert {item.value for item in completion.get_completions(words, incomplete)} == wanted
