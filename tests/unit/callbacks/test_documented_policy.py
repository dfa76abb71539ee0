"""The document gives every setting of the policy with the default that the code has."""

import re
from dataclasses import fields
from pathlib import Path

from intake.config import Settings

DOCUMENT = Path(__file__).parents[3] / "docs" / "callbacks.md"
ROW = re.compile(r"^\| `(HOTLINE_[A-Z_]+)` \| `([^`]+)` \| (.+) \|$", re.M)
POLICY = {
    "HOURS", "WORKDAYS_ONLY", "FIRST_DELAY", "SPACING", "MAX_PER_DAY", "MIN_ATTEMPTS", "MOST_ATTEMPTS",
    "MIN_RING", "RING", "GRACE",
}  # fmt: skip


def test_the_document_gives_each_default_and_its_reason() -> None:
    defaults = {item.metadata["name"]: item.metadata["default"] for item in fields(Settings)}
    documented = {name: default for name, default, _ in ROW.findall(DOCUMENT.read_text(encoding="utf-8"))}
    assert {f"HOTLINE_CALLBACK_{name}" for name in POLICY} <= set(documented)
    assert {name: defaults[name] for name in documented} == documented
