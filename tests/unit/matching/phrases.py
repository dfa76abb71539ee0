"""Messages made from `tests/data/phrases.txt` for any hall, with gold worked out from what they state.

The gold rule is written here a second time, plainly, so that the matcher is not measured by itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from matching.evidence import Part
from matching.hall import Duty, Hall
from matching.names import sound_alike
from matching.surnames import COMMON, COMPOUND, GIVEN, WORDLIKE

PHRASES = Path(__file__).parents[2] / "data" / "phrases.txt"
KINDS = {"c": "complaint", "p": "praise", "o": "other"}
CHANNELS = {"t": ("sms",), "s": ("speech",), "b": ("sms", "speech")}
NUMERALS = "零一二三四五六七八九"
SLOT = re.compile(r"\{([A-Z])(\d?)\}")
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Phrase:
    channel: str
    kind: str
    text: str


def phrases() -> list[Phrase]:
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    found = [line.split(" ", 2) for line in lines if line and not line.startswith("#")]
    return [
        Phrase(c, KINDS[kind], text.replace("\\n", "\n")) for ch, kind, text in found for c in CHANNELS[ch]
    ]


def messages(hall: Hall, seed: int, rounds: int = 1) -> Iterator[dict[str, Any]]:
    """Every phrase filled `rounds` times for this hall, as lines of a messages file."""
    dice = random.Random(seed)
    for turn in range(rounds):
        for place, phrase in enumerate(phrases()):
            yield filled(phrase, hall, dice) | {"id": f"{phrase.channel[:2]}{place}-{turn}"}


def filled(phrase: Phrase, hall: Hall, dice: random.Random) -> dict[str, Any]:
    """One message about a random duty, or sometimes about nobody: a value is then taken from another duty."""
    duties = (
        [duty for duty in hall.duties if duty.window[0].isalpha()] if "{L}" in phrase.text else hall.duties
    )
    duty, (other, third) = dice.choice(duties), dice.sample(hall.duties, 2)
    while (
        len({duty.window, other.window, third.window}) < 3
        or len({duty.staff_no, other.staff_no, third.staff_no}) < 3
    ):
        duty, (other, third) = dice.choice(duties), dice.sample(hall.duties, 2)
    at = arrival(duty, hall, dice)
    lie = dice.random() < 0.15
    said: dict[str, str] = {"kind": phrase.kind}

    def fill(match: re.Match[str]) -> str:
        slot, which = match[1], match[2]
        source = {"": duty, "0": duty, "2": other, "3": third}[which]
        if lie and slot == "S" and not which:
            source = other
        if slot == "D":
            words, day, part = day_in_words(duty, at, phrase.channel, dice)
            said["date"] = day.isoformat()
            if part:
                said["part"] = part
            return words
        name = hall.staff_by_no[source.staff_no].name
        if slot == "Z":
            said["name"] = nobody(name, hall, dice)
            return said["name"]
        value = {"W": source.window, "L": source.window, "S": source.staff_no, "N": name, "X": name[0]}[slot]
        if not which:
            said[{"W": "window", "L": "window", "S": "staff_no", "N": "name", "X": "surname"}[slot]] = value
        return in_words(slot, value, phrase.channel, dice)

    text = SLOT.sub(fill, phrase.text)
    note_literals(phrase.text, said)
    gold = gold_of(said, phrase.channel, hall, at)
    return {
        "channel": phrase.channel, "received_at": at.isoformat(), "text": text, "said": said, "gold": gold,
        "phrase": phrase.text,
    }  # fmt: skip


def note_literals(phrase: str, said: dict[str, str]) -> None:
    """Values that phrases state in so many words."""
    for stated, key, value in (("9876", "staff_no", "9876"), ("10245", "staff_no", "10245"),
                               ("99号窗口", "window", "99"), ("诸葛铁柱", "name", "诸葛铁柱")):  # fmt: skip
        if stated in phrase:
            said[key] = value


def arrival(duty: Duty, hall: Hall, dice: random.Random) -> datetime:
    """Some time after the duty, within three weeks, on any day."""
    end = datetime.combine(duty.on, duty.end, tzinfo=hall.zone)
    return end + timedelta(
        minutes=dice.choice((20, 90, 60 * 20, 60 * 26, 60 * 24 * 3, 60 * 24 * 6, 60 * 24 * 12))
    )


def day_in_words(duty: Duty, at: datetime, channel: str, dice: random.Random) -> tuple[str, date, str | None]:
    ago = (at.date() - duty.on).days
    forms = [f"{duty.on.month}月{duty.on.day}{dice.choice('日号')}"]
    forms += {0: ["今天"], 1: ["昨天"], 2: ["前天"]}.get(ago, [])
    monday = at.date() - timedelta(days=at.weekday())
    if monday - timedelta(days=7) <= duty.on < monday:
        forms += [dice.choice(("上周", "上个星期", "上星期", "上礼拜")) + WEEKDAYS[duty.on.weekday()]]
    if monday <= duty.on < at.date():
        forms += [dice.choice(("这周", "本周", "星期", "周")) + WEEKDAYS[duty.on.weekday()]]
    if channel == "sms":
        forms += [
            f"{duty.on.month}.{duty.on.day}",
            f"{duty.on:%Y-%m-%d}",
            f"{duty.on.year}年{duty.on.month}月{duty.on.day}日",
        ]
    words = dice.choice(forms)
    if channel == "speech":
        words = re.sub(r"\d+", lambda number: counted(int(number[0])), words)
    part = dice.choice((None, "am" if duty.end <= time(12) else "pm"))
    if part:
        words += dice.choice(("上午", "早上")) if part == "am" else "下午"
    return words, duty.on, part


def counted(number: int) -> str:
    if number < 10:
        return NUMERALS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")
    return "".join(NUMERALS[int(digit)] for digit in str(number))


def in_words(slot: str, value: str, channel: str, dice: random.Random) -> str:
    if slot in "WL":
        return window_in_words(value, channel, dice)
    if slot == "S":
        return number_in_words(value, channel, dice)
    return heard(value, dice) if channel == "speech" and slot == "N" else value


def window_in_words(label: str, channel: str, dice: random.Random) -> str:
    letter, digits = (label[0], label[1:]) if label[0].isalpha() else ("", label)
    if channel == "speech":
        return letter + ("零" if digits[0] == "0" and dice.random() < 0.6 else "") + counted(int(digits))
    forms = [label, label, "".join(chr(ord(c) + 0xFEE0) for c in label)]
    if letter:
        forms += [letter.lower() + digits, letter + digits.lstrip("0")]
    else:
        forms += [counted(int(digits)), chr(0x245F + int(digits))] if int(digits) <= 20 else []
    return dice.choice(forms)


RADIO = str.maketrans("01279", "洞幺两拐勾")


def number_in_words(number: str, channel: str, dice: random.Random) -> str:
    spoken = "".join(NUMERALS[int(digit)] for digit in number)
    usual = spoken.replace("一", "幺")
    if channel == "speech":
        radio = "".join(NUMERALS[int(c)] if c in "34568" else c.translate(RADIO) for c in number)
        return dice.choice((usual, usual, usual, spoken, number, radio))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    mixed = "".join(c if dice.random() < 0.5 else NUMERALS[int(c)] for c in number)
    return dice.choice(
        (number, number, number, number, spoken, wide, "-".join(number), " ".join(number), mixed)
    )


def heard(name: str, dice: random.Random) -> str:
    """The name as a recogniser may write it: other characters with the same usual reading, a surname first."""
    compound = 2 if name[:2] in COMPOUND else 1
    first = [c for c in sorted(COMMON - WORDLIKE) if lazy_pinyin(c) == lazy_pinyin(name[0])] or [name[0]]
    surname = name[:compound] if compound == 2 or dice.random() < 0.5 else dice.choice(first)
    written = surname
    for own in name[compound:]:
        alike = [c for c in sorted(GIVEN) if lazy_pinyin(c) == lazy_pinyin(own)] or [own]
        written += dice.choice((own, dice.choice(alike)))
    return written


def nobody(name: str, hall: Hall, dice: random.Random) -> str:
    """A name that nobody in the hall bears, by character or by sound; sometimes nearly that of the person."""
    while True:
        given = "".join(dice.choice("芳梅军敏洁涛红霞波勇婷磊") for _ in range(dice.choice((1, 2))))
        found = dice.choice((name[0], "赵", "钱", "孙", "李", "吴", "韩", "崔")) + given
        if not any(sound_alike(found, known) for known in hall.staff_by_name):
            return found


def gold_of(said: dict[str, str], channel: str, hall: Hall, at: datetime) -> dict[str, Any]:
    """The decision by the rule of the sample data's README."""
    if said["kind"] == "other":
        return {"decision": "other", "staff_no": None, "why": "not about a person"}
    day = date.fromisoformat(said["date"]) if "date" in said else None
    part = Part(said["part"]) if "part" in said else None
    sets = [
        fits(key, said[key], channel, hall, at, day, part)
        for key in ("window", "staff_no", "name")
        if key in said
    ]
    if len(sets) < 2:
        return {"decision": "ask", "staff_no": None, "why": "only one" if sets else "nothing stated"}
    left = set.intersection(*sets)
    if "surname" in said:
        left = {no for no in left if hall.staff_by_no[no].name.startswith(said["surname"])}
    if len(left) == 1:
        return {"decision": "pin", "staff_no": left.pop(), "why": "two or more"}
    return {
        "decision": "ask",
        "staff_no": None,
        "why": "several left" if left else "unknown or contradictory",
    }


def fits(
    key: str, value: str, channel: str, hall: Hall, at: datetime, day: date | None, part: Part | None
) -> set[str]:
    today = at.date()
    if key == "window":
        return {
            duty.staff_no
            for duty in hall.duties
            if duty.window == value
            and (
                (duty.on == day and duty.overlaps(part))
                if day
                else today - timedelta(days=30) <= duty.on
                and datetime.combine(duty.on, duty.start, tzinfo=hall.zone) <= at
            )
        }
    people = [person for person in hall.staff if person.in_service(day or today)]
    if key == "staff_no":
        return {person.staff_no for person in people if person.staff_no == value}
    alike = sound_alike if channel == "speech" else str.__eq__
    return {person.staff_no for person in people if alike(person.name, value)}
