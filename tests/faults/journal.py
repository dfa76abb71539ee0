"""The journal and what it is compared with: every answered request once, every matter one case."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import create_engine, text

from intake.simulator.network import Exchange
from tests.faults.callers import Matter
from tests.faults.served import HALL_WINDOWS, Served

WEBHOOKS = ("/voice/incoming", "/voice/step/", "/sms/incoming")


def every_request_is_one_turn_with_its_answer(served: Served, journal: list[Exchange]) -> None:
    told = {key_of(one): one for one in journal if any(part in one.request.url for part in WEBHOOKS)}
    stored = {row.event_key: row for row in rows(served, "SELECT event_key, answer, heard FROM turn")}
    assert all(one.answer and one.answer.status == 200 for one in told.values())
    assert stored.keys() == told.keys()
    different = [key for key, one in told.items() if one.answers[0].body.decode() != stored[key].answer]
    assert different == []


def key_of(exchange: Exchange) -> str:
    path = exchange.request.url.rpartition("//")[2].partition("/")[2]
    if path == "voice/incoming":
        return f"call:{exchange.fields['CallSid']}"
    if path == "sms/incoming":
        return f"message:{exchange.fields['MessageSid']}"
    return path.removeprefix("voice/step/")


def every_matter_is_one_case(served: Served, matters: list[Matter]) -> None:
    exported = served.export()
    by_number = {case["case_no"]: case for case in exported}
    assert len(by_number) == len(exported)
    conversations = rows(
        served,
        "SELECT v.provider_id, c.case_no FROM conversation v JOIN complaint c ON c.id = v.complaint_id",
    )
    case_of = {row.provider_id: row.case_no for row in conversations}
    thread_of = {
        row.key.removeprefix("message:"): row.case_no
        for row in rows(
            served,
            "SELECT t.event_key AS key, c.case_no FROM turn t JOIN conversation v ON v.id = t.conversation_id"
            " JOIN complaint c ON c.id = v.complaint_id",
        )
    }
    found = Counter[str]()
    for matter in matters:
        numbers = {thread_of.get(one) or case_of.get(one) for one in matter.ids}
        assert len(numbers) == 1 and None not in numbers, matter
        (number,) = numbers
        assert number is not None
        assert matter.case_no in {None, number}
        found[number] += 1
        holds(matter, by_number[number])
    assert set(found.values()) <= {1}, "one case for two matters"
    assert set(found) == set(by_number), "a case that nobody made, or a matter without a case"


def holds(matter: Matter, case: dict[str, Any]) -> None:
    """The case says what the person said, and pins exactly whom the person confirmed or wrote."""
    for statement in matter.statements:
        assert case["statement"].count(statement) == 1
    meant = matter.confirmed or matter.texted
    fits = meant is not None and None not in meant and HALL_WINDOWS.get(meant[1] or "") == meant[0]
    exact = (case["window"], case["staff_no"]) if case["attribution"] == "exact" else None
    assert exact == (meant if fits else None), (matter, case)
    assert (case["status"] == "pinned") == fits, (matter, case)


def rows(served: Served, query: str) -> list[Any]:
    engine = create_engine(served.database_url)
    try:
        with engine.connect() as connection:
            return list(connection.execute(text(query)))
    finally:
        engine.dispose()
