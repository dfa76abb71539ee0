"""Sealing: complainants' numbers are stored encrypted, and found by a keyed index that can't be reversed.

AES-256-GCM with a random nonce; the key's id stands in front and the field's name is authenticated with it,
so a value moved to another field won't open. The index is HMAC-SHA-256 under a key of its own. Both come from
the secrets in `HOTLINE_ENCRYPTION_KEYS` by HKDF, and live outside the database.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake.errors import SealError, SettingsError

SHORTEST_SECRET = 32
NONCE = 12
# What a sealed number is bound to: where it came from, so that one can't be passed off as another.
CALLER_COLUMN = "caller"
WISH_COLUMN = "complaint.wish_number"
NAME_COLUMN = "complaint.complainant"
TAIL_DIGITS = 4


def derived(secret: str, purpose: bytes) -> bytes:
    """A 256-bit key for one purpose from a secret (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"hotline-intake " + purpose).derive(
        secret.encode()
    )


def parse_keys(text: str) -> tuple[tuple[str, str], ...]:
    """`ID:KEY,ID:KEY` as pairs, newest first; a key without an id is named by its hash.

    Raises SettingsError for a short key or a repeated id.
    """
    pairs = []
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, _, secret = entry.rpartition(":")
        if len(secret) < SHORTEST_SECRET:
            raise SettingsError(
                "settings.error.short_key", name="HOTLINE_ENCRYPTION_KEYS", least=SHORTEST_SECRET
            )
        pairs.append((name or sha256(secret.encode()).hexdigest()[:8], secret))
    if not pairs or len({name for name, _ in pairs}) != len(pairs):
        raise SettingsError("settings.error.keys", name="HOTLINE_ENCRYPTION_KEYS")
    return tuple(pairs)


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens fields, and gives the index of a number.

    keys: ciphers by key id. current: the id that new values are sealed with.
    """

    current: str
    keys: dict[str, AESGCM] = field(repr=False)
    index_key: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)

    def seal(self, text: str, column: str) -> bytes:
        """The text as `ID:nonce+ciphertext`, bound to the column's name."""
        nonce = secrets.token_bytes(NONCE)
        name = self.current.encode()
        return (
            name
            + b":"
            + nonce
            + self.keys[self.current].encrypt(nonce, text.encode(), name + column.encode())
        )

    def open(self, sealed: bytes, column: str) -> str:
        """The text again. Raises SealError when the key is missing or anything was altered."""
        name, _, rest = sealed.partition(b":")
        cipher = self.keys.get(name.decode(errors="replace"))
        if cipher is None:
            raise SealError("seal.error.key_missing", key_id=name.decode(errors="replace"))
        try:
            return cipher.decrypt(rest[:NONCE], rest[NONCE:], name + column.encode()).decode()
        except InvalidTag:
            raise SealError("seal.error.altered", column=column) from None

    def index(self, number: str) -> str:
        """The look-up value of an E.164 number: equal numbers give equal values, and nothing else is told."""
        return hmac.new(self.index_key, number.encode(), sha256).hexdigest()[:32]

    def tail(self, digits: str) -> str:
        """The look-up value of a number's last four digits, for a number or the digits alone.

        There are ten thousand of them: without the key nothing is told but which cases share theirs.
        """
        last = b"tail " + digits[-TAIL_DIGITS:].encode()
        return hmac.new(self.index_key, last, sha256).hexdigest()[:32]


def sealer(keys: str) -> Sealer:
    """A sealer from the setting's text. The index stays under the oldest key, so that rotation keeps it."""
    pairs = parse_keys(keys)
    oldest = pairs[-1][1]
    return Sealer(
        current=pairs[0][0],
        keys={name: AESGCM(derived(secret, b"seal")) for name, secret in pairs},
        index_key=derived(oldest, b"index"),
        audit_key=derived(oldest, b"audit"),
    )
