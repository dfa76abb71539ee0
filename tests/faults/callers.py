"""Invented callers and senders who do everything that people do, by a seed; each writes down what they said.

A caller knows only what is heard: questions are told apart by their wording in the catalogues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from intake.simulator.call import Call
from intake.simulator.phone import Phone
from intake.words import LANGUAGES, words
from tests import cast
from tests.faults.served import HALL_WINDOWS

QUESTIONS = (
    "menu", "returning", "rating", "case_no", "status", "window", "window_choice", "staff_no", "day", "part",
    "right_or_wrong", "statement", "voice_mail", "callback", "callback_withheld", "callback_number",
    "callback_part", "goodbye",
)  # fmt: skip
CASE_NO = re.compile(r"(?:\d[ ，,]*){9}")
BEGINS_A_CASE = {"menu", "rating"}
NO_CASE_YET = {"menu", "rating", "case_no", "status", "goodbye", "returning"}
OFFER = "offer"
DONE = "done"
MARKS = "甲乙丙丁戊己庚辛壬癸"
WELCOME_BACK = tuple(words(language)("note.welcome_back") for language in LANGUAGES)


def heard_question(text: str) -> str:
    """Which question a text asks, `done` for a farewell with a case number; the last one asked counts."""
    if CASE_NO.search(text) and said("goodbye", text):
        return DONE
    asked = [question for question in QUESTIONS if said(question, text)]
    if asked:
        return asked[-1]
    return DONE if CASE_NO.search(text) else OFFER


def said(question: str, text: str) -> bool:
    key = f"voice.{question}"
    return any(words(language)(key) in text for language in LANGUAGES)


def read_back(text: str) -> tuple[str | None, str | None]:
    """Window and staff number as they were read back."""
    window = longest("window", [(label, label) for label in (*cast.WINDOWS, "88")], text)
    number = longest("staff_no", [(n, " ".join(n)) for n in (*cast.PEOPLE, "1888", "7777")], text)
    return window, number


def longest(kind: str, values: list[tuple[str, str]], text: str) -> str | None:
    found = [
        value
        for value, spoken in values
        for language in LANGUAGES
        if re.search(
            rf"(?<![A-Z0-9]){re.escape(words(language)(f'voice.read_back_{kind}', value=spoken))}", text
        )
    ]
    return max(found, key=len, default=None)


@dataclass(kw_only=True)
class Matter:
    """One thing that somebody got in touch about: the calls or messages about it, and what came of it."""

    ids: list[str] = field(default_factory=list)
    confirmed: tuple[str | None, str | None] | None = None
    case_no: str | None = None
    statements: list[str] = field(default_factory=list)
    texted: tuple[str, str] | None = None


@dataclass(kw_only=True)
class Caller:
    """Somebody with a telephone. `matters` is what their cases must come to."""

    phone: Phone
    rng: Random
    window: str = "3"
    staff_no: str = "1001"
    matters: list[Matter] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    @classmethod
    def of(cls, phone: Phone, rng: Random) -> Caller:
        staff_no, window = rng.choice(sorted(HALL_WINDOWS.items()))
        return cls(phone=phone, rng=rng, window=window, staff_no=staff_no)

    def call(self) -> None:
        """Dial, go through the script in some way, and perhaps hang up in the middle."""
        call = self.phone.dial(hang_up_after=0 if self.rng.random() < 0.04 else None)
        self.calls.append(call)
        matter = None
        if self.matters and not self.phone.withheld and any(text in call.hears for text in WELCOME_BACK):
            matter = self.matters[-1]
            matter.ids.append(call.sid)
        while not call.is_over:
            before = heard_question(call.hears)
            spoken = call.hears
            if self.rng.random() < 0.05:
                call.hang_up()
                break
            if self.rng.random() < 0.04:
                call.hang_up_after = len(call.exchanges)
            answer = self.answer(call, before)
            document = (call.exchanges[-1].answer or call.exchanges[0].answers[0]).body.decode()
            after = heard_question(document)
            if before in BEGINS_A_CASE and after not in NO_CASE_YET and matter is None:
                matter = Matter(ids=[call.sid])
                self.matters.append(matter)
            if before == "right_or_wrong" and matter:
                matter.confirmed = read_back(spoken) if answer == "1" else None
            if after == DONE and matter:
                found = CASE_NO.search(document)
                matter.case_no = re.sub(r"\D", "", found[0]) if found else None

    def answer(self, call: Call, question: str) -> str:
        """Do something about the open question; what was pressed, empty for silence."""
        if question in {"statement", "voice_mail"}:
            if self.rng.random() < 0.8:
                call.say("这个人态度不好", then=self.rng.choice(["#", "silence"]))
                return "said"
            return self.press(call, self.rng.choice(["#", ""]))
        return self.press(call, self.rng.choice(self.ideas(question)))

    def press(self, call: Call, keys: str) -> str:
        exchanges = len(call.exchanges)
        if keys:
            call.press(keys)
        if len(call.exchanges) == exchanges and not call.is_over:
            call.stay_silent()
        return keys

    def ideas(self, question: str) -> list[str]:
        """What may be pressed here; the more often it stands here, the likelier."""
        digits = "".join(filter(str.isdigit, self.window))
        return {
            "menu": ["1"] * 12 + ["9", "9", "2", "0", "7", "*", ""],
            "returning": ["1"],
            "rating": ["1", "2", "3", "5", "8", ""],
            "case_no": ["123456789#", "#", "0"],
            "status": [""],
            "window": [f"{digits}#"] * 8 + ["88#", "#", "", f"{self.staff_no}#", "*#AD", "9" * 40 + "#"],
            "window_choice": ["1", "2", "3", "1", "2", "3", "9", ""],
            "staff_no": [f"{self.staff_no}#"] * 8 + ["1012#", "1888#", "#", "", "1099#"],
            OFFER: ["1#", "2#", f"{self.staff_no}#"],
            "day": ["1#", "2#", "1399#", "#", ""],
            "part": ["1", "2", "#", ""],
            "right_or_wrong": ["1"] * 6 + ["2", "", "5"],
            "callback": ["1", "1", "2", "3", ""],
            "callback_withheld": ["2", "3", ""],
            "callback_number": ["13800138001#", "95588#", ""],
            "callback_part": ["1", "2", "3", ""],
        }.get(question, [""])

    def text(self) -> None:
        """Complain by text, in one message or in two; marked so that it is found again."""
        mark = "".join(self.rng.choice(MARKS) for _ in range(12))
        whole = f"投诉{self.window}号窗口，工号{self.staff_no}，今天态度很差，{mark}"
        halves = [f"投诉{self.window}号窗口的人态度很差，{mark}", f"工号{self.staff_no}"]
        matter = Matter(texted=(self.window, self.staff_no))
        self.matters.append(matter)
        for body in self.rng.choice([[whole], halves]):
            replies = self.phone.text(body)
            matter.ids.append(self.phone.exchanges[-1].fields["MessageSid"])
            matter.statements.append(body)
            found = re.search(r"\d{9}", replies[-1] if replies else "")
            matter.case_no = found[0] if found else matter.case_no
