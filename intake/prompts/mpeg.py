"""MP3 read frame by frame (ISO 11172-3, 13818-3): whether it is one all through, and how long it lasts."""

from __future__ import annotations

from dataclasses import dataclass

from intake.errors import PromptError

TAG, TAG_HEAD = b"ID3", 10
LAYER_III = 1
VERSION_1, VERSION_2, VERSION_25 = 3, 2, 0
RATES = {
    VERSION_1: (44100, 48000, 32000),
    VERSION_2: (22050, 24000, 16000),
    VERSION_25: (11025, 12000, 8000),
}
BIT_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BIT_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
MONO = 3
LEAST_FRAMES = 5
ODD = 0.02  # part of the file that may be no frame: tags at the end, a last frame that was not finished
LEAST_ODD = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """size: bytes. samples: of each channel. rate: samples a second."""

    size: int
    samples: int
    rate: int
    channels: int


def is_mpeg(data: bytes) -> bool:
    """Whether it begins as an MP3 does."""
    return frame_at(data, after_tag(data)) is not None


def after_tag(data: bytes) -> int:
    """Where the sound begins: behind the tag with title and the like (ID3v2, 3.1), if there is one."""
    if data[:3] != TAG or len(data) < TAG_HEAD:
        return 0
    size = 0
    for part in data[6:TAG_HEAD]:
        size = size << 7 | part & 0x7F
    return TAG_HEAD + size


def frame_at(data: bytes, place: int) -> Frame | None:
    """The frame that begins here; None where none does."""
    head = data[place : place + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version not in RATES or layer != LAYER_III or not 0 < bits < 15 or rate == 3:
        return None
    is_first = version == VERSION_1
    samples, hertz = 1152 if is_first else 576, RATES[version][rate]
    kilobits = (BIT_RATES_1 if is_first else BIT_RATES_2)[bits]
    size = samples // 8 * kilobits * 1000 // hertz + padding
    return Frame(size=size, samples=samples, rate=hertz, channels=1 if head[3] >> 6 == MONO else 2)


def read_mpeg(data: bytes) -> tuple[float, int, int]:
    """Seconds, samples a second, channels. Raises PromptError for what is no MP3 all through."""
    place = after_tag(data)
    first, count, samples = frame_at(data, place), 0, 0
    if first is None:
        raise PromptError("prompts.error.format")
    while (frame := frame_at(data, place)) and place + frame.size <= len(data):
        if frame.rate != first.rate:
            break
        place, count, samples = place + frame.size, count + 1, samples + frame.samples
    if count < LEAST_FRAMES or len(data) - place > max(LEAST_ODD, len(data) * ODD):
        raise PromptError("prompts.error.cut_short")
    return samples / first.rate, first.rate, first.channels
