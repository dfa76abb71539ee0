"""From a text or recognised speech to evidence: what is stated, in standard form, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from matching.agreement import agreeing, known_by_number
from matching.days import day_of_month
from matching.doubts import doubted
from matching.evidence import Evidence, Kind, Source, When
from matching.fit import fit
from matching.hall import Hall
from matching.labels import label_for
from matching.mentions import Mention, mentions
from matching.pinning import the_one
from matching.plain import Plain, plain
from matching.scope import about
from matching.ties import tied
from matching.tokens import Scanner, Token
from matching.topic import COMPLAINT, OTHER, PRAISE, topic
from matching.whens import whens_of

__all__ = ["COMPLAINT", "OTHER", "PRAISE", "Reading", "read"]

SHORT_ANSWER = 14  # tokens; a longer text is a message of its own, whatever was asked
DENIAL = ("corr", "wrong")
IGNORANT = {"doubt", "ignorant"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a message says.

    kind: `complaint`, `praise` or `other` (not about a person at a window).
    evidence: what it states; kinds that it leaves open between several values are not in it.
    retracted: values that it takes back (不是3号).
    unclear: it names several windows or people and does not say which is meant.
    unknown: the answer is "I don't know".
    correction: it corrects an earlier message.
    """

    kind: str
    evidence: tuple[Evidence, ...] = ()
    retracted: tuple[Evidence, ...] = ()
    unclear: bool = False
    unknown: bool = False
    correction: bool = False


def read(
    text: str, *, source: Source, hall: Hall, received_at: datetime, asked: Kind | None = None
) -> Reading:
    """Read one message to one hall.

    received_at: aware; days count from it in the hall's time zone.
    asked: what was asked just before, so that a bare "3" or "昨天下午" is understood as the answer.
    Linear in the text, of which 5,000 characters are read.
    """
    written = plain(text)
    tokens = _scanner(hall, source).scan(written.text)
    today = hall.local(received_at).date()
    found = doubted(mentions(tokens, hall, today, by_sound=source is Source.SPEECH), tokens)
    answer = asked is not None and len(tokens) <= SHORT_ANSWER
    if answer:
        found = [_answering(mention, asked, hall, today) for mention in found]
    kind = topic(tokens, known_by_number(found, hall), written.text)
    if asked is not None and kind == OTHER and not _leaves(tokens):
        kind = COMPLAINT
    if kind == OTHER:
        return Reading(kind=OTHER)
    free = found
    if not answer:
        found = tied(found, tokens, written.text)
    meant, unclear = about(found, tokens, praise=kind == PRAISE, by_sound=source is Source.SPEECH)
    days = whens_of(found, meant, tokens, today, answer=answer and asked is Kind.WHEN)
    evidence = [_evidence(m, source, tokens, written) for m in meant]
    evidence += [_evidence(m, source, tokens, written, when=when) for m, when in days]
    if kind == COMPLAINT and not answer and not unclear:
        more = agreeing(free, meant, tokens, written.text, hall, by_sound=source is Source.SPEECH)
        agreed = [_evidence(m, source, tokens, written, agreed=True) for m in more]
        if agreed and the_one(fit([*evidence, *agreed], hall, received_at)):
            evidence += agreed
    seen = {token.kind for token in tokens}
    return Reading(
        kind=kind,
        evidence=_without_doubles(evidence),
        retracted=tuple([_evidence(m, source, tokens, written) for m in found if m.denied and m.kind]),
        unclear=unclear,
        unknown=bool(seen & (IGNORANT if answer else {"doubt"})) and asked not in {e.kind for e in evidence},
        correction=not seen.isdisjoint(DENIAL) or any(m.denied for m in found),
    )


def _scanner(hall: Hall, source: Source) -> Scanner:
    key = f"scanner/{source}"
    if key not in hall.kept:
        hall.kept[key] = Scanner(hall, source)
    scanner: Scanner = hall.kept[key]
    return scanner


def _answering(mention: Mention, asked: Kind | None, hall: Hall, today: date) -> Mention:
    """A bare number answers the question that was just asked."""
    if mention.kind is not None:
        return mention
    if asked is Kind.WINDOW:
        return mention._replace(kind=Kind.WINDOW, value=label_for(mention.value, hall))
    if asked is Kind.STAFF_NO:
        return mention._replace(kind=Kind.STAFF_NO)
    bare_day = asked is Kind.WHEN and mention.value.isdigit() and len(mention.value) <= 2
    day = day_of_month(today, int(mention.value)) if bare_day else None
    return mention._replace(kind=Kind.WHEN, when=day) if day else mention


def _leaves(tokens: Sequence[Token]) -> bool:
    return any(token.kind in ("unsubscribe", "wrong") for token in tokens)


def _evidence(
    mention: Mention,
    source: Source,
    tokens: Sequence[Token],
    written: Plain,
    *,
    when: When | None = None,
    agreed: bool = False,
) -> Evidence:
    first, last = tokens[mention.first].start, tokens[mention.last - 1].end
    start, end = written.span(first, last)
    return Evidence(
        kind=mention.kind or Kind.WINDOW,
        source=source,
        value=mention.value,
        when=when or mention.when,
        spelled=mention.spelled,
        agreed=agreed,
        raw=written.text[first:last],
        start=start,
        end=end,
    )


def _without_doubles(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    seen: dict[tuple[Kind, str, When | None, bool], Evidence] = {}
    for item in evidence:
        seen.setdefault((item.kind, item.value, item.when, item.spelled), item)
    return tuple(seen.values())
