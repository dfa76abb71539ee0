"""What makes a provider drop a call or a message: one exception, with the provider's own code.

Codes (twilio.com/docs/api/errors): 11200 fetch failed, 11750 answer over 64 kB, 12100 not parseable,
12200 not in the schema, 12300 wrong content type, 21617 message text over 1600 characters.
"""

FETCH_FAILED = 11200
TOO_LARGE = 11750
NOT_PARSEABLE = 12100
NOT_IN_SCHEMA = 12200
WRONG_CONTENT_TYPE = 12300
MESSAGE_TOO_LONG = 21617


class TwimlFault(Exception):
    """An answer that a provider would not execute; `code` is the provider's, `reason` for developers."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
