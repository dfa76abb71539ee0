"""Opening a case with its number and the last four digits of the telephone; a guesser learns nothing.

No such case, wrong digits and a withheld number take the same steps and get the same answer.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Connection, bindparam, select

from intake.cases.model import ComplaintRow
from intake.cases.privacy import CALLER_COLUMN, WISH_COLUMN, Sealer
from intake.database import Database
from intake.desk.throttle import Limit, count, wait_of
from intake.errors import SealError
from intake.status.policy import IN_ALL, PER_ADDRESS, PER_CASE, Tries

DIGITS = 4
NEIGHBOURS = 64  # one subscriber has that many leading bits of an IPv6 address
NUMBERS = select(ComplaintRow.caller_sealed, ComplaintRow.wish_number_sealed).where(
    ComplaintRow.case_no == bindparam("case_no")
)


class Opened(StrEnum):
    """What came of a try."""

    YES = "yes"
    NO = "no"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Lock:
    """Compares what is stated with what is sealed. The stand-ins are opened where a case has no number."""

    sealer: Sealer
    caller: bytes
    wish: bytes

    @classmethod
    def of(cls, sealer: Sealer) -> Lock:
        stand_in = "+8610000000000"
        return cls(sealer, sealer.seal(stand_in, CALLER_COLUMN), sealer.seal(stand_in, WISH_COLUMN))

    def opens(self, connection: Connection, case_no: str, digits: str) -> bool:
        """Whether these are the last digits of the number that called, or of the one to be called."""
        row = connection.execute(NUMBERS, {"case_no": case_no}).one_or_none()
        caller, wish = row if row else (None, None)
        one = self.fits(caller, self.caller, CALLER_COLUMN, digits)
        other = self.fits(wish, self.wish, WISH_COLUMN, digits)
        return one | other

    def fits(self, sealed: bytes | None, stand_in: bytes, column: str, digits: str) -> bool:
        try:
            number = self.sealer.open(sealed or stand_in, column)
        except SealError:
            return False
        alike = hmac.compare_digest(number[-DIGITS:].encode(), digits.encode())
        return alike & (sealed is not None)


def limits_of(sealer: Sealer, case_no: str, address: str, at: datetime) -> list[Limit]:
    """What a failed try counts against. An address is kept as a keyed hash that changes with the day."""

    def limits(key: str, tries: tuple[Tries, ...]) -> list[Limit]:
        return [Limit(key=f"{key}/{one.span.days}", most=one.most, span=one.span) for one in tries]

    found = limits(f"status case {sealer.index(f'status case {case_no}')}", PER_CASE)
    found += limits("status all", IN_ALL)
    if near := neighbourhood(address):
        salted = sealer.index(f"status address {at.date().isoformat()} {near}")
        found += limits(f"status address {salted}", PER_ADDRESS)
    return found


def try_to_open(
    database: Database, lock: Lock, case_no: str, digits: str, address: str, at: datetime
) -> tuple[Opened, timedelta]:
    """Whether the case is opened; after too many failures how long to wait, right or wrong.

    Tries for one case come one after the other, so that many at once don't slip under the limit.
    """
    limits = limits_of(lock.sealer, case_no, address, at)
    with database.write() as connection:
        database.one_at_a_time(connection, limits[0].key)
        wait = wait_of(connection, limits, at)
        right = lock.opens(connection, case_no, digits)
        if wait is not None:
            return Opened.LATER, wait
        if right:
            return Opened.YES, timedelta(0)
        count(connection, limits, at)
        return Opened.NO, timedelta(0)


def neighbourhood(address: str) -> str:
    """The part of an address that one subscriber can't change at will."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address):
        return str(ip_network((ip, NEIGHBOURS), strict=False).network_address)
    return str(ip)


def client_address(remote: str | None, forwarded: str) -> str:
    """The address of the client; empty where only the reverse proxy on this machine knows.

    `forwarded` (X-Forwarded-For) counts only where the request comes from a private network, as from a proxy,
    and there only its last entry, which that proxy wrote itself.
    """
    try:
        ip = ip_address(remote or "")
    except ValueError:
        return ""
    if not ip.is_private:
        return str(ip)
    return forwarded.rpartition(",")[2].strip() or ("" if ip.is_loopback else str(ip))
