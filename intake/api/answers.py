"""What the API answers and sends, as models."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from intake.api.model import DeliveryStatus
from intake.cases.lifecycle import Event, Status
from intake.cases.model import Channel
from matching.decision import Attribution
from matching.evidence import Kind, Part
from matching.interview import Purpose


class Outgoing(BaseModel):
    """What we answer with."""

    model_config = ConfigDict(extra="forbid")


class Stated(Outgoing):
    """One thing that was stated."""

    kind: Kind
    value: str | None
    first_day: date | None
    last_day: date | None
    part: Part | None


class Phone(Outgoing):
    """Whether there is a number, and its last two digits."""

    known: bool
    masked: str | None


class Complaint(Outgoing):
    """A case. `staff_no` is what was decided, or stated and fitting; `attribution` says how far it holds."""

    case_no: str
    external_no: str | None
    status: Status
    status_text: str = Field(description="The status in words, in the request's language.")
    purpose: Purpose
    channel: Channel
    hall: str | None
    window: str | None
    staff_no: str | None
    attribution: Attribution
    missing: list[Kind] = Field(description="What would identify window and person.")
    confidential: bool = Field(
        description="The complainant wants to stay confidential: statement and number are not given out."
    )
    phone: Phone
    received_at: datetime
    external_received_at: datetime | None
    updated_at: datetime


class FullComplaint(Complaint):
    """A case with its words."""

    statement: str
    stated: list[Stated]


class ComplaintPage(Outgoing):
    """Some cases."""

    items: list[Complaint]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class TimelineEvent(Outgoing):
    """A change of a case's status."""

    seq: int
    event: Event
    from_status: Status | None
    to_status: Status
    at: datetime


class Timeline(Outgoing):
    """Every change of a case's status, oldest first."""

    items: list[TimelineEvent]


class Contact(Outgoing):
    """The complainant's numbers in E.164."""

    phone: str | None
    other_phone: str | None = Field(description="The number that they asked to be called on instead.")


class Hook(Outgoing):
    """Where events are sent."""

    id: str
    url: str
    events: list[Event]
    created_at: datetime


class CreatedHook(Hook):
    """A new hook with its secret, which is shown this once."""

    secret: str = Field(description="`whsec_` and the key in base64 (Standard Webhooks).")


class HookList(Outgoing):
    """The hooks of this token."""

    items: list[Hook]


class Delivery(Outgoing):
    """One event on its way to a hook."""

    id: str
    event: Event
    case_no: str
    status: DeliveryStatus
    attempts: int
    code: int | None = Field(description="The receiver's last status code.")
    fault: str = Field(description="Why the last try failed; empty for none.")
    created_at: datetime
    due_at: datetime | None = Field(description="When it is tried next.")
    delivered_at: datetime | None


class DeliveryPage(Outgoing):
    """Some deliveries, newest first."""

    items: list[Delivery]
    next: str | None


class Pushed(Outgoing):
    """What a hook is sent: that something happened, and nothing personal. Read the case for more."""

    id: str = Field(description="The same in every attempt, and in the header `webhook-id`.")
    type: Literal["complaint.event"]
    event: Event
    at: datetime
    case_no: str
    external_no: str | None
    hall: str | None
    seq: int
    from_status: Status | None
    to_status: Status
