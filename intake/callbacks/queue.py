"""Due callbacks, claimed in batches. All truth is in the rows: any number of schedulers may claim at once.

A claim moves `due_at` to the end of its lease, by the database's clock. Whoever finishes says when the
callback is due next; whoever dies leaves it to be due again by itself.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, exists, select, update

from intake.callbacks.dossier import Claim
from intake.callbacks.model import PENDING_ONLY, AttemptRow, CallbackRow
from intake.callbacks.outcomes import AttemptStatus, CallbackStatus, Task
from intake.database import UTCDateTime

LEASE = timedelta(seconds=60)

PENDING = CallbackRow.status == CallbackStatus.PENDING
# In the words of the index, not as a value: a plan that is made once for all values can use it too.
# A CTE is run once. A subquery may be run again for each row, and then skips what it has locked itself:
# more would be claimed than was asked for.
DUE = (
    select(CallbackRow.id)
    .where(PENDING_ONLY, CallbackRow.due_at <= bindparam("now", type_=UTCDateTime))
    .order_by(CallbackRow.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
CLAIM = (
    update(CallbackRow)
    .where(CallbackRow.id.in_(select(DUE.c.id)))
    .values(due_at=bindparam("lease", type_=UTCDateTime), claim=bindparam("token"))
    .returning(CallbackRow.id, CallbackRow.complaint_id, CallbackRow.kind)
    .execution_options(synchronize_session=False)
)
HELD = (CallbackRow.id == bindparam("callback")) & (CallbackRow.claim == bindparam("token")) & PENDING
HOLD = update(CallbackRow).where(HELD).values(due_at=bindparam("until", type_=UTCDateTime))
LET_GO = update(CallbackRow).where(HELD).values(due_at=bindparam("due", type_=UTCDateTime), claim=None)
END = (
    update(CallbackRow)
    .where(HELD)
    .values(
        status=bindparam("how"),
        task=bindparam("what"),
        claim=None,
        updated_at=bindparam("at", type_=UTCDateTime),
    )
)


def claim_due(connection: Connection, now: datetime, most: int) -> list[Claim]:
    """Take up to `most` due callbacks, the longest due first."""
    token = secrets.token_hex(8)
    rows = connection.execute(CLAIM, {"now": now, "most": most, "lease": now + LEASE, "token": token})
    return [Claim(id=row[0], complaint_id=row[1], kind=row[2], token=token) for row in rows]


def hold(connection: Connection, claim: Claim, until: datetime) -> bool:
    """Keep the claim until later; False if it is not ours any more, and nothing may be done under it."""
    values = {"callback": claim.id, "token": claim.token, "until": until}
    return connection.execute(HOLD, values).rowcount == 1


def let_go(connection: Connection, claim: Claim, due: datetime) -> None:
    """Nothing more to do until `due`."""
    connection.execute(LET_GO, {"callback": claim.id, "token": claim.token, "due": due})


def end(
    connection: Connection, claim: Claim, status: CallbackStatus, at: datetime, task: Task = Task.NONE
) -> None:
    """The scheduler has done with this callback; with a task, an operator has not."""
    connection.execute(
        END, {"callback": claim.id, "token": claim.token, "how": status, "what": task, "at": at}
    )


def look_again(connection: Connection, now: datetime) -> int:
    """Have every callback that waits judged anew, since the rules have changed; says how many.

    Those whose call is under way, or put off by the provider, come back by themselves.
    """
    under_way = exists().where(
        AttemptRow.callback_id == CallbackRow.id, AttemptRow.status != AttemptStatus.ENDED
    )
    waiting = (PENDING_ONLY, CallbackRow.claim.is_(None), CallbackRow.due_at > now, ~under_way)
    return connection.execute(update(CallbackRow).where(*waiting).values(due_at=now)).rowcount
