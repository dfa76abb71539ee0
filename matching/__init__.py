"""The rule of pinning: from what a citizen says to the one person meant. Pure: no I/O and no clock."""

import os

# Only single characters are looked up: without its phrases the dictionary takes 45 MB less in every process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
