"""What goes in and out, as models. The OpenAPI document is made from these very classes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from intake.api.model import DeliveryStatus
from intake.api.policy import LARGEST_PAGE, LONGEST_TEXT, LONGEST_URL, PAGE
from intake.cases.lifecycle import Event, Status
from intake.cases.model import Channel
from matching.decision import Attribution
from matching.evidence import Kind, Part
from matching.interview import Purpose

# No control characters but tab and line ends; nothing that a database or a page can't hold.
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*$"
ONE_LINE = r"^[^\x00-\x1f\x7f\u2028\u2029\ufffe\uffff]+$"
E164 = r"^\+[1-9][0-9]{6,14}$"
CURSOR = r"^([0-9]{1,16}-)?[0-9]{1,9}$"
REF = r"^[A-Za-z0-9_-]{22}$"

Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT, pattern=PLAIN)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=ONE_LINE)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=ONE_LINE)]
Passed = Literal["walk_in", "letter", "web", "broadcast", "hotline_12345"]


class Incoming(BaseModel):
    """What is sent to us: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Outgoing(BaseModel):
    """What we answer with."""

    model_config = ConfigDict(extra="forbid")


class Statement(Incoming):
    """What identifies window and person, beside the free words or instead of them."""

    window: Line | None = Field(default=None, description="Window as stated: `3`, `A05`.")
    staff_no: Line | None = Field(default=None, description="Staff number as stated.")
    day: date | None = Field(default=None, description="The day of it, in the hall's time zone.")
    part: Part | None = Field(default=None, description="Morning or afternoon of that day.")


class NewComplaint(Statement):
    """A complaint that came in elsewhere."""

    channel: Passed = Field(description="How it came in.")
    text: Text = Field(description="The complaint in the complainant's words.")
    hall: Name | None = Field(
        default=None,
        description="Code of the hall; may be left out where there is only one, or by a token for one.",
    )
    external_no: Name | None = Field(
        default=None, description="Its number in the other system, unique within the channel."
    )
    received_at: AwareDatetime | None = Field(
        default=None, description="When it came in there; days such as “yesterday” count from it."
    )
    language: Literal["zh-CN", "en"] = "zh-CN"
    phone: Annotated[str, StringConstraints(pattern=E164)] | None = Field(
        default=None,
        description="The complainant's number in E.164; needs the scope `contact`. With it, a missing "
        "window or person is asked for by a call.",
    )


class NewEvidence(Statement):
    """Something more about a case: fields, words, or both."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "anyOf": [
                {"required": [name], "properties": {name: {"type": "string"}}}
                for name in ("text", "window", "staff_no", "day")
            ]
        },
    )

    text: Text | None = Field(default=None, description="Words, read as a text message would be.")


class ContactReason(Incoming):
    """Why a number is looked at; kept in the case's timeline."""

    reason: Annotated[str, StringConstraints(min_length=3, max_length=200, pattern=ONE_LINE)]


class NewHook(Incoming):
    """Where events are to be sent."""

    url: Annotated[str, StringConstraints(max_length=LONGEST_URL, pattern=r"^https://[\x21-\x7e]+$")] = Field(
        description="An https address on the open internet."
    )
    events: list[Event] = Field(
        default_factory=list, max_length=len(Event), description="Which events; empty for all."
    )


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


class ListQuery(Incoming):
    """Which cases, newest first; with `updated_since` in the order of their changes."""

    model_config = ConfigDict(extra="forbid", strict=False)

    status: list[Status] = Field(default_factory=list, max_length=len(Status))
    hall: Name | None = None
    window: Line | None = None
    updated_since: AwareDatetime | None = None
    cursor: Annotated[str, StringConstraints(pattern=CURSOR)] | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE


class DeliveryQuery(Incoming):
    """Which deliveries."""

    model_config = ConfigDict(extra="forbid", strict=False)

    status: DeliveryStatus | None = None
    cursor: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE
