"""Words that speak of danger to somebody: such a case goes before all others (research: domain 10.34).

A word table and no judgement: it only puts a case first, so that a person reads it at once. It looks for a
few stems where they stand, and takes them back where the words around them show that no danger is meant.
"""

from __future__ import annotations

import re
import unicodedata

from intake.cases.danger import DANGER, HARMLESS

SAFETY = "safety"
LONGEST = 5000  # characters that are read
SPACES = re.compile(r"\s+")
DANGEROUS = re.compile("|".join(DANGER))
NO_DANGER = re.compile("|".join(HARMLESS))


def speaks_of_danger(text: str) -> bool:
    """Whether the words speak of suicide, violence or weapons. Linear in the text."""
    plain = SPACES.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST]).lower())
    return DANGEROUS.search(NO_DANGER.sub(" ", plain)) is not None
