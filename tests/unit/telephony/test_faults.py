"""The table of faults: what may be tried again, and what must never be on a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, ReadTimeout, SSLError
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from intake.telephony.faults import CODES, Kind, failure, refusal
from intake.words import CHINESE, ENGLISH, words


@given(code=st.integers(1, 99999), status=st.integers(400, 499))
def test_an_unlisted_code_is_permanent(code: int, status: int) -> None:
    fault = refusal(status, code)
    if code not in CODES and code != status:
        assert (fault.kind, fault.permanent) == (Kind.UNLISTED, True)


@pytest.mark.parametrize(("status", "code", "kind", "permanent"), [
    (429, 20429, Kind.THROTTLED, False), (429, None, Kind.THROTTLED, False),
    (401, 20003, Kind.CONFIGURATION, False),
    (401, 401, Kind.CONFIGURATION, False), (404, 20404, Kind.ABSENT, True), (400, 21211, Kind.NUMBER, True),
    (400, 21610, Kind.CONSENT, True), (400, 21614, Kind.LANDLINE, True), (400, 22005, Kind.NOT_PLACED, False),
    (500, None, Kind.AMBIGUOUS, False), (502, None, Kind.AMBIGUOUS, False),
    (503, 20500, Kind.AMBIGUOUS, False),
    (400, None, Kind.UNLISTED, True), (503, 20429, Kind.THROTTLED, False),
])  # fmt: skip
def test_a_refusal_is_read_by_its_code_and_else_by_its_status(
    status: int, code: int | None, kind: Kind, permanent: bool
) -> None:
    fault = refusal(status, code)
    assert (fault.kind, fault.permanent) == (kind, permanent)


def test_only_what_can_not_have_been_sent_counts_as_not_placed() -> None:
    refused = NewConnectionError(None, "refused")  # type: ignore[arg-type]
    wrapped = NoConnection(MaxRetryError(None, "/", refused))  # type: ignore[arg-type]
    assert failure(wrapped).kind is Kind.NOT_PLACED
    assert failure(ConnectTimeout()).kind is failure(SSLError()).kind is Kind.NOT_PLACED
    assert failure(ReadTimeout()).kind is Kind.AMBIGUOUS
    assert failure(NoConnection(ProtocolError("reset", ConnectionResetError()))).kind is Kind.AMBIGUOUS


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
@pytest.mark.parametrize("kind", Kind)
def test_every_fault_has_words(language: str, kind: Kind) -> None:
    assert f"telephony.error.{kind}" in words(language)
