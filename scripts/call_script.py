"""The tables of docs/call-script.md: texts from the catalogues, outcomes by asking the interview itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from tempfile import TemporaryDirectory

from intake.cli.settings import table_row
from intake.database import Database
from intake.directory.sample import CODE, install_sample
from intake.directory.service import load_hall
from intake.migrations.upgrading import upgrade
from intake.voice.script import RECORDED, remark
from intake.words import CHINESE, ENGLISH, words
from matching.evidence import Evidence, Kind, Source, When
from matching.hall import Hall
from matching.interview import Answer, Interview, Note, Purpose, Scene, Step, hear
from matching.interview.commands import OPT_IN, OPT_OUT
from matching.interview.steps import TRIES

AT = datetime(2026, 11, 9, 4, 0, tzinfo=UTC)
SILENCE, POUND, NOTHING = Answer(), Answer(finished=True), "–"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A step as a caller meets it: what to key (label, keys), and something that it does not take."""

    step: Step
    keys: tuple[tuple[str, str], ...]
    wrong: str = ""
    evidence: tuple[Evidence, ...] = ()
    given_up: frozenset[Kind] = frozenset()


def stated(kind: Kind, value: str) -> Evidence:
    return Evidence(kind=kind, source=Source.KEYS, value=value)


def menu(keys: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, key) for key in keys)


WINDOW, PERSON = stated(Kind.WINDOW, "B06"), stated(Kind.STAFF_NO, "2043")
DAY = Evidence(kind=Kind.WHEN, source=Source.KEYS, when=When(first=date(2026, 11, 9), last=date(2026, 11, 9)))
CASES = (
    Case(step=Step.MENU, keys=menu("1239"), wrong="8"),
    Case(step=Step.RETURNING, keys=menu("129"), wrong="8"),
    Case(step=Step.RATING, keys=menu("54321"), wrong="8"),
    Case(step=Step.CASE_NO, keys=(("a case number", "known"),), wrong="123"),
    Case(step=Step.HALL, keys=menu("12"), wrong="8"),
    Case(
        step=Step.WINDOW,
        keys=(("one window's digits", "12"), ("digits of several", "6"), ("a staff number", "2043")),
        wrong="99",
    ),
    Case(step=Step.WINDOW_CHOICE, keys=menu("123"), wrong="8"),
    Case(
        step=Step.STAFF_NO,
        keys=(("a number that fits the window", "2043"), ("one that doesn't", "2001")),
        wrong="2999",
        evidence=(WINDOW,),
    ),
    Case(step=Step.STAFF_NO_CHOICE, keys=menu("12"), wrong="8", evidence=(WINDOW,)),
    Case(
        step=Step.DAY,
        keys=(("1 or 2", "1"), ("month and day, `1109`", "1109")),
        wrong="1399",
        evidence=(WINDOW,),
        given_up=frozenset({Kind.STAFF_NO}),
    ),
    Case(step=Step.PART, keys=menu("12"), wrong="8", evidence=(WINDOW, PERSON, DAY)),
    Case(step=Step.READ_BACK, keys=menu("12"), wrong="8", evidence=(WINDOW, PERSON)),
    Case(step=Step.STATEMENT, keys=(("speaks, then `#`", "recorded"),)),
    Case(step=Step.VOICE_MAIL, keys=(("speaks, then `#`", "recorded"),)),
    Case(step=Step.CALLBACK, keys=menu("123"), wrong="8"),
    Case(step=Step.CALLBACK_NUMBER, keys=(("a number in mainland China", "callable"),), wrong="110"),
    Case(step=Step.CALLBACK_PART, keys=menu("123"), wrong="8"),
    Case(step=Step.PERSON, keys=(("the person answers", "connected"),)),
    Case(step=Step.STATUS, keys=(("anything but `*` and 0", "1"),)),
    Case(step=Step.CALLED, keys=menu("123459"), wrong="8", evidence=(WINDOW,)),
    Case(step=Step.CALL_LATER, keys=menu("123"), wrong="8"),
    Case(step=Step.FOLLOW_UP, keys=menu("54321"), wrong="8"),
)


@cache
def sample_hall() -> Hall:
    """The hall of the demo as the rule sees it."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'hotline.db'}")
        upgrade(database)
        install_sample(database, AT)
        with database.read() as connection:
            hall = load_hall(connection, CODE)
        database.close()
    if hall is None:
        raise LookupError(CODE)
    return hall


def scene(keys: str, *, reachable: bool = False) -> Scene:
    status = "pinned" if keys == "known" else None
    return Scene(
        hall=sample_hall(),
        at=AT,
        person_reachable=reachable,
        case_status=status,
        number_ok=keys == "callable",
    )


def answer(keys: str) -> Answer:
    return Answer(keys=keys, recorded=keys == "recorded", connected=keys == "connected")


OURS = frozenset({Step.CALLED, Step.CALL_LATER, Step.FOLLOW_UP})


def begun(case: Case) -> Interview:
    menus = {
        Step.WINDOW_CHOICE: ("6", "A06", "B06"),
        Step.STAFF_NO_CHOICE: ("2043", "2001"),
        Step.HALL: (CODE, "DL"),
    }
    choices = menus.get(case.step, ())
    unknown = case.step in OURS | {Step.MENU, Step.RETURNING, Step.RATING}
    return Interview(
        step=case.step,
        language=CHINESE,
        purpose=Purpose.NONE if unknown else Purpose.COMPLAINT,
        called=case.step in OURS,
        about=Purpose.COMPLAINT if case.step in OURS else Purpose.NONE,
        evidence=case.evidence,
        given_up=case.given_up,
        choices=choices,
    )


def leads_to(case: Case, keys: str) -> str:
    after = hear(begun(case), answer(keys), scene(keys)).interview
    again = " again" if after.step is case.step else ""
    return f"`{after.step}`{again}"


def in_the_end(case: Case, given: Answer) -> str:
    """Where the same useless answer leads when it is given as often as the step allows."""
    interview = begun(case)
    for _ in range(TRIES):
        interview = hear(interview, given, scene(given.keys)).interview
        if interview.step is not case.step:
            return f"`{interview.step}`"
    return f"`{interview.step}` again"


def key_table() -> Iterator[str]:
    """Every step: what a caller may key and which step follows."""
    yield table_row("Step", "Keys", "Silence ×3", "Anything else ×3", "`#` alone", "`0`")
    yield table_row(*["---"] * 6)
    for case in CASES:
        yield table_row(f"`{case.step}`", *outcomes(case))


def outcomes(case: Case) -> Iterator[str]:
    grouped: dict[str, list[str]] = {}
    for label, keys in case.keys:
        grouped.setdefault(leads_to(case, keys), []).append(label)
    yield "<br>".join(f"{', '.join(labels)} → {step}" for step, labels in grouped.items())
    if case.step is Step.PERSON:
        yield from (in_the_end(case, SILENCE), NOTHING, NOTHING, NOTHING)
        return
    yield in_the_end(case, SILENCE)
    yield in_the_end(case, Answer(keys=case.wrong)) if case.wrong else NOTHING
    yield pound(case)
    yield NOTHING if case.step in RECORDED else zero(case)


def pound(case: Case) -> str:
    """`#` with nothing before it says "I don't know" where that can be said, and else nothing."""
    after = hear(begun(case), POUND, scene("")).interview.step
    return "as silence" if after is case.step else f"`{after}`"


def zero(case: Case) -> str:
    found = {
        reachable: hear(begun(case), Answer(keys="0"), scene("0", reachable=reachable)).interview.step
        for reachable in (True, False)
    }
    return " or ".join(f"`{step}`" for step in dict.fromkeys(found.values()))


def texts(room: str) -> Iterator[str]:
    """The texts of a room of the catalogues, in both languages."""
    yield table_row("Key", "中文", "English")
    yield table_row(*["---"] * 3)
    chinese, english = words(CHINESE).texts, words(ENGLISH).texts
    for key in chinese:
        if key.startswith(f"{room}."):
            mark = " ●" if playable(key) else ""
            yield table_row(f"`{key}`{mark}", chinese[key].strip(), english[key].strip())


def playable(key: str) -> bool:
    """Whether a recording may stand for the prompt: one with values in it is always spoken."""
    room, _, name = key.partition(".")
    if room == "note":
        said = (
            list(remark(Interview(step=Step.MENU, language=CHINESE, note=Note(code=name)), ""))
            if name != "status"
            else []
        )
        return any(prompt.key == key and not prompt.values for prompt in said)
    template = words(CHINESE).texts[key]
    return room in {"voice", "status"} and not any(name for _, name, _, _ in Formatter().parse(template))


def whole_messages() -> Iterator[str]:
    """The messages that count as a command when they are all that was written."""
    yield table_row("Meaning", "The whole message")
    yield table_row("---", "---")
    yield table_row("no more texts", listed(OPT_OUT))
    yield table_row("texts again", listed(OPT_IN))


def listed(found: frozenset[str]) -> str:
    return "、".join(f"`{one}`" for one in sorted(found, key=lambda one: (not one.isascii(), len(one), one)))
