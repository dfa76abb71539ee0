"""Recordings that are played in place of spoken prompts, at addresses for everybody.

Those set in the console lie in the database, so that every process of every machine has them, under the hash
of their content. Those of a folder are files `zh/KEY.mp3`, `en/KEY.wav`. What is said in `HASH.wav` stands at
`HASH.txt`, for whoever can't hear it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, abort, send_file, send_from_directory

from intake.desk.services import Services
from intake.prompts.model import SoundFormat
from intake.prompts.sound import TYPES
from intake.prompts.store import sound_of, transcript_of
from intake.words import LANGUAGES

FOR_EVER = 365 * 24 * 3600


def audio_blueprint(services: Services) -> Blueprint:
    """Serves the recordings to the provider. They tell nothing about anybody, so nobody need sign."""
    room = Blueprint("audio", __name__, url_prefix="/audio")
    settings = services.settings

    @room.get("/<language>/<name>")
    def prompt(language: str, name: str) -> Response:
        if language not in LANGUAGES or not settings.prompt_audio_dir:
            abort(404)
        folder = Path(settings.prompt_audio_dir).resolve() / language
        return send_from_directory(folder, name, max_age=3600)

    @room.get("/<string(length=64):digest>.<any(wav,mp3):form>")
    def sound(digest: str, form: str) -> Response:
        with services.database.read() as connection:
            data = sound_of(connection, digest, SoundFormat(form))
        return lasting(data, digest, SoundFormat(form)) if data is not None else abort(404)

    @room.get("/<string(length=64):digest>.txt")
    def transcript(digest: str) -> Response:
        with services.database.read() as connection:
            found = transcript_of(connection, digest)
        if found is None:
            abort(404)
        return Response(
            found, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"}
        )

    return room


def lasting(data: bytes, digest: str, form: SoundFormat) -> Response:
    """The bytes, whole or in the parts asked for, to be kept for ever: other bytes have another address."""
    response = send_file(BytesIO(data), mimetype=TYPES[form], conditional=True, etag=digest, max_age=FOR_EVER)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response
