"""The rule of pinning, for every hall and every evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.evidence import IDENTIFIERS, Evidence, Kind, Part, Source, When
from matching.fit import in_service
from matching.hall import Duty, Hall, Staff, Window
from matching.names import sound_alike
from matching.pinning import Attribution, Decision, Outcome, decide, questions_for

AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # 14:30 in the hall
TODAY = date(2026, 11, 20)
NAMES = ("李丽华", "李莉华", "王芳", "王方", "殷红", "尹红", "陈静")
LABELS = ("1", "3", "A03", "B05")
NUMBERS = ("1001", "1010", "1012", "1021", "2001")
HALF_DAYS = ((time(9), time(12)), (time(13), time(17)))

days = st.integers(min_value=-40, max_value=3).map(lambda n: TODAY + timedelta(days=n))
people = st.builds(
    Staff,
    staff_no=st.sampled_from(NUMBERS),
    name=st.sampled_from(NAMES),
    active_from=st.sampled_from((date(2019, 1, 1), date(2026, 11, 10))),
    active_to=st.sampled_from((None, None, date(2026, 11, 15))),
)
duties = st.builds(
    lambda on, span, window, staff_no: Duty(
        on=on, start=span[0], end=span[1], window=window, staff_no=staff_no
    ),
    days,
    st.sampled_from(HALF_DAYS),
    st.sampled_from(LABELS),
    st.sampled_from(NUMBERS),
)
halls = st.builds(
    lambda staff, duties: Hall(
        code="T",
        name="T",
        timezone="Asia/Shanghai",
        windows=tuple(Window(label=label) for label in LABELS),
        staff=tuple(staff),
        duties=tuple(duties),
    ),
    st.lists(people, max_size=5, unique_by=lambda person: person.staff_no),
    st.lists(duties, max_size=12),
)
sources = st.sampled_from((Source.SMS, Source.SPEECH, Source.KEYS))


def whens() -> st.SearchStrategy[When]:
    return st.builds(
        lambda day, length, part, sure: When(
            first=day, last=day + timedelta(days=length), part=part, sure=sure
        ),
        days,
        st.sampled_from((0, 0, 0, 6)),
        st.sampled_from((None, Part.AM, Part.PM)),
        st.sampled_from((True, True, False)),
    )


def item(kind: Kind, values: tuple[str, ...]) -> st.SearchStrategy[Evidence]:
    return st.builds(Evidence, kind=st.just(kind), source=sources, value=st.sampled_from(values))


evidences = st.lists(
    st.one_of(
        item(Kind.WINDOW, (*LABELS, "28")),
        item(Kind.STAFF_NO, (*NUMBERS, "1088")),
        item(Kind.NAME, (*NAMES, "李梅")),
        item(Kind.SURNAME, ("李", "王", "殷", "陈")),
        st.builds(Evidence, kind=st.just(Kind.WHEN), source=sources, when=whens()),
    ),
    max_size=5,
)


def contradicts(evidence: Evidence, decision: Decision, hall: Hall, when: When | None) -> bool:
    """Whether one stated item speaks against the person pinned; written from the rule, not from the code."""
    person = next(person for person in hall.staff if person.staff_no == decision.staff_no)
    if evidence.kind is Kind.STAFF_NO:
        return evidence.value != person.staff_no or not in_service(person, when, hall.local(AT))
    if evidence.kind in (Kind.NAME, Kind.SURNAME):
        own = person.name if evidence.kind is Kind.NAME else person.name[:1]
        alike = (
            sound_alike(own, evidence.value) if evidence.source is Source.SPEECH else own == evidence.value
        )
        return not alike
    if evidence.kind is Kind.WINDOW:
        return not any(
            duty.window == evidence.value
            and duty.staff_no == person.staff_no
            and (when is None or (when.first <= duty.on <= when.last and duty.overlaps(when.part)))
            for duty in hall.duties
        )
    return False


@given(halls, evidences)
@settings(max_examples=400, deadline=None)
def test_a_pin_is_never_contradicted_by_anything_stated(hall: Hall, evidence: list[Evidence]) -> None:
    decision = decide(evidence, hall, AT)
    if decision.outcome is Outcome.PIN:
        days: list[When | None] = [item.when for item in evidence if item.when]
        for when in days or [None]:
            assert not any(contradicts(item, decision, hall, when) for item in evidence)


@given(halls, evidences)
@settings(max_examples=300, deadline=None)
def test_a_pin_rests_on_two_identifiers_and_one_person(hall: Hall, evidence: list[Evidence]) -> None:
    decision = decide(evidence, hall, AT)
    stated = {item.kind for item in evidence} & IDENTIFIERS
    if decision.outcome is Outcome.PIN:
        assert len(stated) >= 2
        assert [candidate.staff_no for candidate in decision.candidates] == [decision.staff_no]
        assert decision.ask is None
    else:
        assert decision.staff_no is None
        assert decision.ask is not None
        assert questions_for(evidence, hall, AT)[0] == decision.ask


@given(halls, evidences, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_statements_does_not_matter(
    hall: Hall, evidence: list[Evidence], random: object
) -> None:
    shuffled = sorted(evidence, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert decide(shuffled, hall, AT) == decide(evidence, hall, AT)
    assert decide(evidence * 2, hall, AT) == decide(evidence, hall, AT)


@given(halls, evidences, sources)
@settings(max_examples=400, deadline=None)
def test_adding_agreeing_evidence_never_unpins(hall: Hall, evidence: list[Evidence], source: Source) -> None:
    decision = decide(evidence, hall, AT)
    if decision.outcome is not Outcome.PIN or decision.staff_no is None:
        return
    person = hall.staff_by_no[decision.staff_no]
    agreeing = [
        Evidence(kind=Kind.STAFF_NO, source=source, value=person.staff_no),
        Evidence(kind=Kind.NAME, source=source, value=person.name),
        Evidence(kind=Kind.SURNAME, source=source, value=person.name[:1]),
    ]
    if decision.window:
        agreeing.append(Evidence(kind=Kind.WINDOW, source=source, value=decision.window))
    for more in agreeing:
        assert decide([*evidence, more], hall, AT).staff_no == decision.staff_no


@given(halls, evidences)
@settings(max_examples=200, deadline=None)
def test_only_a_window_and_a_person_together_are_exact(hall: Hall, evidence: list[Evidence]) -> None:
    decision = decide(evidence, hall, AT)
    if decision.attribution is Attribution.EXACT:
        assert decision.outcome is Outcome.PIN
        assert decision.window in LABELS


@given(halls, evidences)
@settings(max_examples=200, deadline=None)
def test_scores_are_shares_and_offers_are_never_what_was_stated(hall: Hall, evidence: list[Evidence]) -> None:
    decision = decide(evidence, hall, AT)
    assert sum(candidate.score for candidate in decision.candidates) <= 1.001
    stated = {item.value for item in evidence if item.kind in (Kind.WINDOW, Kind.STAFF_NO)}
    if decision.ask and not any(reason.code.startswith("conflict") for reason in decision.reasons):
        assert not stated & set(decision.ask.offers) or decision.ask.kind is Kind.NAME
