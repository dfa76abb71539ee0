"""What holds for every history: nobody is pestered, nobody is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.outcomes import Kind, Outcome
from intake.callbacks.policy import Action, History, Plan, Policy, Try, counts, plan, text_at
from intake.config import Settings
from intake.directory.calendar import load_calendar
from intake.kinds import Hours

CALENDAR = load_calendar()
ZONES = [ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")]
FIRST, LAST = datetime(2025, 1, 2, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
HOURS: list[Hours] = [
    ((time(9), time(12)), (time(14), time(20))),
    ((time(9), time(12)), (time(13), time(17))),
    ((time(9), time(11)),),
    ((time(17, 30), time(18, 30)),),
    ((time(8), time(21)),),
]
PART_HOURS = {"": (24, 0), "morning": (8, 12), "afternoon": (12, 18), "evening": (18, 21)}
SILENT = [Outcome.NO_ANSWER, Outcome.UNCONFIRMED, Outcome.MACHINE, Outcome.THIRD_PARTY]
MOST_STEPS = 12

moments = st.integers(0, int((LAST - FIRST).total_seconds()) // 60).map(
    lambda minutes: FIRST + timedelta(minutes=minutes)
)
spans = st.sampled_from([timedelta(hours=hours) for hours in (0, 1, 3, 5, 20)])
policies = st.builds(
    Settings,
    callback_hours=st.sampled_from(HOURS),
    callback_workdays_only=st.booleans(),
    callback_spacing=spans,
    callback_max_per_day=st.integers(1, 3),
    callback_min_attempts=st.integers(1, 5),
).flatmap(lambda settings: st.sampled_from([Policy.of(settings, kind) for kind in Kind]))
tries = st.builds(
    Try,
    at=moments,
    outcome=st.sampled_from(list(Outcome)),
    ring=st.none() | st.integers(0, 60).map(lambda seconds: timedelta(seconds=seconds)),
)
histories = st.builds(
    History,
    requested_at=moments,
    not_before=st.none() | moments,
    preferred=st.sampled_from(list(PART_HOURS)),
    tries=st.lists(tries, max_size=5).map(tuple),
    others=st.lists(moments, max_size=3).map(tuple),
    texts=st.lists(moments, max_size=3).map(tuple),
    textable=st.booleans(),
    urgent=st.booleans(),
)
zones = st.sampled_from(ZONES)


def calls_of(history: History) -> list[datetime]:
    return [one.at for one in history.tries if one.outcome is not Outcome.NOT_PLACED] + [*history.others]


def in_hours(at: datetime, hours: Hours) -> bool:
    return any(start <= at.time() < end for start, end in hours)


def is_asked_for(at: datetime, history: History) -> bool:
    """Whether the call is the one that was asked for; `at` is local."""
    asked = history.not_before
    return asked is not None and asked <= at <= asked + timedelta(minutes=30) and 8 <= at.hour < 21


def part_at(hour: int) -> str:
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def offered(policy: Policy, history: History) -> set[str]:
    """The parts of the day in which a call may begin at all, minute by minute."""
    clocks = [datetime(2026, 3, 9) + timedelta(minutes=minute) for minute in range(24 * 60)]  # noqa: DTZ001
    hours = {part_at(clock.hour) for clock in clocks if in_hours(clock, policy.hours)}
    return hours | ({history.preferred} - {""})


def assert_polite(planned: Plan, history: History, policy: Policy, zone: ZoneInfo) -> None:
    """A call disturbs nobody: every rule looked at from outside."""
    local = planned.at.astimezone(zone)
    workday = not policy.workdays_only or CALENDAR.is_working_day(local.date())
    first, last = PART_HOURS[history.preferred]
    regular = workday and (in_hours(local, policy.hours) or first <= local.hour < last)
    assert regular or is_asked_for(local, history)
    assert all(at + policy.spacing <= planned.at for at in calls_of(history))
    assert sum(at.astimezone(zone).date() == local.date() for at in calls_of(history)) < policy.max_per_day
    assert history.not_before is None or planned.at >= history.not_before
    assert history.urgent or planned.at >= history.requested_at + policy.first_delay


@given(history=histories, policy=policies, zone=zones, now=moments)
def test_a_call_disturbs_nobody(history: History, policy: Policy, zone: ZoneInfo, now: datetime) -> None:
    planned = plan(history, policy, CALENDAR, zone, now)
    assert planned.at >= now and planned.at.tzinfo is UTC
    if planned.action is Action.CALL:
        assert_polite(planned, history, policy, zone)


@given(history=histories, policy=policies, zone=zones, now=moments, later=st.integers(0, 90 * 24 * 60))
def test_asked_again_before_its_moment_the_policy_says_the_same(
    history: History, policy: Policy, zone: ZoneInfo, now: datetime, later: int
) -> None:
    planned = plan(history, policy, CALENDAR, zone, now)
    again = min(now + timedelta(minutes=later), planned.at)
    if planned.action is not Action.NO_CALENDAR and planned.at > now:
        assert plan(history, policy, CALENDAR, zone, again) == planned


@given(history=histories, policy=policies, zone=zones, now=moments)
def test_a_call_that_was_never_placed_changes_nothing(
    history: History, policy: Policy, zone: ZoneInfo, now: datetime
) -> None:
    burnt = replace(history, tries=(*history.tries, Try(at=now, outcome=Outcome.NOT_PLACED)))
    assert plan(burnt, policy, CALENDAR, zone, now) == plan(history, policy, CALENDAR, zone, now)


@given(history=histories, policy=policies, zone=zones, now=moments)
def test_a_text_comes_by_day_rarely_and_only_to_those_who_take_texts(
    history: History, policy: Policy, zone: ZoneInfo, now: datetime
) -> None:
    at = text_at(history, policy, CALENDAR, zone, now)
    if at is None:
        return
    local = at.astimezone(zone)
    assert history.textable and at >= now and len(history.texts) < 2
    assert in_hours(local, ((time(8, 30), time(20)),))
    assert not policy.workdays_only or CALENDAR.is_working_day(local.date())
    assert all(at >= text + timedelta(hours=20) for text in history.texts)


def pursue(
    history: History, policy: Policy, zone: ZoneInfo, outcomes: list[Outcome]
) -> tuple[History, Plan, int]:
    """Call whenever the policy says so, with these outcomes and unanswered ever after; until it stops."""
    now = history.requested_at
    for step in range(MOST_STEPS + len(outcomes)):
        planned = plan(history, policy, CALENDAR, zone, now)
        if planned.action is not Action.CALL:
            return history, planned, step
        assert_polite(planned, history, policy, zone)
        outcome = outcomes[step] if step < len(outcomes) else Outcome.NO_ANSWER
        one = Try(at=planned.at, outcome=outcome, ring=timedelta(seconds=45))
        history = replace(history, tries=(*history.tries, one))
        now = planned.at + timedelta(minutes=1)
        if reminder := text_at(history, policy, CALENDAR, zone, now):
            history = replace(history, texts=(*history.texts, reminder))
    raise AssertionError("called for ever")


@given(
    start=histories,
    policy=policies,
    zone=zones,
    outcomes=st.lists(st.sampled_from([*SILENT, Outcome.LATER]), max_size=8),
)
def test_whoever_is_never_reached_is_put_to_an_operator_after_a_fair_spread(
    start: History, policy: Policy, zone: ZoneInfo, outcomes: list[Outcome]
) -> None:
    history = replace(start, tries=(), texts=(), others=())
    history, planned, _ = pursue(history, policy, zone, outcomes)
    if planned.action is Action.NO_CALENDAR:
        assert planned.at.year >= 2026 and policy.workdays_only
        return
    assert planned.action is Action.DECIDE
    counted = [
        one.at.astimezone(zone)
        for one in history.tries
        if counts(one, policy, CALENDAR, zone, history.preferred)
    ]
    assert len(counted) >= policy.min_attempts
    assert len({at.date() for at in counted}) >= policy.min_days
    assert len({part_at(at.hour) for at in counted}) >= min(policy.min_parts, len(offered(policy, history)))


@given(start=histories, policy=policies, zone=zones)
def test_ordinary_misses_take_few_calls(start: History, policy: Policy, zone: ZoneInfo) -> None:
    history = replace(start, tries=(), texts=(), others=(), not_before=None)
    _, planned, steps = pursue(history, policy, zone, [])
    assert planned.action is Action.NO_CALENDAR or steps <= max(policy.min_attempts, 3) + 1


@given(start=histories, policy=policies, zone=zones)
def test_whoever_rings_for_seconds_only_is_put_to_an_operator_all_the_same(
    start: History, policy: Policy, zone: ZoneInfo
) -> None:
    history = replace(start, tries=(), texts=(), others=(), not_before=None)
    _, planned, steps = pursue(history, policy, zone, [Outcome.FAILED] * policy.most_attempts)
    assert planned.action is Action.NO_CALENDAR or (planned.action, steps) == (
        Action.STUCK,
        policy.most_attempts,
    )
