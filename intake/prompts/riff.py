"""WAV read by its chunks (Microsoft, Multimedia Programming Interface 1.0): what telephony services play.

They play PCM and the two telephone laws; a compressed WAV, or one cut short, would leave callers in silence.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from intake.errors import PromptError

PCM, A_LAW, MU_LAW, EXTENSIBLE = 1, 6, 7, 0xFFFE
BITS = {PCM: {8, 16, 24}, A_LAW: {8}, MU_LAW: {8}}
HEAD = struct.Struct("<4sI")
FORMAT = struct.Struct("<HHIIHH")
SUB_FORMAT = slice(24, 26)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """rate: samples a second."""

    seconds: float
    rate: int
    channels: int


def is_riff(data: bytes) -> bool:
    """Whether it begins as a WAV does."""
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Name, content, and whether the content is all there, of every chunk in order."""
    place = 12
    while place + HEAD.size <= len(data):
        name, size = HEAD.unpack_from(data, place)
        place += HEAD.size
        yield name, data[place : place + size], place + size <= len(data)
        place += size + size % 2


def read_riff(data: bytes) -> Wave:
    """Raises PromptError for a WAV that is cut short or whose coding telephones don't speak."""
    form = b""
    for name, content, is_whole in chunks(data):
        if name == b"fmt ":
            form = content
        if name == b"data":
            if not is_whole:
                raise PromptError("prompts.error.cut_short")
            return measured(form, len(content))
    raise PromptError("prompts.error.cut_short")


def measured(form: bytes, size: int) -> Wave:
    """How long `size` bytes in this form last. Raises PromptError."""
    if len(form) < FORMAT.size:
        raise PromptError("prompts.error.cut_short")
    coding, channels, rate, _per_second, block, bits = FORMAT.unpack_from(form)
    if coding == EXTENSIBLE and len(form) >= SUB_FORMAT.stop:
        coding = int.from_bytes(form[SUB_FORMAT], "little")
    if bits not in BITS.get(coding, ()) or block != channels * bits // 8 or not block or not rate:
        raise PromptError("prompts.error.coding")
    return Wave(seconds=size / block / rate, rate=rate, channels=channels)
