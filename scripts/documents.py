"""Writes the generated tables of the documents: `python -m scripts.documents`, or `make docs`.

A table stands between `<!-- generated: NAME -->` and `<!-- end -->`; all around it is written by hand.
`tests/architecture/test_documents.py` fails when a table is not what the code says now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from intake.cases.lifecycle import TABLE
from intake.cli.settings import settings_table, table_row
from scripts.call_script import key_table, texts, whole_messages

DOCS = Path(__file__).parents[1] / "docs"
REGION = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.S)


def lifecycle_table() -> Iterable[str]:
    """The life of a case, one move a line."""
    yield table_row("From", "Event", "To")
    yield table_row("---", "---", "---")
    for (status, event), after in TABLE.items():
        yield table_row(f"`{status}`", f"`{event}`", f"`{after}`")


TABLES: Mapping[str, Callable[[], Iterable[str]]] = {
    "settings": settings_table,
    "lifecycle": lifecycle_table,
    "keys": key_table,
    "prompts": partial(texts, "voice"),
    "remarks": partial(texts, "note"),
    "statuses": partial(texts, "status"),
    "messages": partial(texts, "sms"),
    "commands": whole_messages,
}


def filled(text: str) -> str:
    """The document with every generated table as the code gives it now."""
    return REGION.sub(
        lambda found: found[1] + "\n" + "\n".join(TABLES[found["name"]]()) + "\n\n" + found[3], text
    )


def main() -> None:
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if (new := filled(text)) != text:
            path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
