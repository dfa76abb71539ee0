"""What the neutral summary of a case says, as values: an allowlist. There is no place in it for words of the
complainant, a number, a name of theirs, a voice, or a time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake.cases.lifecycle import Status
from intake.console.summary.conduct import Conduct
from matching.decision import Attribution
from matching.evidence import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """When and where. Days are the hall's. first, last: the days it may have been; is_dated: stated.

    part: `am`, `pm`, or None where it wasn't stated or would tell too much.
    """

    hall_name: str
    window: str | None
    service: str
    first: date
    last: date
    is_dated: bool
    part: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Basis:
    """How the respondent was settled, and what there is to check it by.

    stated: what the complainant named of window, staff number, name and day. by_person: somebody decided it.
    on_roster: the roster has the respondent at that window within those days. contacts: calls and messages.
    """

    attribution: Attribution
    stated: tuple[Kind, ...]
    by_person: bool
    on_roster: bool
    is_written: bool
    recordings: int
    contacts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A case in the list of summaries. received_on: a day of the hall.

    kinds: of conduct, by the words of the statement. is_restricted: kept from the respondent's superiors.
    """

    complaint_id: int
    case_no: str
    status: Status
    received_on: date
    staff_no: str
    staff_name: str
    bureau: str
    occasion: Occasion
    kinds: tuple[Conduct, ...]
    is_confidential: bool
    is_restricted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """A case for whoever answers for the respondent. due_on: a day of the hall.

    account: what an operator wrote in neutral words; empty for nothing yet.
    """

    line: Line
    due_on: date | None
    account: str
    basis: Basis
