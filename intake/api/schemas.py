"""What is sent to the API, as models. The OpenAPI document is made from these very classes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from intake.api.model import DeliveryStatus
from intake.api.policy import LARGEST_PAGE, LONGEST_TEXT, LONGEST_URL, PAGE
from intake.cases.lifecycle import Event, Status
from matching.evidence import Part

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
