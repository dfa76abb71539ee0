"""A case moves by one table; whatever the table doesn't have is an error."""

import pytest

from intake.cases.lifecycle import REMARKS, TABLE, Event, Status, after, moves
from intake.errors import TransitionError


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("event", Event)
def test_every_pair_of_status_and_event_moves_by_the_table_or_raises(status: Status, event: Event) -> None:
    if event in REMARKS:
        assert after(status, event) is status
    elif (status, event) in TABLE:
        assert after(status, event) is TABLE[status, event]
    else:
        with pytest.raises(TransitionError):
            after(status, event)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("pinned", [True, False, None])
@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("more", [True, False])
def test_no_turn_ever_asks_for_a_move_that_the_table_lacks(
    status: Status, pinned: bool | None, done: bool, more: bool
) -> None:
    for event in moves(status, pinned=pinned, done=done, more=more):
        status = after(status, event)


def test_a_pin_that_is_contradicted_is_taken_back() -> None:
    assert moves(Status.PINNED, pinned=False, done=False, more=True) == (Event.REOPENED,)
    assert moves(Status.PINNED, pinned=False, done=True, more=True) == (Event.REOPENED, Event.UNSETTLED)


def test_more_from_the_complainant_brings_a_case_back_from_review() -> None:
    assert moves(Status.IN_REVIEW, pinned=True, done=True, more=True) == (Event.REOPENED, Event.PINNED)
