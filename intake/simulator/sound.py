"""A small valid WAV that stands in for a voice: 8 kHz, 16 bit, mono, as telephone recordings are."""

import io
import math
import struct
import wave

RATE = 8000
TONE_HERTZ = 440
LOUDNESS = 6000
PERIOD = RATE // math.gcd(RATE, TONE_HERTZ)


def tone(seconds: int) -> bytes:
    """A soft tone of `seconds` whole seconds as a WAV file."""
    wave_form = [int(LOUDNESS * math.sin(2 * math.pi * TONE_HERTZ * n / RATE)) for n in range(PERIOD)]
    samples = struct.pack(f"<{PERIOD}h", *wave_form) * (RATE * seconds // PERIOD)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(samples)
    return file.getvalue()
