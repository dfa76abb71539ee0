"""Reads tables of histories that were worked by hand; the format is explained in `calendar_table.txt`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from intake.callbacks.outcomes import Kind, Outcome
from intake.callbacks.policy import History, Policy, Try
from intake.config import Settings, load

SHANGHAI = "Asia/Shanghai"


@dataclass(kw_only=True)
class Case:
    """One block. expected: action, local time, reason; text: local time, `none`, or empty for not asked."""

    title: str
    zone: str = SHANGHAI
    kind: Kind = Kind.CALLBACK
    changes: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    expected: tuple[str, str, str] = ("", "", "")
    text: str = ""

    def moment(self, written: str) -> datetime:
        return datetime.fromisoformat(written.strip()).replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def moments(self, word: str) -> tuple[datetime, ...]:
        return tuple(self.moment(written) for written in self.words.get(word, []))

    def tried(self, written: str) -> Try:
        day, clock, *rest = written.split()
        outcome, ring = rest or ("no_answer", "45") if len(rest) != 1 else (rest[0], "none")
        rang = None if ring == "none" else timedelta(seconds=int(ring))
        return Try(at=self.moment(f"{day} {clock}"), outcome=Outcome(outcome), ring=rang)

    @property
    def history(self) -> History:
        return History(
            requested_at=self.moments("requested")[0],
            not_before=next(iter(self.moments("asked")), None),
            preferred=self.words.get("preferred", [""])[0],
            tries=tuple(self.tried(written) for written in self.words.get("try", [])),
            others=self.moments("other"),
            texts=self.moments("text"),
            textable="textable" in self.words,
            urgent="urgent" in self.words,
        )

    @property
    def now(self) -> datetime:
        """As stated, or the latest moment of the block."""
        history = self.history
        seen = [history.requested_at, *history.texts, *history.others, *(one.at for one in history.tries)]
        return next(iter(self.moments("now")), max(seen))

    @property
    def settings(self) -> Settings:
        return load({f"HOTLINE_CALLBACK_{name.upper()}": value for name, value in self.changes.items()})

    @property
    def policy(self) -> Policy:
        return Policy.of(self.settings, self.kind)

    def local(self, at: datetime | None) -> str:
        """A moment as the table writes it, with the offset where the table has one."""
        if at is None:
            return "none"
        told = at.astimezone(ZoneInfo(self.zone)).isoformat(sep=" ", timespec="minutes")
        return told if "+" in self.expected[1] else told[:16]


def cases(file: Path) -> list[Case]:
    """Every block of a table."""
    found: list[Case] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "=":
            found.append(Case(title=rest))
        elif line and not word.startswith("#"):
            take(found[-1], word, rest)
    return found


def take(case: Case, word: str, rest: str) -> None:
    """One line of a block."""
    if word == "->":
        action, day, clock, why = rest.split()
        case.expected = (action, f"{day} {clock}", why)
    elif rest.startswith("->"):
        case.text = rest.removeprefix("->").strip()
    elif word == "zone":
        case.zone = rest
    elif word == "follow_up":
        case.kind = Kind.FOLLOW_UP
    elif word == "set":
        case.changes = dict(item.split("=") for item in rest.split())
    else:
        assert word in WORDS, line_of(word, rest)
        case.words.setdefault(word, []).append(rest)


WORDS = {"requested", "now", "try", "text", "other", "asked", "preferred", "textable", "urgent"}


def line_of(word: str, rest: str) -> str:
    return f"not a line of a table: {word} {rest}"
