"""The two calls over the network: our own public address, and the provider's account."""

from __future__ import annotations

from collections.abc import Iterator

import requests

from intake.config import Settings
from intake.doctor.finding import Finding, fail, ok, warn

TIMEOUT = (3, 5)  # seconds to connect, seconds to answer
REFUSED = {401, 403}


def check_network(settings: Settings) -> Iterator[Finding]:
    """Whether the public address answers, and whether the provider takes the credentials."""
    if settings.public_url:
        yield check_health(settings.public_url)
    if settings.twilio_account_sid and settings.twilio_auth_token and settings.twilio_api_base_url:
        yield check_account(settings)


def check_health(public_url: str) -> Finding:
    """Our own server, asked by the address that the provider uses."""
    url = f"{public_url}/healthz"
    try:
        answer = requests.get(url, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as error:
        return warn("public_unreachable", url=url, error=type(error).__name__)
    return (
        ok("public_answers", url=url)
        if answer.ok
        else warn("public_refuses", url=url, status=answer.status_code)
    )


def check_account(settings: Settings) -> Finding:
    """The provider's account, read and nothing else. A compatible service may not know this address."""
    base = settings.twilio_api_base_url
    url = f"{base}/2010-04-01/Accounts/{settings.twilio_account_sid}.json"
    try:
        answer = requests.get(
            url,
            auth=(settings.twilio_account_sid, settings.twilio_auth_token),
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        return fail("provider_unreachable", url=base, error=type(error).__name__)
    if answer.status_code in REFUSED:
        return fail("provider_refuses", url=base, status=answer.status_code)
    if not answer.ok:
        return warn("provider_odd", url=base, status=answer.status_code)
    return ok("provider_answers", url=base)
