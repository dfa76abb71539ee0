"""Keys that nobody set: made once, kept in the data folder, readable by its owner alone, outside the database."""

from __future__ import annotations

import json
import os
import secrets
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
    """The keys of the folder; made now if it has none. Two processes that start at once agree on one file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    if not path.exists():
        made = {
            "secret_key": secrets.token_urlsafe(32),
            "encryption_keys": f"{secrets.token_hex(4)}:{secrets.token_urlsafe(32)}",
        }
        draft = folder / f".{FILE}.{os.getpid()}.{secrets.token_hex(4)}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # unlike rename, fails if another process was first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    kept: dict[str, str] = json.loads(path.read_text())
    return kept
