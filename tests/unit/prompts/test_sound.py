"""Recordings told from their bytes."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import PromptError
from intake.prompts.model import SoundFormat
from intake.prompts.sound import LARGEST, read_sound
from intake.simulator.sound import tone

FRAME = b"\xff\xfb\x90\x64" + bytes(413)  # 128 kbit/s, 44.1 kHz, 1152 samples
TAG = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)


def riff(
    coding: int, bits: int, size: int, *, rate: int = 8000, channels: int = 1, before: bytes = b""
) -> bytes:
    block = channels * bits // 8
    form = struct.pack("<HHIIHH", coding, channels, rate, rate * block, block, bits)
    body = b"WAVE" + before + b"fmt " + struct.pack("<I", len(form)) + form
    body += b"data" + struct.pack("<I", size) + bytes(size)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_a_wav_is_measured() -> None:
    sound = read_sound(tone(3))
    assert (sound.format, sound.seconds, sound.rate, sound.channels) == (SoundFormat.WAV, 3.0, 8000, 1)


@pytest.mark.parametrize(("coding", "bits"), [(1, 8), (1, 16), (1, 24), (6, 8), (7, 8)])
def test_codings_that_telephones_speak_are_taken(coding: int, bits: int) -> None:
    assert read_sound(riff(coding, bits, 8000 * bits // 8)).seconds == 1.0


def test_other_chunks_of_a_wav_are_passed_over() -> None:
    assert read_sound(riff(1, 16, 16000, before=b"LIST\x03\x00\x00\x00abc\x00")).seconds == 1.0


@pytest.mark.parametrize(("coding", "bits"), [(2, 4), (3, 32), (17, 4), (85, 0), (1, 32), (7, 16)])
def test_other_codings_are_refused(coding: int, bits: int) -> None:
    with pytest.raises(PromptError, match="coding"):
        read_sound(riff(coding, bits, 16000))


@pytest.mark.parametrize("before", [b"", TAG])
def test_an_mp3_is_measured_frame_by_frame(before: bytes) -> None:
    sound = read_sound(before + FRAME * 100)
    assert sound.format is SoundFormat.MP3
    assert sound.seconds == pytest.approx(2.612, abs=0.001)
    assert (sound.rate, sound.channels) == (44100, 2)


def test_an_mp3_may_end_with_a_tag_and_a_frame_that_is_not_whole() -> None:
    assert read_sound(FRAME * 50 + FRAME[:100] + b"TAG" + bytes(125)).seconds > 1


def test_a_file_that_only_begins_like_an_mp3_is_refused() -> None:
    with pytest.raises(PromptError, match="cut_short"):
        read_sound(FRAME * 3 + b"<html>" * 2000)


def test_what_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(PromptError, match="large"):
        read_sound(bytes(LARGEST + 1))


@given(st.binary(max_size=400), st.sampled_from([b"", b"RIFF\x00\x00\x00\x00WAVE", b"ID3", FRAME, TAG]))
def test_whatever_the_bytes_are_they_are_taken_or_refused_in_words(rest: bytes, begins: bytes) -> None:
    try:
        assert read_sound(begins + rest).seconds > 0
    except PromptError as refused:
        assert refused.key.startswith("prompts.error.")
