"""Nothing in the repository names a machine or a package host: it must mean the same everywhere."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.house import ROOT, tracked_files, tracked_texts

# In pieces, so that this file doesn't name them either.
HOSTS = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|deb\.debian\.org|(?:ghcr|docker|quay)\.io"
    r"|[\w.-]+\.(?:aliyun|tuna\.tsinghua|ustc)\.(?:com|edu\.cn))\b|\bmirrors?\.[\w-]+\.[a-z]"
)
PATHS = re.compile(
    r"(?<![\w.$}>-])/(?:root|work|home/\w+|Users/\w+|opt/(?:pypi|wheels))(?=[/\s\"'`),:;]|$)", re.M
)
REQUIREMENT = re.compile(r"[a-z0-9.-]+==[\w.!+-]+( ; [^\\]+)?( \\)?|    --hash=sha256:[0-9a-f]{64}( \\)?")
REQUIREMENTS = [name for name in tracked_files() if name.startswith("requirements/")]


@pytest.mark.parametrize("pattern", [HOSTS, PATHS], ids=["a package host", "a path of one machine"])
def test_no_tracked_file_names(pattern: re.Pattern[str]) -> None:
    found = [f"{name}: {match.group()}" for name, text in tracked_texts() for match in pattern.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HOSTS, "https://files." + "pythonhosted" + ".org/packages/x.whl"),
        (HOSTS, '"resolved": "https://registry.' + "npmjs" + '.org/htmx.org"'),
        (PATHS, "cd /" + "root/hotline"),
        (PATHS, "--find-links /opt/" + "wheels"),
    ],
)
def test_the_search_knows_what_it_looks_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_requirements_hold_exact_versions_and_hashes_only(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    assert [line for line in lines if not REQUIREMENT.fullmatch(line)] == []
    pinned = [line for line in lines if "==" in line and not line.startswith(" ")]
    assert all(line.endswith(" \\") for line in pinned), "a version without a hash"


def test_everything_that_runs_is_locked_the_same_for_the_tests() -> None:
    run, test = ((ROOT / "requirements" / f"{name}.txt").read_text() for name in ("run", "test"))
    versions = {line for line in run.splitlines() if "==" in line}
    assert versions
    assert versions <= set(test.splitlines())


def test_everything_that_the_project_asks_for_is_locked_in_a_version_that_will_do() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    locked = dict(
        re.findall(r"^([a-z0-9.-]+)==([\w.!+-]+)", (ROOT / "requirements" / "test.txt").read_text(), re.M)
    )
    asked = [Requirement(text) for text in (*project["dependencies"], *extras["build"], *extras["dev"])]
    assert [str(each) for each in asked if not suits(each, locked.get(canonicalize_name(each.name)))] == []


def suits(asked: Requirement, version: str | None) -> bool:
    return version is not None and asked.specifier.contains(version, prereleases=True)
