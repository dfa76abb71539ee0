"""What an uploaded recording is, told from its bytes and never from its name; what we take and how long."""

from __future__ import annotations

from dataclasses import dataclass

from intake.errors import PromptError
from intake.prompts.model import SoundFormat
from intake.prompts.mpeg import is_mpeg, read_mpeg
from intake.prompts.riff import is_riff, read_riff

LARGEST = 4 * 1024 * 1024  # bytes
SHORTEST, LONGEST = 0.3, 90.0  # seconds
SLOWEST, FASTEST = 8000, 48000  # samples a second
TELEPHONE_RATE = 8000  # what a line carries; anything above is thrown away on the way
TYPES = {SoundFormat.WAV: "audio/wav", SoundFormat.MP3: "audio/mpeg"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
    """A recording that can be played. rate: samples a second."""

    format: SoundFormat
    seconds: float
    rate: int
    channels: int


def read_sound(data: bytes) -> Sound:
    """What the bytes are. Raises PromptError for what can't be played, or what callers wouldn't bear."""
    if not data:
        raise PromptError("prompts.error.no_file")
    if len(data) > LARGEST:
        raise PromptError("prompts.error.large", most=LARGEST // (1024 * 1024))
    sound = recognised(data)
    if not SLOWEST <= sound.rate <= FASTEST or sound.channels not in {1, 2}:
        raise PromptError("prompts.error.rate", rate=sound.rate, least=SLOWEST, most=FASTEST)
    if sound.seconds < SHORTEST:
        raise PromptError("prompts.error.short")
    if sound.seconds > LONGEST:
        raise PromptError("prompts.error.lasts", seconds=round(sound.seconds), most=round(LONGEST))
    return sound


def recognised(data: bytes) -> Sound:
    """Raises PromptError for anything but a whole WAV or MP3."""
    if is_riff(data):
        wave = read_riff(data)
        return Sound(format=SoundFormat.WAV, seconds=wave.seconds, rate=wave.rate, channels=wave.channels)
    if is_mpeg(data):
        seconds, rate, channels = read_mpeg(data)
        return Sound(format=SoundFormat.MP3, seconds=seconds, rate=rate, channels=channels)
    raise PromptError("prompts.error.format")
