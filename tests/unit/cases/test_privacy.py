"""Numbers are sealed: unreadable without a key, bound to their field, found by a blind index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.cases.privacy import sealer
from intake.errors import SealError, SettingsError

OLD = "old:" + "o" * 40
NEW = "new:" + "n" * 40


@given(st.text(max_size=50))
def test_what_was_sealed_opens_again_and_shows_nothing(text: str) -> None:
    keys = sealer(OLD)
    sealed = keys.seal(text, "caller")
    assert keys.open(sealed, "caller") == text
    assert len(text) < 4 or text.encode() not in sealed
    assert keys.seal(text, "caller") != sealed


def test_a_value_moved_to_another_field_or_altered_does_not_open() -> None:
    keys = sealer(OLD)
    sealed = keys.seal("+8613800138000", "caller")
    with pytest.raises(SealError):
        keys.open(sealed, "complaint.wish_number")
    with pytest.raises(SealError):
        keys.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "caller")


def test_after_rotation_old_values_open_and_numbers_are_still_found() -> None:
    before, after = sealer(OLD), sealer(f"{NEW},{OLD}")
    sealed = before.seal("+8613800138000", "caller")
    assert after.open(sealed, "caller") == "+8613800138000"
    assert after.index("+8613800138000") == before.index("+8613800138000")
    assert after.seal("x", "caller").startswith(b"new:")
    with pytest.raises(SealError):
        sealer(NEW).open(sealed, "caller")


@pytest.mark.parametrize("text", ["", "short", "a:" + "k" * 31, f"{OLD},old:{'p' * 40}"])
def test_keys_that_would_not_protect_are_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        sealer(text)


def test_two_installations_give_the_same_number_different_indexes() -> None:
    assert sealer(OLD).index("+8613800138000") != sealer(NEW).index("+8613800138000")
