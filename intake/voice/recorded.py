"""Where the recordings lie that are played in place of spoken prompts: as `zh/KEY.mp3`, or by hash."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from intake.config import Settings
from intake.words import LANGUAGES, words

KINDS = (".mp3", ".wav")


def recorded_prompts(settings: Settings) -> Mapping[tuple[str, str], str]:
    """Absolute addresses of the recorded prompts by language and key; files with other names don't count."""
    if not settings.prompt_audio_dir:
        return {}
    folder = Path(settings.prompt_audio_dir)
    return {
        (language, path.stem): f"{settings.public_url}/audio/{language}/{path.name}"
        for language in LANGUAGES
        for path in sorted((folder / language).glob("*"))
        if path.suffix in KINDS and path.stem in words(language)
    }


def sound_address(settings: Settings, name: str) -> str:
    """The absolute address of a recording that was set in the console."""
    return f"{settings.public_url}/audio/{name}"
