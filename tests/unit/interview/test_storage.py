"""Between two turns an interview is JSON; nothing of it is lost."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matching.evidence import Evidence, Kind, Part, Source, When
from matching.interview.state import Interview, Note, Purpose, Reached, Step, Wish
from matching.interview.storage import dump, load

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
WHENS = st.builds(When, first=DAYS, last=DAYS, part=st.none() | st.sampled_from(Part))
EVIDENCE = st.builds(
    Evidence,
    kind=st.sampled_from(Kind),
    source=st.sampled_from(Source),
    value=st.text(max_size=5),
    when=st.none() | WHENS,
    raw=st.text(min_size=1, max_size=5),
    start=st.integers(0, 99),
    end=st.integers(0, 99),
)
INTERVIEWS = st.builds(
    Interview,
    step=st.sampled_from(Step),
    language=st.sampled_from(["zh", "en"]),
    purpose=st.sampled_from(Purpose),
    evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
    tries=st.integers(0, 3),
    rejections=st.integers(0, 3),
    choices=st.lists(st.text(max_size=3), max_size=3).map(tuple),
    offer=st.text(max_size=4),
    given_up=st.frozensets(st.sampled_from(Kind)),
    asked=st.none() | st.sampled_from(Kind),
    asked_times=st.lists(st.sampled_from(Kind), max_size=3).map(tuple),
    confirmed=st.booleans(),
    rating=st.none() | st.integers(1, 5),
    wish=st.sampled_from(Wish),
    preferred=st.sampled_from(["", "morning"]),
    hall=st.sampled_from(["", "T"]),
    hall_asked=st.integers(0, 2),
    called=st.booleans(),
    reached=st.sampled_from(Reached),
    about=st.sampled_from(Purpose),
    told=st.booleans(),
    finding=st.sampled_from(["", "partly"]),
    handling_rating=st.none() | st.integers(1, 5),
    note=st.none() | st.builds(Note, code=st.text(max_size=5), values=st.just((("value", "3"),))),
)


@given(INTERVIEWS)
def test_an_interview_comes_back_as_it_was(interview: Interview) -> None:
    assert load(dump(interview)) == interview


def test_keyed_evidence_needs_no_place_in_a_text() -> None:
    item = Evidence(kind=Kind.WINDOW, source=Source.KEYS, value="A05")
    interview = replace(Interview(step=Step.STAFF_NO, language="zh"), evidence=(item,))
    assert load(dump(interview)).evidence == (item,)


def test_what_is_at_its_default_takes_no_room() -> None:
    stored = dump(Interview(step=Step.MENU, language="zh"))
    assert stored == '{"step":"menu","language":"zh","purpose":"none","wish":"unknown"}'
