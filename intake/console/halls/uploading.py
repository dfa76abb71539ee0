"""Files as they come with a form: read with a limit, refused with a reason, looked at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from werkzeug.datastructures import FileStorage

from intake.console.halls.deeds import Directing
from intake.console.halls.keeping import Files
from intake.directory.faults import Faults
from intake.directory.proposing import Proposal
from intake.directory.sheets import SPREADSHEETS, read_files
from intake.errors import DirectoryError

LARGEST = 10_000_000  # bytes of all files together
LARGEST_BODY = 4 * LARGEST  # what is beyond that isn't even received
UNPACKED = 200_000_000
MOST_FILES = 8
MILLION = 1_000_000


def read_uploaded(given: Iterable[FileStorage]) -> Files:
    """Names and contents. Raises DirectoryError for none, too many, too large, or two of one name."""
    files: list[tuple[str, bytes]] = []
    room = LARGEST
    for one in given:
        name = PurePosixPath((one.filename or "").replace("\\", "/")).name
        if not name:
            continue
        data = one.stream.read(room + 1)
        room -= len(data)
        if room < 0 or unpacks_to(name, data) > UNPACKED:
            raise DirectoryError("console.halls.error_too_large", most=LARGEST // MILLION)
        files.append((name, data))
    if not files:
        raise DirectoryError("console.halls.error_no_file")
    if len(files) > MOST_FILES or len({name.lower() for name, _ in files}) != len(files):
        raise DirectoryError("console.halls.error_files", most=MOST_FILES)
    return tuple(files)


def unpacks_to(name: str, data: bytes) -> int:
    """How large a workbook is when unpacked; 0 for what is none, which is told when it is read."""
    if PurePosixPath(name).suffix.lower() not in SPREADSHEETS:
        return 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        return 0


def looked_at(directing: Directing, name: str, files: Files) -> Proposal:
    """What the files would change, with every fault."""
    faults = Faults()
    source = read_files(name, files, faults)
    return directing.propose(source, faults)
