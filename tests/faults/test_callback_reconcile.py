"""What got lost on the way is found in the provider's lists, by command and by the scheduler itself."""

from __future__ import annotations

from datetime import timedelta

from tests import cast
from tests.faults.provider import Provider
from tests.faults.provider_book import Message
from tests.faults.provider_people import NONE, no_answer
from tests.faults.provider_stage import Stage
from tests.faults.provider_wire import new_sid, now

NUMBER = "+8613900001001"
TEXT = "3号窗口，工号1001，态度不好"


def lost_text(provider: Provider, number: str, body: str) -> Message:
    """A text that the provider has and the hotline never heard of."""
    sid = new_sid("SM", compatible=provider.compatible)
    message = Message(
        sid=sid, to=cast.HOTLINE, from_=number, body=body, direction="inbound", status="received"
    )
    message.created_at = now() - timedelta(minutes=5)
    provider.book.keep(message)
    return message


def test_a_call_whose_reports_were_lost_is_settled_by_the_command(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [no_answer(delivery=NONE)]
    stage.unfinished(NUMBER)
    scheduler = stage.scheduler()
    stage.until(lambda: any(row.provider_call_id for row in stage.attempts()))
    stage.provider.settle()
    stage.end(scheduler)
    stage.age(timedelta(minutes=10))
    stage.served.command("reconcile")
    assert stage.outcomes() == ["no_answer"]
    stage.agree()


def test_a_text_that_never_arrived_becomes_a_case_once(stage: Stage) -> None:
    lost_text(stage.provider, NUMBER, TEXT)
    stage.served.command("reconcile")
    stage.served.command("reconcile")
    (case,) = stage.export()
    assert (case["status"], case["window"], case["staff_no"]) == ("pinned", "3", "1001")


def test_a_text_that_did_arrive_is_not_taken_twice(stage: Stage) -> None:
    stage.provider.text_in(stage.served.url, NUMBER, TEXT, dialled=cast.HOTLINE)
    before = stage.export()
    stage.served.command("reconcile")
    assert stage.export() == before and len(before) == 1


def test_the_scheduler_finds_what_was_lost_by_itself(stage: Stage) -> None:
    lost_text(stage.provider, NUMBER, TEXT)
    stage.scheduler()
    stage.until(lambda: [case["status"] for case in stage.export()] == ["pinned"], seconds=60)


def test_an_unreadable_list_is_reported_and_changes_nothing(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    stage.provider.unreadable = True
    before = stage.export()
    told = stage.served.command("reconcile", check=False)
    assert told.returncode != 0 and "Traceback" not in told.stderr
    assert stage.export() == before
