"""What somebody among the staff learns from figures: as if all were counted over what they may see."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, func, insert, select, update

from intake.cases.lifecycle import Status
from intake.cases.model import CandidateRow, Channel, ComplaintRow
from intake.console.access import Viewer
from intake.console.figures.cells import HALL, PERSON, WINDOW, Cells, count_measures, count_persons
from intake.console.figures.cells import count_responses as count_calls
from intake.console.figures.counting import Span
from intake.console.figures.cover import Cover, cover_of, whose
from intake.console.figures.kept import Figures, figures_of
from intake.console.figures.measures import Measures
from intake.console.figures.model import TallySpanRow
from intake.console.figures.settled import SETTLED, count_settled
from intake.console.figures.tallying import Tallying
from intake.console.model import AccountRow
from intake.console.roles import Role
from intake.console.sight import people_of
from intake.desk.conflict import Person
from intake.directory.model import DutyRow, HallRow, StaffRow
from matching.decision import Attribution
from matching.interview import Purpose
from tests.console.office import Office
from tests.console.waiting import a_doubtful_case
from tests.console.watching import viewer_for

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 8, 25), date(2026, 11, 9)
NOW = datetime(2026, 11, 9, 4, tzinfo=UTC)
CASES, STEPS, LOOKS = 120, 14, 5
NUMBERS = ("1002", "1003", "1004", "9999")
WINDOWS = ("1", "3", "5", "A05")
ACCOUNTS = ((None, "1003"), (1, "1002"), (1, "1003"), (2, "1003"), (2, "9999"))
DIMENSIONS = (HALL, WINDOW, PERSON, *SETTLED.values())
COUNTS = (count_measures, count_calls, count_persons, count_settled)
Learnt = tuple[Cells, dict[date, Measures]]


def some_case(dice: Random) -> dict[str, Any]:
    """What a case may be like."""
    came = NOW - timedelta(minutes=dice.randrange(75 * 24 * 60))
    is_pinned, is_rating = dice.random() < 0.6, dice.random() < 0.1
    return {
        "received_at": came,
        "updated_at": came,
        "due_at": came + timedelta(days=7),
        "purpose": Purpose.RATING if is_rating else Purpose.COMPLAINT,
        "rating": dice.randint(1, 5) if is_rating else None,
        "channel": dice.choice([Channel.SMS, Channel.PHONE]),
        "event_first": (came - timedelta(days=dice.randrange(30))).date(),
        "event_last": came.date(),
        "event_part": dice.choice([None, "am", "pm"]),
        "pinned_at": came if is_pinned else None,
        **about(dice, is_pinned=is_pinned),
    }


def about(dice: Random, *, is_pinned: bool) -> dict[str, Any]:
    """Whom it is about, and how it stands."""
    stands = dice.choice([Status.PINNED, Status.SUBSTANTIATED, Status.NOT_A_COMPLAINT])
    return {
        "hall_id": dice.choice([None, 1, 1, 2]),
        "window": dice.choice([None, *WINDOWS]),
        "staff_no": dice.choice([None, *NUMBERS]),
        "status": stands if is_pinned else dice.choice([Status.IN_REVIEW, Status.UNREACHABLE]),
        "attribution": Attribution.EXACT if is_pinned else Attribution.GROUP,
    }


class Story:
    """Cases of two halls, some of which concern people with an account; and what happens to them."""

    def __init__(self, office: Office, seed: int) -> None:
        self.database, self.dice, self.now = office.desk.services.database, Random(seed), NOW
        self.job, self.version = Tallying(self.database, ZONE), 1
        case_no = a_doubtful_case(office.desk)
        for hall_id, staff_no in ((None, "1003"), (1, "1002"), (1, "1003")):
            office.hire(Role.SUPERVISOR, hall_id=hall_id, staff_no=staff_no)
        with self.database.write() as connection:
            hall = connection.execute(select(HallRow).where(HallRow.id == 1)).one()._mapping
            other = {"id": 2, "code": "ZZ", "name": "另一个大厅", "hotline": ""}
            connection.execute(insert(HallRow).values({**hall, **other}))
            row = connection.execute(select(ComplaintRow).where(ComplaintRow.case_no == case_no)).one()
            copied = {name: value for name, value in row._mapping.items() if name != "id"}
            for number in range(CASES):
                its_own = some_case(self.dice) | {"case_no": str(300_000_000 + number)}
                connection.execute(insert(ComplaintRow).values(copied | its_own))
        for hall_id, staff_no in ((2, "1003"), (2, "9999")):
            office.hire(Role.APPRAISER, hall_id=hall_id, staff_no=staff_no)

    def goes_on(self) -> None:
        """Something happens, or is counted."""
        self.now += timedelta(minutes=self.dice.choice([1, 3, 30]))
        if self.dice.random() < 0.5:
            self.job.run(self.now, most=self.dice.choice([40, 100]))
        else:
            self.dice.choice([self.change, self.name, self.roster, self.end, self.assign])()

    def change(self) -> None:
        """A case comes to be about somebody else, or stands otherwise."""
        values = about(self.dice, is_pinned=self.dice.random() < 0.5)
        self.set_case(**values)

    def name(self) -> None:
        """Somebody becomes a candidate of a case."""
        case_id = self.set_case(flags=["repeat"], hall_id=1)
        person = {"complaint_id": case_id, "staff_no": "1003", "hall_id": 1, "rank": 3, "score": 0.1}
        with self.database.write() as connection:
            known = select(CandidateRow).filter_by(complaint_id=case_id, staff_no="1003")
            if connection.execute(known).first() is None:
                connection.execute(insert(CandidateRow).values(person))

    def set_case(self, **values: Any) -> int:
        with self.database.write() as connection:
            low, top = connection.execute(select(func.min(ComplaintRow.id), func.max(ComplaintRow.id))).one()
            case_id: int = self.dice.randint(low, top)
            changed = update(ComplaintRow).where(ComplaintRow.id == case_id)
            connection.execute(changed.values(values | {"updated_at": self.now}))
        return case_id

    def roster(self) -> None:
        """Somebody is put on the roster of a past day."""
        hall_id, staff_no = self.dice.choice([1, 2]), self.dice.choice(NUMBERS)
        day = FIRST + timedelta(days=self.dice.randrange(76))
        with self.database.write() as connection:
            self.next_version(connection)
            duty = {
                "hall_id": hall_id, "staff_no": staff_no, "day": day,
                "window_label": self.dice.choice(WINDOWS),
                "start_time": time(7, self.version), "end_time": time(11), "since_version": self.version,
            }  # fmt: skip
            connection.execute(insert(DutyRow).values(duty))

    def end(self) -> None:
        """A duty is taken away."""
        with self.database.write() as connection:
            known = select(DutyRow.id).where(DutyRow.until_version.is_(None), DutyRow.staff_no.in_(NUMBERS))
            duties = connection.scalars(known.order_by(DutyRow.id)).all()
            if duties:
                self.next_version(connection)
                ended = update(DutyRow).where(DutyRow.id == self.dice.choice(duties))
                connection.execute(ended.values(until_version=self.version))

    def assign(self) -> None:
        """Somebody is assigned to other windows, which have a roster or not."""
        hall_id, staff_no = self.dice.choice([1, 2]), self.dice.choice(NUMBERS)
        row = StaffRow
        with self.database.write() as connection:
            self.next_version(connection)
            mine = (row.hall_id == hall_id, row.staff_no == staff_no, row.until_version.is_(None))
            connection.execute(update(row).where(*mine).values(until_version=self.version))
            windows = " ".join(self.dice.sample(WINDOWS, 2))
            person = {"hall_id": hall_id, "staff_no": staff_no, "name": "甲", "bureau": ""}
            theirs = {"windows": windows, "since_version": self.version}
            connection.execute(insert(row).values(person | theirs))

    def next_version(self, connection: Any) -> None:
        """As every change of the directory: rows are ended and followed, in a version of its own."""
        self.version += 1
        connection.execute(update(HallRow).values(version=self.version))

    def somebody(self) -> tuple[Viewer, Span, int | None]:
        """Who looks, at which days and hall."""
        dice = self.dice
        hall_id, staff_no = dice.choice([*ACCOUNTS, (None, None), (1, None), (None, "1004"), (2, "1002")])
        first, last = sorted(dice.sample(range((LAST - FIRST).days + 1), 2))
        chosen = dice.choice([(first, last), (0, (LAST - FIRST).days), (first, first)])
        days = (FIRST + timedelta(days=place) for place in chosen)
        span = Span(first=next(days), last=next(days), zone=ZONE)
        return viewer_for(hall_id=hall_id, staff_no=staff_no), span, dice.choice([None, None, 1, 2])


def learnt(figures: Figures) -> Learnt:
    return figures.cells(DIMENSIONS, *COUNTS), figures.by_day()


def both_ways(story: Story, viewer: Viewer, span: Span, hall_id: int | None) -> tuple[Learnt, Learnt]:
    """From what was counted before, and counted now over the cases that the viewer may see."""
    nothing_counted = Cover(open=((span.since, span.until),))
    with story.database.read() as connection:
        fast = figures_of(connection, viewer, span, hall_id)
        return learnt(fast), learnt(Figures(connection, viewer, span, hall_id, nothing_counted))


@BOTH
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happened_nobody_learns_more_or_less_than_they_may_see(office: Office, seed: int) -> None:
    story, beforehand = Story(office, seed), Counter[bool]()
    story.job.run(story.now, most=60)
    for _ in range(STEPS):
        story.goes_on()
        for _ in range(LOOKS):
            viewer, span, hall_id = story.somebody()
            fast, slow = both_ways(story, viewer, span, hall_id)
            assert fast == slow, (viewer.hall_id, viewer.staff_no, span, hall_id)
            with story.database.read() as connection:
                cover = cover_of(connection, span, people_of(viewer))
            beforehand[bool(viewer.staff_no and cover.days and not cover.bare)] += 1
    assert min(beforehand.values()) > STEPS, "both ways of taking off are looked at"


def kept_days(story: Story, person: Person) -> int:
    row = TallySpanRow
    with story.database.read() as connection:
        mine = select(func.count()).where(row.whose == whose(person), row.first == row.last)
        return int(connection.execute(mine).scalar_one())


def test_only_for_those_who_look_at_figures_is_it_counted_what_is_kept_from_them(office: Office) -> None:
    story = Story(office, 3)
    office.hire(Role.OPERATOR, staff_no="1004")
    account_id, _ = office.hire(Role.AUDITOR, staff_no="9999")
    while story.job.run(story.now):
        pass
    auditor, operator = (Person(hall_id=None, staff_no=number) for number in ("9999", "1004"))
    assert kept_days(story, auditor) > 70
    assert kept_days(story, operator) == 0
    disable(office, account_id)
    story.job.run(story.now)
    assert kept_days(story, auditor) == 0


def disable(office: Office, account_id: int) -> None:
    with office.desk.services.database.write() as connection:
        connection.execute(update(AccountRow).where(AccountRow.id == account_id).values(is_active=False))


@BOTH
def test_it_takes_the_same_steps_whether_there_are_such_cases_or_not(office: Office) -> None:
    """Time tells nothing: as many statements, whoever of the staff it is, counted beforehand or not."""
    story = Story(office, 4)
    span = Span(first=FIRST, last=LAST, zone=ZONE)
    concerned, not_concerned = viewer_for(hall_id=1, staff_no="1003"), viewer_for(hall_id=2, staff_no="9999")
    with story.database.write() as connection:
        row = ComplaintRow
        theirs = update(row).where(row.hall_id == 2)
        connection.execute(theirs.values(staff_no="1002", window=None))
    while story.job.run(story.now):
        pass
    for _ in range(2):
        assert statements(story, concerned, span) == statements(story, not_concerned, span)
        with story.database.write() as connection:
            connection.execute(update(TallySpanRow).where(TallySpanRow.whose != "").values(basis="of before"))


def statements(story: Story, viewer: Viewer, span: Span) -> int:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = story.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with story.database.read() as connection:
            learnt(figures_of(connection, viewer, span))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)
