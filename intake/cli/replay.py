"""What `hotline match --replay` says: past decisions that would change, and how good first guesses were."""

from __future__ import annotations

from collections.abc import Iterator

from intake.cases.replay import BANDS, Band, Replay, Verdict
from intake.cli.context import speak


def replay_told(found: Replay) -> Iterator[str]:
    """The report, line by line."""
    yield speak("match.replay.summary", decisions=found.decisions, changes=len(found.changes))
    for change in found.changes:
        yield speak(
            "match.replay.change",
            case_no=change.case_no,
            rule_version=change.rule_version,
            before=verdict(change.before),
            after=verdict(change.after),
        )
    guesses, right = sum(band.guesses for band in found.bands), sum(band.right for band in found.bands)
    yield speak("match.replay.guesses", guesses=guesses, right=right)
    yield from (speak("match.replay.band", **share(band)) for band in found.bands if band.guesses)


def verdict(of: Verdict) -> str:
    return " ".join(filter(None, (of.outcome, of.staff_no, of.attribution)))


def share(band: Band) -> dict[str, object]:
    return {
        "least": f"{band.least:.1f}",
        "most": f"{band.least + 1 / BANDS:.1f}",
        "guesses": band.guesses,
        "right": band.right,
        "percent": round(100 * band.right / band.guesses),
    }
