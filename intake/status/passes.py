"""What a browser hands back from page to page instead of a cookie: signed, short-lived, bound to its step.

A pass stands in a hidden field, never in an address. Whoever has it has given the case number and the digits.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from intake.status.policy import FORM_FOR, PASS_FOR

OPENED = "opened"
CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Passes:
    """Signs under the server's own secret."""

    secret: str

    def form(self, at: datetime) -> str:
        """The mark of the first form. The same for everybody within some hours, so that pages are alike."""
        return self.mark(int(at.timestamp() // FORM_FOR.total_seconds()))

    def is_form(self, mark: str, at: datetime) -> bool:
        """Whether the first form came from this server not too long ago."""
        now = int(at.timestamp() // FORM_FOR.total_seconds())
        sent = mark.encode()
        return any(hmac.compare_digest(sent, self.mark(span).encode()) for span in (now, now - 1))

    def mark(self, span: int) -> str:
        return hmac.new(self.secret.encode(), f"status form {span}".encode(), sha256).hexdigest()[:32]

    def issue(self, step: str, at: datetime, values: Mapping[str, Any]) -> str:
        """A pass for the next step. `values` are readable to whoever has it, but can't be altered."""
        signed = self.signer(step).dumps({**values, "at": int(at.timestamp())})
        return str(signed)

    def read(self, step: str, text: str, at: datetime) -> dict[str, Any] | None:
        """The values of a pass for this step; None for one that is forged, over, or for another step."""
        try:
            values = self.signer(step).loads(text)
        except BadData:
            return None
        if not isinstance(values, dict) or timedelta(seconds=at.timestamp() - values["at"]) > PASS_FOR:
            return None
        return values

    def signer(self, step: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=f"status {step}", signer_kwargs={"digest_method": sha256})
