"""The attributes of one TwiML verb, each read strictly: a wrong value is a fault, never a default.

Providers differ in what they make of a wrong value (a warning and the default, or an ended call), so
none may be sent. Addresses must be absolute http(s): SignalWire resolves no relative action.
"""

from collections.abc import Set
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from intake.simulator.faults import NOT_IN_SCHEMA, TwimlFault

KEYS = frozenset("0123456789*#")


class Attributes:
    """Typed access to what the element `verb` was given. Every method raises TwimlFault."""

    def __init__(self, verb: str, given: dict[str, str]) -> None:
        self._verb = verb
        self._given = given

    def get(self, name: str) -> str | None:
        return self._given.get(name)

    def _wrong(self, name: str) -> TwimlFault:
        return TwimlFault(NOT_IN_SCHEMA, f"<{self._verb} {name}={self._given[name]!r}> is not allowed")

    def optional_number(self, name: str, *, least: int, most: int = 86400) -> int | None:
        text = self._given.get(name)
        if text is None:
            return None
        if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
            raise self._wrong(name)
        return int(text)

    def number(self, name: str, default: int, *, least: int, most: int = 86400) -> int:
        number = self.optional_number(name, least=least, most=most)
        return default if number is None else number

    def choice(self, name: str, default: str, allowed: Set[str]) -> str:
        if self._given.get(name, default) not in allowed:
            raise self._wrong(name)
        return self._given.get(name, default)

    def flag(self, name: str, default: bool) -> bool:
        return self.choice(name, str(default).lower(), {"true", "false"}) == "true"

    def method(self, name: str) -> str:
        return self.choice(name, "POST", {"GET", "POST"})

    def words(self, name: str, default: Set[str], *, allowed: Set[str]) -> frozenset[str]:
        words = frozenset(self._given.get(name, " ".join(default)).split())
        if not words or not words <= allowed:
            raise self._wrong(name)
        return words

    def keys(self, name: str, default: str, *, most: int) -> str:
        keys = self._given.get(name, default)
        if len(keys) > most or not KEYS.issuperset(keys):
            raise self._wrong(name)
        return keys

    def address(self, name: str) -> str | None:
        return self.absolute(self._given[name]) if name in self._given else None

    def absolute(self, url: str) -> str:
        """`url` if it is absolute http(s) in unreserved ASCII, so that its signature is beyond doubt."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise TwimlFault(NOT_IN_SCHEMA, f"<{self._verb}> needs an absolute address, not {url!r}")
        if not url.isascii() or any(sign.isspace() for sign in url):
            raise TwimlFault(NOT_IN_SCHEMA, f"<{self._verb}> has an address that is not plain ASCII: {url!r}")
        return url


def attributes_of(element: Element, allowed: Set[str]) -> Attributes:
    """The attributes of `element`, none outside `allowed`. Raises TwimlFault."""
    for name in element.attrib:
        if name not in allowed:
            raise TwimlFault(NOT_IN_SCHEMA, f"<{element.tag}> has no attribute {name!r}")
    return Attributes(element.tag, dict(element.attrib))
