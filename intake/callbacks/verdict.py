"""What is to be done about a claimed callback now: a pure judgement of its dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from intake.callbacks.dossier import Dossier
from intake.callbacks.outcomes import (
    AttemptStatus,
    CallbackReason,
    CallbackStatus,
    Kind,
    Outcome,
    Task,
)
from intake.callbacks.policy import Action, History, Policy, Try, plan
from intake.cases.lifecycle import FINDINGS, Status
from intake.config import Settings
from intake.directory.calendar import Calendar
from intake.kinds import Destinations
from intake.telephony.text import callable_number, is_mobile
from matching.interview import Wish

TO_COMPLETE = frozenset({Status.RECEIVED, Status.IDENTIFYING, Status.IN_REVIEW})
TO_TELL = frozenset(FINDINGS.values())
LONGEST_CALL = timedelta(minutes=10)  # without a word: then its end was not reported to us
IN_TOUCH = timedelta(minutes=1)
TASKS = {
    Action.DECIDE: Task.UNREACHABLE,
    Action.UNASSIGNED: Task.UNASSIGNED,
    Action.STUCK: Task.STUCK,
}


class Do(StrEnum):
    """WAIT until a moment. END with a status and task. CALL now. SETTLE: find out about the live attempt."""

    WAIT = "wait"
    END = "end"
    CALL = "call"
    SETTLE = "settle"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What to do, until or since when, and in what status the callback ends."""

    do: Do
    at: datetime
    status: CallbackStatus = CallbackStatus.PENDING
    task: Task = Task.NONE
    calendar_ends: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What every judgement goes by."""

    policies: dict[Kind, Policy]
    calendar: Calendar
    destinations: Destinations
    first_delay: timedelta


def rules_of(settings: Settings, calendar: Calendar) -> Rules:
    """What these settings come to."""
    return Rules(
        policies={kind: Policy.of(settings, kind) for kind in Kind},
        calendar=calendar,
        destinations=settings.callback_destinations,
        first_delay=settings.callback_first_delay,
    )


def judge(dossier: Dossier, rules: Rules, now: datetime) -> Verdict:
    """The verdict; the same for the same dossier, rules and moment."""
    live = dossier.live
    if live and live.status is not AttemptStatus.DEFERRED:
        return Verdict(do=Do.SETTLE, at=now)
    if ended := without_calling(dossier, rules, now):
        return ended
    if waiting := while_in_touch(dossier, rules, now):
        return waiting
    planned = plan(
        history_of(dossier), rules.policies[dossier.kind], rules.calendar, ZoneInfo(dossier.timezone), now
    )
    if planned.action is Action.CALL and planned.at <= now:
        return Verdict(do=Do.CALL, at=now)
    if planned.at > now:
        return Verdict(do=Do.WAIT, at=planned.at, calendar_ends=planned.action is Action.NO_CALENDAR)
    return Verdict(do=Do.END, at=now, status=CallbackStatus.OPERATOR, task=TASKS[planned.action])


def without_calling(dossier: Dossier, rules: Rules, now: datetime) -> Verdict | None:
    """The end of a callback that no call can help, or may be made for."""
    wanted = TO_COMPLETE if dossier.kind is Kind.CALLBACK else TO_TELL
    unwanted = dossier.kind is Kind.CALLBACK and dossier.wish is Wish.NO
    if dossier.status not in wanted or unwanted:
        return Verdict(do=Do.END, at=now, status=CallbackStatus.WITHDRAWN)
    if dossier.may_not_call:
        return Verdict(do=Do.END, at=now, status=CallbackStatus.REFUSED)
    if not callable_number(dossier.number, rules.destinations):
        return Verdict(do=Do.END, at=now, status=CallbackStatus.OPERATOR, task=Task.UNFIT)
    return None


def while_in_touch(dossier: Dossier, rules: Rules, now: datetime) -> Verdict | None:
    """Nobody is called while they are talking to us, or were a moment ago."""
    if dossier.talking_at and now - dossier.talking_at < LONGEST_CALL:
        return Verdict(do=Do.WAIT, at=now + IN_TOUCH)
    if dossier.heard_at and dossier.heard_at + rules.first_delay > now:
        return Verdict(do=Do.WAIT, at=dossier.heard_at + rules.first_delay)
    return None


def history_of(dossier: Dossier) -> History:
    """The dossier as the policy sees it."""
    tries = tuple(
        Try(at=one.dialed_at, outcome=one.outcome, ring=one.ring)
        for one in dossier.attempts
        if one.outcome is not None and one.outcome is not Outcome.NOT_PLACED
    )
    return History(
        requested_at=dossier.requested_at,
        not_before=dossier.not_before,
        preferred=dossier.preferred,
        tries=tries,
        others=dossier.others,
        texts=dossier.texts,
        textable=is_mobile(dossier.number) and not dossier.opted_out,
        urgent=dossier.reason is CallbackReason.OPERATOR,
    )
