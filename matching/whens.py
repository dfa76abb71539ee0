"""Which of the days in a message is the day of the event, and which half of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from matching.evidence import Kind, Part, When
from matching.mentions import Mention
from matching.tokens import Token

MOST_DAYS = 12
REACH = 5  # tokens between a day and its half
CROSS = frozenset(("bad", "harm"))
AROUND = 8  # tokens between a day and the window or person it belongs to


def whens_of(
    found: Sequence[Mention], meant: Sequence[Mention], tokens: Sequence[Token], today: date, *, answer: bool
) -> list[tuple[Mention, When]]:
    """The days stated for the event, with their half; several only when it is open which is meant."""
    days = [m for m in found if m.kind is Kind.WHEN and m.counts and not _called_us(m, tokens)]
    days = [m for m in days if not _is_the_date(m, tokens, today)]
    days = _since_the_change(days, tokens)[:MOST_DAYS]
    if not days:
        return _half_of_today(meant, tokens, today, answer=answer)
    person = next((m.first for m in meant if m.kind in (Kind.NAME, Kind.STAFF_NO)), 0)
    stated = [(m, when) for m in days if (when := _with_part(m, days, tokens, person))]
    stated = [(m, replace(when, sure=False) if _of_the_message(m, tokens) else when) for m, when in stated]
    if not stated:
        return _half_of_today(meant, tokens, today, answer=answer)
    distinct = _merged([(m, when) for m, when in stated if not _came_back(m, tokens)] or stated)
    if len(distinct) > 1:
        near = [(m, when) for m, when in distinct if _near(m, meant, tokens)]
        distinct = near if len(near) == 1 else distinct
    return distinct


def _since_the_change(days: list[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """上周四是王芳办的，今天又去换人了: of the days before somebody else sat there, the last."""
    kinds = [token.kind for token in tokens]
    change = kinds.index("changed") if "changed" in kinds else 0
    if not CROSS.isdisjoint(kinds[:change]):
        return days
    earlier = [day for day in days if day.first < change]
    return days[max(len(earlier) - 1, 0) :]


def _with_part(day: Mention, days: Sequence[Mention], tokens: Sequence[Token], person: int) -> When | None:
    """The day with its half: the one that follows it at once; of two, the last before the person is named."""
    when = day.when
    if when is None or when.part:
        return when
    following = min((m.first for m in days if m.first >= day.last), default=len(tokens))
    parts = [
        token.value
        for place, token in enumerate(tokens[day.last : min(day.last + REACH, following)], day.last)
        if token.kind == "part"
        and not _denied(tokens, place)
        and (place == day.last or not _later(tokens, place))
    ]
    if len(set(parts)) != 1:
        return when
    before = [
        token.value
        for place, token in enumerate(tokens[day.last : min(person, following)], day.last)
        if token.kind == "part" and not _denied(tokens, place)
    ]
    return When(first=when.first, last=when.last, part=Part((before or parts)[-1]), sure=when.sure)


def _denied(tokens: Sequence[Token], place: int) -> bool:
    """是下午不是上午."""
    return tokens[place - 1].kind == "neg"


def _later(tokens: Sequence[Token], place: int) -> bool:
    """叫我下午来: an appointment and not the time of the event."""
    return place + 1 < len(tokens) and tokens[place + 1].kind in ("come", "return", "future")


def _called_us(day: Mention, tokens: Sequence[Token]) -> bool:
    """昨天打过电话, 5号再来: about this hotline or an appointment and not the event."""
    return any(token.kind in ("contact", "return") for token in tokens[day.last : day.last + 2])


def _is_the_date(day: Mention, tokens: Sequence[Token], today: date) -> bool:
    """今天才八号: what date it is, and nothing of the event."""
    if day.when is None or day.when.day != today:
        return False
    after = tokens[day.last : day.last + 3]
    return any(
        number.value == str(today.day) and number.kind == "number" and hao.kind in ("hao", "ri")
        for number, hao in pairwise(after)
    )


def _of_the_message(day: Mention, tokens: Sequence[Token]) -> bool:
    """今天我要投诉: perhaps only the day on which it is said."""
    return any(token.kind in ("complain", "praise") for token in tokens[day.last : day.last + 3])


def _came_back(day: Mention, tokens: Sequence[Token]) -> bool:
    """今天又来: the writer's next visit, when another day is stated too."""
    return day.last < len(tokens) and tokens[day.last].kind == "come"


def _merged(stated: Sequence[tuple[Mention, When]]) -> list[tuple[Mention, When]]:
    """One entry for each day; a half day refines the whole one."""
    best: dict[tuple[object, object], tuple[Mention, When]] = {}
    for mention, when in stated:
        key = (when.first, when.last)
        known = best.get(key)
        if known is None or (known[1].part is None and when.part):
            best[key] = (mention, when)
        elif when.part and known[1].part and when.part is not known[1].part:
            best[key] = (known[0], replace(known[1], part=None))
    return list(best.values())


def _near(day: Mention, meant: Sequence[Mention], tokens: Sequence[Token]) -> bool:
    """Whether the day stands beside what the message is about, in the same sentence."""
    for mention in meant:
        low, high = sorted((day.first, mention.first))
        if high - low <= AROUND and not any(t.kind in ("stop", "bad", "harm") for t in tokens[low:high]):
            return True
    return False


def _half_of_today(
    meant: Sequence[Mention], tokens: Sequence[Token], today: date, *, answer: bool
) -> list[tuple[Mention, When]]:
    """上午3号窗口: a half day without a day is probably today's; it only ever speaks against."""
    firsts = {mention.first for mention in meant}
    for place, token in enumerate(tokens):
        if token.kind != "part":
            continue
        beside = place + 1 in firsts or (
            place + 2 in firsts and tokens[place + 1].kind in ("go", "at", "that")
        )
        if beside or answer:
            when = When(first=today, last=today, part=Part(token.value), sure=False)
            return [(Mention(Kind.WHEN, "", place, place + 1, when=when), when)]
    return []
