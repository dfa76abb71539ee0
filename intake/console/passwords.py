"""Passwords and one-time codes: how they are kept, checked, and what they must be like."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12  # NIST SP 800-63B-4, 3.1.1.2 asks for 15, or 8 beside a second factor; length, not symbols
LONGEST = 128
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken when read out
STEP = 30  # seconds that a one-time code stands for (RFC 6238)
COLUMN = "account.totp"
ISSUER = "Hotline Intake"


class Passwords:
    """Argon2id (RFC 9106). Takes about as long for a login that doesn't exist as for one that does."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()

    def hashed(self, password: str) -> str:
        """The password as it is kept."""
        return self._hasher.hash(password)

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether it is the password that is kept; None for an account that doesn't exist."""
        try:
            self._hasher.verify(kept or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())


def fault_of(password: str, said_of_the_person: Iterable[str]) -> str | None:
    """Why this can't be a password, as a catalogue key; None if it can."""
    lowered = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        return "console.error.password_length"
    told = [word.casefold() for word in said_of_the_person if len(word) >= 2]
    if len(set(password)) < 5 or any(
        word in lowered and len(password) - len(word) < SHORTEST for word in told
    ):
        return "console.error.password_simple"
    return None


def new_password() -> str:
    """A password that nobody chose, to be read out and typed: about 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def new_code_key() -> str:
    """A key for one-time codes, in base 32."""
    return pyotp.random_base32()


def code_address(key: str, login: str) -> str:
    """The `otpauth:` address that an authenticator takes the key from."""
    return pyotp.TOTP(key).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of_code(key: str, code: str, now: datetime) -> int | None:
    """The time step that the code belongs to, the present one or one beside it; None for a wrong code."""
    present = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(key)
    plain = "".join(code.split())
    fitting = (step for step in (present, present - 1, present + 1) if is_same(totp.at(step * STEP), plain))
    return next(fitting, None)


def is_same(expected: str, given: str) -> bool:
    return secrets.compare_digest(expected.encode(), given.encode())
