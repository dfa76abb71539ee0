"""Whoever comes new finds every folder named."""

from pathlib import Path

import pytest

from tests.architecture.house import ROOT, modules

ARCHITECTURE = ROOT / "docs" / "architecture.md"


def rooms() -> list[str]:
    folders = {Path(module.path).parent for module in modules()}
    return sorted(folder.as_posix() for folder in folders if "versions" not in folder.parts)


@pytest.mark.skipif(not ARCHITECTURE.exists(), reason="docs/architecture.md is not written yet")
@pytest.mark.parametrize("room", rooms())
def test_every_folder_has_its_line_in_the_architecture(room: str) -> None:
    assert f"`{room}/`" in ARCHITECTURE.read_text(encoding="utf-8")
