"""Forms that were sent and wait for the password: sealed in the database, for their account, for one use."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from intake.cases.privacy import Sealer
from intake.console.model import HeldFormRow
from intake.errors import SealError

COLUMN = "held_form.form"
HELD_FOR = timedelta(hours=1)  # as long as a session lives without a deed
MOST = 5  # forms of one account that wait; the oldest goes
LARGEST = 5 * 1024 * 1024  # bytes of one form with its files


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldFile:
    """A file of a form. field: the form's. name, kind: as the browser told them."""

    field: str
    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldForm:
    """A form as it was sent. address: where to, within the console. back: the page that it stood on."""

    address: str
    back: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[HeldFile, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of what was typed and chosen."""
        typed = sum(len(name.encode()) + len(text.encode()) for name, text in self.fields)
        return typed + sum(len(file.data) for file in self.files)


def sealed(sealer: Sealer, form: HeldForm) -> bytes:
    """A form made ready to be kept, which takes a moment: nobody has to wait for it in a transaction."""
    files = [[one.field, one.name, one.kind, b64encode(one.data).decode()] for one in form.files]
    told = {"address": form.address, "back": form.back, "fields": form.fields, "files": files}
    return sealer.seal(json.dumps(told), COLUMN)


def opened(sealer: Sealer, packet: bytes) -> HeldForm | None:
    """None where the key that it was sealed with is gone."""
    try:
        told = json.loads(sealer.open(packet, COLUMN))
    except SealError:
        return None
    return HeldForm(
        address=told["address"],
        back=told["back"],
        fields=tuple((name, text) for name, text in told["fields"]),
        files=tuple(
            HeldFile(field=field, name=name, kind=kind, data=b64decode(data))
            for field, name, kind, data in told["files"]
        ),
    )


def hold(connection: Connection, account_id: int, packet: bytes, now: datetime) -> str:
    """Keep a form for its account; gives its reference."""
    forget_old(connection, now)
    mine = select(HeldFormRow.ref).where(HeldFormRow.account_id == account_id)
    for ref in connection.execute(mine.order_by(HeldFormRow.made_at.desc()).offset(MOST - 1)).scalars().all():
        connection.execute(delete(HeldFormRow).where(HeldFormRow.ref == ref))
    ref = secrets.token_urlsafe(16)
    values = {"ref": ref, "account_id": account_id, "form_sealed": packet}
    connection.execute(insert(HeldFormRow), values | {"made_at": now, "expires_at": now + HELD_FOR})
    return ref


def held(connection: Connection, account_id: int, ref: str, now: datetime) -> bytes | None:
    """The form of this account, sealed; None where there is none any more."""
    row = HeldFormRow
    mine = select(row.form_sealed).where(row.ref == ref, row.account_id == account_id, row.expires_at > now)
    found: bytes | None = connection.execute(mine).scalar()
    return found


def take(connection: Connection, account_id: int, ref: str, now: datetime) -> bytes | None:
    """As `held`, and it is gone: of several who ask at once, one gets it."""
    found = held(connection, account_id, ref, now)
    gone = connection.execute(delete(HeldFormRow).where(HeldFormRow.ref == ref)) if found else None
    return found if gone is not None and gone.rowcount == 1 else None


def forget_old(connection: Connection, now: datetime) -> int:
    """Delete forms for which nobody gave a password in time; says how many."""
    return connection.execute(delete(HeldFormRow).where(HeldFormRow.expires_at <= now)).rowcount
