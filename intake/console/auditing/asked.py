"""What an auditor asks to see, as the address of the page has it, and the place in the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

LONGEST = 100


class Origin(StrEnum):
    """Where an entry is kept: in the access log, or in the timeline of a case."""

    ACCESS = "access"
    CASE = "case"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Place:
    """A place in the list, which runs back in time."""

    at: datetime
    origin: Origin
    id: int

    def written(self) -> str:
        return f"{self.at.isoformat()}~{self.origin}~{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Filters, empty for none. person: a login. deed: origin and name, `case:decided`. Days are included."""

    person: str = ""
    deed: str = ""
    since: date | None = None
    until: date | None = None
    case_no: str = ""
    below: Place | None = None

    @property
    def origin(self) -> Origin | None:
        """Where the deed that is asked for is kept; None for any."""
        name = self.deed.partition(":")[0]
        return Origin(name) if name in set(Origin) else None

    @property
    def name(self) -> str:
        return self.deed.partition(":")[2]

    def address(self) -> dict[str, str]:
        """The filters as they stand in an address."""
        told = {
            "person": self.person,
            "deed": self.deed,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "case": self.case_no,
        }
        return {name: text for name, text in told.items() if text}

    def span(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """The moments that the days begin and end at; the end is no longer within."""
        begin = datetime.combine(self.since, time(), zone) if self.since else None
        end = datetime.combine(self.until + timedelta(days=1), time(), zone) if self.until else None
        return begin, end


def asked_in(arguments: MultiDict[str, str]) -> Asked:
    """The filters of an address. What can't be read is left out."""
    text = {name: arguments.get(name, "").strip()[:LONGEST] for name in ("person", "deed", "case", "below")}
    return Asked(
        person=text["person"],
        deed=text["deed"],
        since=day_of(arguments.get("since", "")),
        until=day_of(arguments.get("until", "")),
        case_no=text["case"].replace(" ", ""),
        below=place_of(text["below"]),
    )


def day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < date(9000, 1, 1) else None


def place_of(text: str) -> Place | None:
    """A place as it was written; None for anything else."""
    try:
        at, origin, number = text.split("~")
        moment = datetime.fromisoformat(at)
        return Place(at=moment, origin=Origin(origin), id=int(number)) if moment.tzinfo else None
    except ValueError:
        return None
