"""What the access log keeps of a deed in codes, told in sentences: a table from deed to words.

Deeds are written down in logins, codes and counts, so that the log holds no names; what people wrote stays as
they wrote it. An entry that reads otherwise than the table knows is told as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from intake.console.disclosure import Masked
from intake.console.shown import Shown
from intake.directory.model import HallRow

OWN = "console.audited."
FREE = frozenset(Masked)  # why somebody had something shown: their own words
TABLES = frozenset({"halls", "windows", "staff", "roster"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """Whom the audit is told to. halls: names by id, as the log has them; deed: the name of one as it is
    asked for, such as `access:number`."""

    shown: Shown
    halls: Mapping[str, str]
    deed: Callable[[str], str]

    def __call__(self, name: str, **values: object) -> str:
        return self.shown.words(f"{OWN}{name}", **values)

    def word(self, key: str, plain: str) -> str:
        """The text of a key; as it stands where there is none."""
        return self.shown.words(key) if key in self.shown.words else plain

    def hall(self, number: str) -> str:
        return (
            self.shown.words("console.managing.all_halls")
            if number == "all"
            else self.halls.get(number, number)
        )

    def day(self, text: str) -> str:
        return self.shown.day(date.fromisoformat(text))

    def joined(self, parts: Iterator[str]) -> str:
        return self("and").join(parts)


def hall_names(connection: Connection) -> dict[str, str]:
    """The names of halls by id, as the log writes ids."""
    return {str(row.id): row.name for row in connection.execute(select(HallRow.id, HallRow.name))}


def reason_in_words(telling: Telling, what: str, reason: str) -> str:
    """The reason of an entry of the access log, in words."""
    if what in FREE:
        return reason
    for form, told in FORMS.get(what, (PLAIN,)):
        if found := form.fullmatch(reason):
            return told(telling, {name: text or "" for name, text in found.groupdict().items()})
    return reason


def by_code(telling: Telling, said: Mapping[str, str]) -> str:
    """`review`, `on`: a word of the console's own."""
    return telling.word(f"console.access.for_{said['code']}", said["code"])


def account(telling: Telling, said: Mapping[str, str]) -> str:
    """`su.qing: roles=operator hall=3 staff_no=2043 name disabled`."""
    return telling(
        "of_account", login=said["login"], what=telling.joined(profile(telling, said["rest"].split()))
    )


def profile(telling: Telling, parts: list[str]) -> Iterator[str]:
    words = telling.shown.words
    for name, _, value in (part.partition("=") for part in parts):
        if name == "roles":
            roles = words("console.comma").join(
                telling.word(f"console.role.{role}", role) for role in value.split(",")
            )
            yield telling("roles", roles=roles)
        elif name == "hall":
            yield telling("hall", hall=telling.hall(value))
        elif name == "staff_no":
            yield telling("no_staff_no") if value == "-" else telling("staff_no", staff_no=value)
        elif name == "language":
            yield telling("language", language=words(f"console.language.{value}"))
        else:
            yield telling(name)


def login(telling: Telling, said: Mapping[str, str]) -> str:
    return telling("account", login=said["login"])


def policy(telling: Telling, said: Mapping[str, str]) -> str:
    """`callback_hours: 09:00-12:00 → 09:00-18:00. why`."""
    words = telling.shown.words
    before, after = (
        words(f"console.policy.{value}") if value in {"yes", "no"} else value
        for value in (said["before"], said["after"])
    )
    setting = telling.word(f"console.setting.{said['name']}", said["name"])
    return telling("policy", setting=setting, before=before, after=after, why=said["why"]).strip()


def letters(telling: Telling, said: Mapping[str, str]) -> str:
    """`messages: 2 (14, 15). why`."""
    kind = telling.word(f"console.letters.{said['box']}", said["box"])
    told = telling.shown.counted(f"{OWN}letters", int(said["count"]), kind=kind, ids=said["ids"])
    return f"{told}{said['why']}"


def exported(telling: Telling, said: Mapping[str, str]) -> str:
    """`csv: 12 person=su deed=access:number since=2026-11-01 case=482913675`."""
    count = telling.shown.counted(f"{OWN}exported", int(said["count"]), kind=said["kind"].upper())
    return telling.joined(iter([count, *asked(telling, said["rest"].split())]))


def asked(telling: Telling, parts: list[str]) -> Iterator[str]:
    for name, _, value in (part.partition("=") for part in parts):
        if name in {"since", "until"}:
            yield telling(name, day=telling.day(value))
        elif name == "deed":
            yield telling("deed", deed=telling.deed(value))
        else:
            yield telling(name, value=value)


def directory(telling: Telling, said: Mapping[str, str]) -> str:
    """`TH 1->2: hall windows=+1~0-2 roster=+2-0 days=2026-11-20..2026-11-20 own`."""
    what = telling.joined(tables(telling, said["rest"].split()))
    made = {name: said[name] for name in ("code", "before", "after")}
    return telling("directory" if what else "directory_same", **made, what=what)


def tables(telling: Telling, parts: list[str]) -> Iterator[str]:
    for name, _, value in (part.partition("=") for part in parts):
        if name == "days":
            first, last = map(telling.day, value.split(".."))
            yield telling("one_day", day=first) if first == last else telling("days", first=first, last=last)
        elif value:
            yield telling(name, what=telling.shown.words("console.comma").join(amounts(telling, value)))
        else:
            yield telling("own" if name == "own" else "hall_data")


def amounts(telling: Telling, value: str) -> Iterator[str]:
    """`+1~0-2`: what is none is left out."""
    kinds = {"+": "added", "~": "changed", "-": "ended"}
    for sign, count in re.findall(r"([+~-])(\d+)", value):
        if int(count):
            yield telling(kinds[sign], count=telling.shown.number(int(count)))


def downloaded(telling: Telling, said: Mapping[str, str]) -> str:
    """`HB TH: workbook`."""
    halls = telling.shown.words("console.comma").join(said["halls"].split())
    table = telling(f"table_{said['table']}")
    return telling("downloaded", halls=halls, table=table)


def prompt(telling: Telling, said: Mapping[str, str]) -> str:
    """`voice.menu zh hall=all recording`."""
    return telling(
        f"prompt_{said['kind']}",
        prompt=telling.word(f"console.prompts.at.{said['key']}", said["key"]),
        language=telling.shown.words(f"console.language.{said['language']}"),
        hall=telling.hall(said["hall"]),
    )


def wall(telling: Telling, said: Mapping[str, str]) -> str:
    """`wall=3`, or `wall=3 hall=all days=30`."""
    if not said.get("days"):
        return telling("wall", number=said["number"])
    days = telling.shown.counted(f"{OWN}for_days", int(said["days"]))
    screen = telling("wall", number=said["number"])
    return telling.joined(iter([screen, telling("hall", hall=telling.hall(said["hall"])), days]))


Told = Callable[[Telling, Mapping[str, str]], str]
DAY = r"\d{4}-\d\d-\d\d"
PLAIN: tuple[re.Pattern[str], Told] = (re.compile(r"(?P<code>\w+)"), by_code)
PART = r"(?:roles=[a-z,]+|hall=(?:\d+|all)|staff_no=\S+|language=(?:zh|en)|name|enabled|disabled)"
ACCOUNT = (re.compile(rf"(?P<login>\S+): (?P<rest>{PART}(?: {PART})*)"), account)
LOGIN = (re.compile(r"(?P<login>\S+)"), login)
LETTERS = (re.compile(r"(?P<box>\w+): (?P<count>\d+) \((?P<ids>[^)]*)\)\. ?(?P<why>.*)", re.DOTALL), letters)
FILTER = rf"(?:(?:person|deed|case)=\S*|(?:since|until)={DAY})"
TABLE = rf"(?:hall|own|(?:windows|staff)=[+~\d-]+|roster=[+\d-]+|days={DAY}\.\.{DAY})"
# The deeds of the access log that are told in codes, each with the forms in which it was ever written.
FORMS: Mapping[str, tuple[tuple[re.Pattern[str], Told], ...]] = {
    "account_added": (ACCOUNT,),
    "account_changed": (ACCOUNT,),
    "account_password": (LOGIN,),
    "account_codes_ended": (LOGIN,),
    "callbacks_switched": (PLAIN,),
    "policy_changed": (
        (
            re.compile(r"(?P<name>\w+): (?P<before>.*?) → (?P<after>.*?)\. (?P<why>.*)", re.DOTALL),
            policy,
        ),
    ),
    "failures_retried": (LETTERS,),
    "failures_settled": (LETTERS,),
    "audit_exported": (
        (re.compile(rf"(?P<kind>csv|xlsx): (?P<count>\d+)(?P<rest>(?: {FILTER})*)"), exported),
    ),
    "directory_changed": (
        (
            re.compile(rf"(?P<code>\S+) (?P<before>\d+)->(?P<after>\d+):(?P<rest>(?: {TABLE})*)"),
            directory,
        ),
    ),
    "directory_downloaded": (
        (re.compile(rf"(?P<halls>.*): (?P<table>{'|'.join(sorted(TABLES))}|workbook)"), downloaded),
    ),
    "prompt_changed": (
        (
            re.compile(
                r"(?P<key>\S+) (?P<language>zh|en) hall=(?P<hall>\d+|all) (?P<kind>text|recording|built_in)"
            ),
            prompt,
        ),
    ),
    "wall_made": ((re.compile(r"wall=(?P<number>\d+) hall=(?P<hall>\d+|all) days=(?P<days>\d+)"), wall),),
    "wall_revoked": ((re.compile(r"wall=(?P<number>\d+)"), wall),),
    **dict.fromkeys(("taken", "taken_over", "given_back", "recording", "summary"), (PLAIN,)),
}
