"""No two people on one case."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from intake.console import claims
from intake.console.queue import Owner
from tests.integration.console.conftest import Room

RUDE = "3号窗口的人态度太差了"


def test_of_two_who_come_at_the_same_moment_one_gets_the_case(room: Room) -> None:
    people = [room.viewer(f"v{number}") for number in range(4)]
    room.text(RUDE)
    at_once = Barrier(len(people))

    def take(account_id: int) -> int:
        at_once.wait()
        with room.services.database.write() as connection:
            return claims.take(connection, 1, account_id, room.now).account_id

    with ThreadPoolExecutor(len(people)) as pool:
        holders = set(pool.map(take, [viewer.account_id for viewer in people]))
    assert len(holders) == 1


def test_a_claim_is_kept_while_somebody_works_and_falls_free_when_they_idle(room: Room) -> None:
    one, other = room.viewer("one"), room.viewer("other")
    case_no = room.text(RUDE)
    with room.services.database.write() as connection:
        begun = room.now
        assert claims.take(connection, 1, one.account_id, begun).name == "One"
        room.desk.clock.advance(minutes=9)
        assert claims.renew(connection, 1, one.account_id, room.now)
        assert not claims.renew(connection, 1, other.account_id, room.now)
        room.desk.clock.advance(minutes=9)
        holder = claims.take(connection, 1, other.account_id, room.now)
        assert (holder.account_id, holder.claimed_at) == (one.account_id, begun)
    assert room.case(other, case_no).holder is not None
    room.desk.clock.advance(minutes=1)
    assert room.case(other, case_no).holder is None
    with room.services.database.write() as connection:
        assert claims.take(connection, 1, other.account_id, room.now).account_id == other.account_id


def test_a_claim_may_be_let_go_and_taken_over(room: Room) -> None:
    one, other = room.viewer("one"), room.viewer("other")
    room.text(RUDE)
    with room.services.database.write() as connection:
        claims.take(connection, 1, one.account_id, room.now)
        assert not claims.release(connection, 1, other.account_id)
        assert claims.take_over(connection, 1, other.account_id, room.now).account_id == other.account_id
        assert claims.release(connection, 1, other.account_id)
        assert claims.holder_of(connection, 1, room.now) is None
        claims.take(connection, 1, one.account_id, room.now)
        room.desk.clock.advance(minutes=11)
        assert claims.holder_of(connection, 1, room.now) is None


def test_the_queue_shows_whose_a_case_is(room: Room) -> None:
    one, other = room.viewer("one"), room.viewer("other")
    mine, free = room.text(RUDE), room.text("12号窗口的人骂人")
    with room.services.database.write() as connection:
        case_id = room.queue(one).entries[0].complaint_id
        claims.take(connection, case_id, one.account_id, room.now)
    first = room.queue(other).entries[0]
    assert (first.case_no, first.owner_name, first.owner_id) == (mine, "One", one.account_id)
    assert room.numbers(one, owner=Owner.ME) == [mine]
    assert room.numbers(other, owner=Owner.NOBODY) == [free]
    assert room.numbers(other, owner=one.account_id) == [mine]
    assert room.numbers(other, owner=Owner.ME) == []
