"""Who looks at the pages of the benchmark, and the cases that they look at; on a store that `fill` made."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bench.console_fill import OPEN_EACH, TASK_EACH
from intake.api.model import Scope
from intake.api.tokens import NewToken, add_token
from intake.cases.case_no import check_digit
from intake.cases.model import ComplaintRow, EventRow, TurnRow
from intake.console.accounts import Profile, add_account
from intake.console.passwords import Passwords
from intake.console.roles import Role

PASSWORD = "bench-console-pages"  # noqa: S105 - of accounts in a store that is thrown away
DIGITS = "8000"  # the last ones of the number that all of `fill`'s cases have
LONG = 300  # entries of the long timeline, and turns
LIKE = 15
FIRST = 100_000_000  # case numbers are counted from here
PEOPLE: dict[str, dict[str, Any]] = {
    "sees all": {},
    "of one hall": {"hall_id": 1},
    "with a number": {"staff_no": "1003"},
    "both": {"hall_id": 1, "staff_no": "1003"},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cast:
    """logins: by what the person sees. Cases by their numbers; long: with a long timeline; like: with others
    that may be about the same; known: one that `/status` opens with DIGITS. token: of the API."""

    logins: dict[str, str]
    cases: int
    long: str
    like: str
    known: str
    token: str

    def open_case(self, dice: random.Random) -> str:
        """One that waits in the queue, of the last year."""
        latest = self.cases // OPEN_EACH
        return str(FIRST + OPEN_EACH * dice.randrange(max(1, latest - 7000), latest))

    def settled_case(self, dice: random.Random) -> str:
        return str(FIRST + OPEN_EACH * dice.randrange(1, self.cases // OPEN_EACH) + 3)


def make_cast(connection: Connection, cases: int, now: datetime) -> Cast:
    """Accounts, a token, and some cases that differ from the others."""
    hashed, logins = Passwords().hashed(PASSWORD), {}
    for number, (title, place) in enumerate(PEOPLE.items()):
        login = f"viewer{number}"
        add_account(
            connection, login, Profile(name=title, roles=frozenset(Role), **place), hashed, now - timedelta(1)
        )
        logins[title] = login
    long, like, known = (cases - OPEN_EACH * place for place in (3, 5, 7))
    lengthen(connection, long, now)
    alike(connection, like)
    campaign(connection, cases)
    digits = str(99_999_999)
    case_no = digits + check_digit(digits)
    connection.execute(update(ComplaintRow).where(ComplaintRow.id == known).values(case_no=case_no))
    new = NewToken(name="bench", scopes=list(Scope), hall=None, per_minute=100_000, created_by="bench")
    return Cast(
        logins=logins,
        cases=cases,
        long=str(FIRST + long),
        like=str(FIRST + like),
        known=case_no,
        token=add_token(connection, new, now),
    )


def lengthen(connection: Connection, case_id: int, now: datetime) -> None:
    """A case in which much happened and much was said."""
    begun = now - timedelta(days=2)
    events = [
        {
            "complaint_id": case_id, "seq": seq, "at": begun + timedelta(minutes=seq),
            "event": "noted", "from_status": "in_review", "to_status": "in_review", "actor": "viewer0",
            "data": json.dumps({"text": "致电核实，未接通，稍后再试。"}), "hash": "0" * 64,
        }
        for seq in range(10, LONG)
    ]  # fmt: skip
    connection.execute(insert(EventRow), events)
    first = connection.execute(select(TurnRow).where(TurnRow.conversation_id == case_id).limit(1)).one()
    kept = {name: value for name, value in first._mapping.items() if name != "id"}
    turns = [kept | {"seq": seq, "event_key": f"long:{seq}"} for seq in range(10, LONG)]
    connection.execute(insert(TurnRow), turns)
    connection.execute(update(ComplaintRow).where(ComplaintRow.id == case_id).values(events=LONG))


def alike(connection: Connection, case_id: int) -> None:
    """Cases of one number within some days."""
    ids = [case_id - 301 * place for place in range(LIKE)]
    connection.execute(
        update(ComplaintRow).where(ComplaintRow.id.in_(ids)).values(caller_index="like", text_hash="like")
    )


def campaign(connection: Connection, cases: int) -> None:
    """Bursts against one person, on a day in each month."""
    for first in range(TASK_EACH + 1, cases, 28_800):
        ids = [first + 600 * place for place in range(6)]
        connection.execute(
            update(ComplaintRow)
            .where(ComplaintRow.id.in_(ids))
            .values(flags=["burst_respondent"], staff_no="1005")
        )
