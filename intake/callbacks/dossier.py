"""All that is known about one claimed callback, so that the rules can judge it without a store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.callbacks.outcomes import AttemptStatus, CallbackReason, Kind, Outcome
from intake.cases.lifecycle import Status
from matching.interview import Wish


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A callback that is ours until the lease ends; `token` proves it."""

    id: int
    complaint_id: int
    kind: Kind
    token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """An attempt as the scheduler and the called line need it; moments are UTC."""

    id: int
    callback_id: int
    seq: int
    token: str
    status: AttemptStatus
    callee_index: str
    from_number: str
    provider_call_id: str | None
    outcome: Outcome | None
    reached: str
    counted: bool | None
    ring: timedelta | None
    deferrals: int
    dialed_at: datetime
    placed_at: datetime | None
    ringing_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None

    @property
    def is_live(self) -> bool:
        return self.status is not AttemptStatus.ENDED


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """One callback, its case, its attempts. `number` is in E.164, empty where there is none to call.

    heard_at: when the complainant was last in touch by themselves; talking_at: the same, in a call that has
    not ended as far as we know. others: when we called the number about
    other cases. texts: when texts about this callback went or go out.
    """

    claim: Claim
    requested_at: datetime
    reason: CallbackReason
    not_before: datetime | None
    case_no: str
    status: Status
    language: str
    wish: Wish
    preferred: str
    hall_name: str
    hotline: str
    timezone: str
    number: str
    callee_index: str
    heard_at: datetime | None
    talking_at: datetime | None
    attempts: tuple[Attempt, ...]
    others: tuple[datetime, ...]
    texts: tuple[datetime, ...]
    may_not_call: bool
    opted_out: bool

    @property
    def live(self) -> Attempt | None:
        """The attempt that is under way."""
        return next((one for one in self.attempts if one.is_live), None)

    @property
    def kind(self) -> Kind:
        return self.claim.kind
