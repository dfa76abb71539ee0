"""Uploaded files, sealed in the database from the upload until they are applied, discarded or too old."""

from __future__ import annotations

import io
import secrets
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, insert, select

from intake.cases.privacy import Sealer
from intake.console.halls.model import UploadRow

COLUMN = "directory_upload.files"
KEPT_FOR = timedelta(hours=24)
MOST = 10  # uploads of one account that wait; the oldest goes
LONGEST_NAME = 120
Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """An upload that waits to be applied."""

    ref: str
    name: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Packet:
    """Files, sealed. name: what the version will say it came from."""

    name: str
    sealed: bytes


def sealed(sealer: Sealer, files: Files) -> Packet:
    """Files made ready to be kept, which takes a moment: nobody has to wait for it in a transaction."""
    name = ", ".join(name for name, _ in files)[:LONGEST_NAME]
    return Packet(name=name, sealed=sealer.seal(packed(files), COLUMN))


def keep(connection: Connection, account_id: int, packet: Packet, now: datetime) -> str:
    """Keep files for an account; gives the reference of the upload."""
    forget_old(connection, now)
    for one in waiting(connection, account_id, now)[MOST - 1 :]:
        forget(connection, account_id, one.ref)
    ref = secrets.token_urlsafe(16)
    values = {
        "ref": ref,
        "account_id": account_id,
        "name": packet.name,
        "files_sealed": packet.sealed,
        "made_at": now,
        "expires_at": now + KEPT_FOR,
    }
    connection.execute(insert(UploadRow), values)
    return ref


def kept(
    connection: Connection, sealer: Sealer, account_id: int, ref: str, now: datetime
) -> tuple[str, Files] | None:
    """Name and files of an upload of this account; None where it is gone. Raises SealError."""
    row = connection.execute(
        select(UploadRow.name, UploadRow.files_sealed).where(
            UploadRow.ref == ref, UploadRow.account_id == account_id, UploadRow.expires_at > now
        )
    ).one_or_none()
    return (row.name, unpacked(sealer.open(row.files_sealed, COLUMN))) if row else None


def waiting(connection: Connection, account_id: int, now: datetime) -> Sequence[Waiting]:
    """The uploads of an account, the newest first."""
    columns = (UploadRow.ref, UploadRow.name, UploadRow.made_at, UploadRow.expires_at)
    query = select(*columns).where(UploadRow.account_id == account_id, UploadRow.expires_at > now)
    return [Waiting(**row._mapping) for row in connection.execute(query.order_by(UploadRow.made_at.desc()))]


def forget(connection: Connection, account_id: int, ref: str) -> None:
    connection.execute(delete(UploadRow).where(UploadRow.ref == ref, UploadRow.account_id == account_id))


def any_old(connection: Connection, now: datetime) -> bool:
    """Whether there is anything to be forgotten."""
    return bool(connection.execute(select(exists().where(UploadRow.expires_at <= now))).scalar())


def forget_old(connection: Connection, now: datetime) -> int:
    """Delete uploads that nobody applied in time; says how many."""
    return connection.execute(delete(UploadRow).where(UploadRow.expires_at <= now)).rowcount


def packed(files: Files) -> str:
    """Files as one text, which is what gets sealed."""
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return b64encode(packet.getvalue()).decode()


def unpacked(text: str) -> Files:
    with zipfile.ZipFile(io.BytesIO(b64decode(text))) as archive:
        return tuple((one.filename, archive.read(one)) for one in archive.infolist())
