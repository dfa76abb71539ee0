"""Keys that nobody set: made once, kept in the data folder for its owner alone, outside the database."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from intake.config import Settings

FILE = "keys.json"


def with_keys(settings: Settings) -> Settings:
    """The settings with their secret key and encryption keys filled in from the data folder where unset."""
    if settings.secret_key and settings.encryption_keys:
        return settings
    kept = kept_keys(settings.data_dir)
    return replace(
        settings,
        secret_key=settings.secret_key or kept["secret_key"],
        encryption_keys=settings.encryption_keys or kept["encryption_keys"],
    )


def kept_keys(folder: Path) -> dict[str, str]:
    """The keys of the folder; made now if it has none."""
    return kept(folder, FILE, new_keys)


def new_keys() -> dict[str, str]:
    return {
        "secret_key": secrets.token_urlsafe(32),
        "encryption_keys": f"{secrets.token_hex(4)}:{secrets.token_urlsafe(32)}",
    }


def kept(folder: Path, name: str, make: Callable[[], dict[str, str]]) -> dict[str, str]:
    """The values in a file of the folder, made now if need be. Two processes that start at once agree."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(make(), file)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)  # unlike rename, fails if another process was first
        draft.unlink()
    values: dict[str, str] = json.loads(path.read_text())
    return values
