"""A name or number that nothing ties counts where the roster agrees and nobody else is spoken of."""

from __future__ import annotations

import pytest

from matching.agreement import AFTER, ANYWHERE, BEFORE, GATES, Gate
from matching.evidence import Source
from matching.pinning import Outcome, decide
from tests.unit.matching.cast import AT, HALL, said

SPOKEN = str.maketrans(
    {"W": "1号窗口", "P": "1024", "X": "李莉华", "D": "昨天", "B": "骂", "G": "很好", "C": "投诉"}
)


def pinned(text: str, source: Source = Source.SMS) -> tuple[Outcome, str | None, list[str]]:
    decision = decide(said(text, source).evidence, HALL, AT)
    return decision.outcome, decision.staff_no, [reason.code for reason in decision.reasons]


FREE = (
    ("幺零二四幺零二四我背得死死的一号窗口昨天把我的卡扣了不还我", "1024"),
    ("1号窗口，材料递进去半小时没人看，我拍了工号，1024", "1024"),
    ("那个人工号嘛我看了一眼1024一号窗口的嘛他一直在那里吃瓜子", "1024"),
    ("1号窗口昨天我报一下号码1024你们自己查他是怎么骂老百姓的", "1024"),
    ("名字我拍下来了：李丽华。1号窗口，昨天，把我骂哭了", "1024"),
)


@pytest.mark.parametrize(("text", "staff_no"), FREE)
@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_what_nothing_ties_counts_where_the_roster_agrees(text: str, staff_no: str, source: Source) -> None:
    outcome, found, _ = pinned(text, source)
    if source is Source.SMS or "李丽华" not in text:
        assert (outcome, found) == (Outcome.PIN, staff_no)
    else:
        assert outcome is Outcome.ASK  # 李莉华 sounds the same


def test_the_reason_says_that_only_the_roster_ties_it() -> None:
    assert "agreement" in pinned(FREE[1][0])[2]
    assert "agreement" not in pinned("1号窗口工号1024骂我")[2]


@pytest.mark.parametrize(
    "text", [text.replace("1号窗口", "3号窗口").replace("一号窗口", "三号窗口") for text, _ in FREE]
)
def test_it_counts_for_nothing_where_somebody_else_was_on_duty(text: str) -> None:
    evidence = said(text).evidence
    assert not any(item.agreed for item in evidence)
    assert decide(evidence, HALL, AT).outcome is Outcome.ASK


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_no_gate_lets_its_own_example_through(gate: Gate) -> None:
    assert pinned(gate.example.translate(SPOKEN))[0] is not Outcome.PIN


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_nothing_in_a_gate_repeats_without_a_bound(gate: Gate) -> None:
    assert not {"*", "+"} & set(gate.pattern.replace('[^"”]*$', ""))


def test_gates_around_the_mention_end_or_begin_at_it() -> None:
    assert all(gate.pattern.endswith("$") for gate in BEFORE)
    assert all(gate.pattern.startswith("^") for gate in AFTER)
    assert not any(gate.bare for gate in ANYWHERE)
