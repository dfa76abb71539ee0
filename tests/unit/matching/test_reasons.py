"""Every reason can be said in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import matching
from intake.words import LANGUAGES, words
from matching.evidence import Kind, Part

SOURCE = Path(matching.__file__).parent / "reasons.py"
PLAIN = re.findall(r'reason\("([a-z_]+)"', SOURCE.read_text(encoding="utf-8"))
MADE = [f"{verb}_{kind}" for verb in ("said", "against") for kind in (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME)]
MADE += [f"{what}_{part}" for what in ("said_day", "on_duty") for part in (*Part, "all")]
MADE += ["heard_name", "conflict_window", "conflict_staff_no", "window_unknown", "staff_no_unknown"]
MADE += ["name_unknown", "nobody_there", "name_not_in_service"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted({*PLAIN, *MADE}))
def test_every_reason_has_words(language: str, code: str) -> None:
    assert f"reason.{code}" in words(language)
