"""Recorded prompts: files `zh/KEY.mp3`, `en/KEY.wav` in a folder, played in place of spoken ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

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


def audio_blueprint(settings: Settings) -> Blueprint:
    """Serves the recorded prompts to the provider. They tell nothing about anybody, so nobody need sign."""
    room = Blueprint("audio", __name__, url_prefix="/audio")

    @room.get("/<language>/<name>")
    def prompt(language: str, name: str) -> Response:
        if language not in LANGUAGES or not settings.prompt_audio_dir:
            abort(404)
        folder = Path(settings.prompt_audio_dir).resolve() / language
        return send_from_directory(folder, name, max_age=3600)

    return room
