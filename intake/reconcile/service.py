"""Comparing with the provider's lists: each subject on its own, so that one list's fault stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from intake.callbacks.facts import RECONCILED, note_fact
from intake.desk.services import Services
from intake.reconcile import incoming, messages, outgoing, placed, recordings
from intake.reconcile.provider import Lists
from intake.reconcile.report import Marks, Part, Report
from intake.telephony.faults import ProviderFault

Comparison = Callable[[Services, Lists, datetime, datetime], Marks]

# Calls before recordings, so that a recording finds the conversation of a missed call.
COMPARISONS: Mapping[str, Comparison] = {
    "messages_in": messages.bring_in,
    "messages_out": outgoing.settle,
    "calls_in": incoming.bring_in,
    "calls_out": placed.settle,
    "recordings": recordings.bring_in,
}

log = logging.getLogger(__name__)


def run(
    services: Services,
    provider: Lists,
    since: datetime,
    now: datetime,
    comparisons: Mapping[str, Comparison] = COMPARISONS,
) -> Report:
    """Compare and mend what the provider did from `since` on. Harmless at any time, and twice at once.

    Raises DBAPIError where the store is away; what was brought in until then stays.
    """
    parts = []
    for subject, compare in comparisons.items():
        parts.append(compared(subject, partial(compare, services, provider, since, now)))
    report = Report(since=since, at=now, parts=tuple(parts))
    with services.database.write() as connection:
        note_fact(connection, RECONCILED, now, report.as_values())
    return report


def compared(subject: str, compare: Callable[[], Marks]) -> Part:
    """One subject's part of the report."""
    try:
        return Part(subject=subject, marks=compare())
    except ProviderFault as fault:
        log.warning("%s could not be compared: %s", subject, fault.reason)
        return Part(subject=subject, marks=Marks(), fault=fault.reason)
