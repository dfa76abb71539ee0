"""The error tree of the hotline.

HotlineError
├── SettingsError            a setting is missing or wrong; names the setting
├── DirectoryError           a directory file can't be taken; carries every fault found
├── CalendarError            a day that the working-day tables don't cover, or a table that is wrong
├── SealError                a sealed field can't be opened (key missing, data altered)
├── TransitionError          an event that the case's status does not allow
├── PayloadError             a provider's request lacks a field that it must have
├── AccountError             an account that can't be made or changed this way
├── PromptError              a text or recording that can't stand for a prompt
└── TelephonyError           the provider refused or was not reached; `permanent` says whether to try again

Messages are catalogue keys with values, so that every edge can say them in its user's language.
"""

from __future__ import annotations

from pathlib import Path


class HotlineError(Exception):
    """Root of all errors of ours. `key` is a catalogue key, `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return f"{self.key} {self.values}" if self.values else self.key


class SettingsError(HotlineError):
    """A setting is missing or wrong."""


class DirectoryError(HotlineError):
    """A directory file can't be taken."""


class CalendarError(HotlineError):
    """A day can't be told working or not."""


class SealError(HotlineError):
    """A sealed field can't be opened."""


class TransitionError(HotlineError):
    """An event that the case's status does not allow."""


class PayloadError(HotlineError):
    """A provider's request lacks a field that it must have."""


class TelephonyError(HotlineError):
    """The provider refused or could not be reached."""

    def __init__(self, key: str, *, permanent: bool, **values: object) -> None:
        super().__init__(key, **values)
        self.permanent = permanent


class RulingError(HotlineError):
    """A decision that can't be made now."""


class AccountError(HotlineError):
    """An account that can't be made or changed this way."""


class PromptError(HotlineError):
    """A text or recording that can't stand for a prompt."""


def place_of(error: BaseException) -> str:
    """File and line where an error arose, for logs: its message may quote a caller."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    return f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
