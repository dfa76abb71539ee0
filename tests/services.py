"""What a test needs from the machine: skipped with the reason where it is missing, but a failure in CI."""

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Ends the test that needs a service of the machine which isn't there."""
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(f"CI must have it: {reason}", pytrace=False)
    pytest.skip(reason)
