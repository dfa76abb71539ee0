"""Halls kept ready in this process, so that no request waits for a directory to be read."""

from __future__ import annotations

from threading import Lock

from sqlalchemy import Connection, select

from intake.database import Database
from intake.directory.model import HallRow
from intake.directory.service import load_hall_by_id
from matching.hall import Hall

CAPACITY = 2_000_000  # windows, staff and duties together, roughly 100 bytes each
VERSIONS = 2  # conversations begun before an import go on with the version before it


class Halls:
    """The halls that this process has read, by version.

    A version never changes, so nothing here can be stale: callers pass the version that they read in the same
    query as their own rows, and an import by another process shows as a version not yet kept. At most
    `VERSIONS` per hall and `capacity` entries in all are kept; the longest kept go first.
    """

    def __init__(self, database: Database, capacity: int = CAPACITY) -> None:
        self._database = database
        self._capacity = capacity
        self._kept: dict[tuple[int, int], Hall] = {}
        self._ids: dict[str, int] = {}
        self._reading = Lock()

    def get(self, connection: Connection, hall: int | str, version: int | None = None) -> Hall | None:
        """A hall by its row id or code, in a version or the current one; None if there is none such."""
        hall_id = self._id(connection, hall)
        if hall_id is None:
            return None
        if version is None:
            version = connection.scalar(select(HallRow.version).where(HallRow.id == hall_id))
        if version is None:
            return None
        kept = self._kept.get((hall_id, version))
        return kept or self._read(connection, hall_id, version)

    def warm(self) -> int:
        """Read the current version of every hall, before the first request comes; says how many."""
        with self._database.read() as connection:
            current = connection.execute(select(HallRow.id, HallRow.version)).all()
            return sum(self.get(connection, row.id, row.version) is not None for row in current)

    def _id(self, connection: Connection, hall: int | str) -> int | None:
        if isinstance(hall, int):
            return hall
        if hall not in self._ids:
            found = connection.scalar(select(HallRow.id).where(HallRow.code == hall))
            if found is None:
                return None
            self._ids[hall] = found
        return self._ids[hall]

    def _read(self, connection: Connection, hall_id: int, version: int) -> Hall | None:
        # One at a time: many requests that miss together must not each build the same large hall.
        with self._reading:
            if (hall_id, version) in self._kept:
                return self._kept[hall_id, version]
            hall = load_hall_by_id(connection, hall_id, version)
            if hall is not None:
                self._kept[hall_id, version] = hall
                self._make_room(hall_id)
            return hall

    def _make_room(self, hall_id: int) -> None:
        versions = [key for key in self._kept if key[0] == hall_id]
        for key in versions[:-VERSIONS]:
            del self._kept[key]
        while len(self._kept) > 1 and sum(map(size, self._kept.values())) > self._capacity:
            del self._kept[next(iter(self._kept))]


def size(hall: Hall) -> int:
    """How many entries a hall holds."""
    return len(hall.windows) + len(hall.staff) + len(hall.duties)
