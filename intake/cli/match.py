"""`hotline match`: what the rule makes of messages, one JSON line each; and how good that is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

import click
from sqlalchemy import Connection

from intake.cases.replay import replay
from intake.cli.context import language_option, settings, speak, spoken
from intake.cli.opening import open_database
from intake.cli.replay import replay_told
from intake.directory.halls import Halls
from intake.directory.service import hall_for_number, list_halls, load_hall
from matching.decision import Candidate, Reason
from matching.evidence import Evidence, Source
from matching.hall import Hall
from matching.measures import MISSES, Measures
from matching.message import Matched, match_message

SOURCES = {"sms": Source.SMS, "speech": Source.SPEECH}
NUMBER_BEGINS = tuple("+0123456789")
FindHall = Callable[[str], Hall | None]


class BadLine(ValueError):
    """A line of input that can't be answered; its text is a catalogue key."""


@click.command()
@click.option("--hall", "code", default="", help="Code of the hall; not needed where there is only one.")
@click.option(
    "--evaluate",
    "file",
    type=click.File("rb"),
    help="A file of messages with `gold`: print how many are decided rightly, and every miss.",
)
@click.option(
    "--replay",
    "again",
    is_flag=True,
    help="Decide every past case again, with the directory of its day, and list what would change.",
)
@language_option
def match(code: str, file: BinaryIO | None, again: bool) -> None:
    """Read messages as JSON lines ({"text", "channel", "received_at"}) and decide each.

    Where there are several halls, a line may name its own as `hall` (a code) or `to` (the number dialled).
    Every line is answered, a line that can't be read with `error`.
    """
    with open_database(settings()) as database, database.read() as connection:
        if again:
            for line in replay_told(replay(connection, Halls(database))):
                click.echo(line)
            return
        halls = halls_of(connection, code)
        if file:
            for line in evaluation(file, halls):
                click.echo(line)
            return
        for raw in sys.stdin.buffer:
            click.echo(json.dumps(answer(raw, halls), ensure_ascii=False))


def halls_of(connection: Connection, code: str) -> FindHall:
    """Finds a hall by its code or its number, each loaded once; without either, the only one."""
    codes = {hall.code for hall in list_halls(connection)}
    loaded: dict[str, Hall | None] = {}

    def find(named: str) -> Hall | None:
        wanted = named or code or (next(iter(codes)) if len(codes) == 1 else "")
        if wanted not in codes:
            wanted = hall_for_number(connection, wanted) or "" if wanted[:1] in NUMBER_BEGINS else ""
        if wanted not in loaded:
            loaded[wanted] = load_hall(connection, wanted) if wanted else None
        return loaded[wanted]

    return find


def answer(raw: bytes, halls: FindHall) -> dict[str, Any]:
    """The answer to one line of input."""
    try:
        line = parsed(raw)
        return told(line, decided(line, halls))
    except BadLine as bad:
        return {"error": speak(str(bad))}


def parsed(raw: bytes) -> dict[str, Any]:
    """One line as an object. Raises BadLine."""
    try:
        line = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadLine("match.error.json") from error
    if not isinstance(line, dict):
        raise BadLine("match.error.json")
    return line


def decided(line: Mapping[str, Any], halls: FindHall) -> Matched:
    """What the rule makes of one message. Raises BadLine."""
    text, source = line.get("text"), SOURCES.get(str(line.get("channel", "sms")))
    if not isinstance(text, str):
        raise BadLine("match.error.text")
    if source is None:
        raise BadLine("match.error.channel")
    hall = halls(str(line.get("hall") or line.get("to") or ""))
    if hall is None:
        raise BadLine("match.error.hall")
    return match_message(text, source=source, hall=hall, at=moment(line.get("received_at")))


def moment(stated: object) -> datetime:
    """A moment with its zone. Raises BadLine."""
    try:
        at = datetime.fromisoformat(str(stated))
    except ValueError as error:
        raise BadLine("match.error.received_at") from error
    if at.tzinfo is None or not 1971 <= at.year <= 9000:
        raise BadLine("match.error.received_at")
    return at


def told(line: Mapping[str, Any], matched: Matched) -> dict[str, Any]:
    """A decision as the outside reads it; the reasons in words."""
    decision = matched.decision
    named = {"id": line["id"]} if "id" in line else {}
    return named | {
        "decision": decision.outcome.value,
        "staff_no": decision.staff_no,
        "window": decision.window,
        "attribution": decision.attribution.value,
        "kind": matched.reading.kind,
        "evidence": [evidence_told(item) for item in matched.reading.evidence],
        "candidates": [candidate_told(candidate) for candidate in decision.candidates],
        "ask": {"kind": decision.ask.kind.value, "offers": list(decision.ask.offers)}
        if decision.ask
        else None,
        "reasons": [in_words(reason) for reason in decision.reasons],
        "rule_version": decision.rule_version,
    }


def evidence_told(item: Evidence) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": item.kind.value,
        "value": item.value,
        "raw": item.raw,
        "start": item.start,
        "end": item.end,
    }
    if item.when:
        told |= {"value": item.when.first.isoformat(), "until": item.when.last.isoformat()}
        told |= {"part": item.when.part.value if item.when.part else None, "sure": item.when.sure}
    return told


def candidate_told(candidate: Candidate) -> dict[str, Any]:
    reasons = [in_words(reason) for reason in candidate.reasons]
    return {"staff_no": candidate.staff_no, "score": candidate.score, "reasons": reasons}


def in_words(reason: Reason) -> str:
    return spoken()(f"reason.{reason.code}", **dict(reason.values))


def evaluation(file: BinaryIO, halls: FindHall) -> Iterator[str]:
    """The measures on a file of messages with `gold`, and every miss."""
    measures = Measures()
    for place, raw in enumerate(file, 1):
        try:
            line = parsed(raw)
            if not isinstance(line.get("gold"), dict):
                raise BadLine("match.error.gold")
            matched = decided(line, halls)
            measures.add(line, matched.decision, matched.reading.evidence)
        except BadLine as bad:
            yield speak("match.evaluate.bad_line", line=place, error=speak(str(bad)))
    for channel in (*sorted({channel for _, channel in measures.counts} - {"all"}), "all"):
        yield summary(measures, channel)
    for what in MISSES:
        for miss in measures.misses:
            if miss.what == what:
                reasons = "; ".join(in_words(reason) for reason in miss.decision.reasons)
                name = miss.line.get("id", "")
                yield speak(f"match.evaluate.{what}", id=name, text=miss.line["text"], reasons=reasons)


def summary(measures: Measures, channel: str) -> str:
    names = (
        "messages", "wrong_pin", "pins_found", "gold_pin", "needless_question", "other_found", "gold_other",
        "lost_complaint", "asked_well", "asked",
    )  # fmt: skip
    counts = {name: measures.counts[name, channel] for name in names}
    return speak("match.evaluate.summary", channel=channel, **counts)
