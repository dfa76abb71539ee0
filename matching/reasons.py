"""Why: each decision in sentences that an operator would accept, as codes with values."""

from __future__ import annotations

from functools import lru_cache

from matching.decision import Reason
from matching.evidence import Kind, Part
from matching.fit import Claim, Fit, in_service
from matching.hall import NOON, Duty

NOT_THERE = {Kind.WINDOW: "nobody_there", Kind.STAFF_NO: "not_in_service", Kind.NAME: "name_not_in_service"}
UNKNOWN = {Kind.WINDOW: "window_unknown", Kind.STAFF_NO: "staff_no_unknown", Kind.NAME: "name_unknown"}


def reason(code: str, **values: object) -> Reason:
    return Reason(code=code, values=tuple([(name, str(value)) for name, value in values.items()]))


def why_pinned(fit: Fit, staff_no: str, window: str | None) -> tuple[Reason, ...]:
    """What was said, and where the roster had the person."""
    agreement = (reason("agreement", staff_no=staff_no, window=window),) if fit.agreed else ()
    return (*_said(fit), *_about(fit, staff_no, window), *agreement)


def why_candidate(fit: Fit, staff_no: str) -> tuple[Reason, ...]:
    """What ties this person to the message and what speaks against it."""
    against = [
        reason(f"against_{claim.kind}", value=claim.value)
        for claim in fit.claims
        if staff_no not in claim.anyone
    ]
    return (*_about(fit, staff_no, fit.windows[0] if fit.windows else None), *against)


def why_asked(fit: Fit) -> tuple[Reason, ...]:
    """What was said, and why it does not settle who."""
    found = [*_said(fit), *[reason(f"conflict_{kind}") for kind in fit.conflicts]]
    if any(when and when.first > fit.now.date() for when in fit.whens):
        found.append(reason("when_future"))
    amiss = [_amiss(claim, fit) for claim in fit.claims if not claim.fits_someone]
    found += amiss
    left = len(fit.everyone_left)
    if not fit.claims:
        found.append(reason("nothing_stated"))
    elif not left and not amiss and not fit.conflicts:
        found.append(reason("contradiction"))
    elif len(fit.stated) == 1 and not amiss:
        found.append(reason("one_identifier"))
    if left > 1 and not fit.conflicts:
        found.append(reason("several_left", count=left))
    return tuple(found)


def _said(fit: Fit) -> list[Reason]:
    said = [
        reason(f"{'heard' if c.by_sound and c.kind is Kind.NAME else 'said'}_{c.kind}", value=c.value)
        for c in fit.claims
    ]
    said += [reason("said_surname", value=item.value) for item in fit.surnames]
    days = [when for when in fit.whens if when]
    said += [reason("said_when", first=when.first, last=when.last) for when in days if not when.day]
    return said + [reason(f"said_day_{when.part or 'all'}", day=when.day) for when in days if when.day]


def _amiss(claim: Claim, fit: Fit) -> Reason:
    hall = fit.hall
    known = {
        Kind.WINDOW: claim.value in hall.window_by_label,
        Kind.STAFF_NO: claim.value in hall.staff_by_no,
        Kind.NAME: claim.value in hall.staff_by_name
        or bool(claim.by_sound and hall.sounds.names_like(claim.value)),
    }[claim.kind]
    return reason((NOT_THERE if known else UNKNOWN)[claim.kind], value=claim.value)


def _about(fit: Fit, staff_no: str, window: str | None) -> tuple[Reason, ...]:
    """The person's name, and the last duty that fits."""
    person = fit.hall.staff_by_no.get(staff_no)
    found = (
        [reason("bears_name", staff_no=staff_no, name=person.name)]
        if person and Kind.NAME in fit.stated
        else []
    )
    if person and not [when for when in fit.whens if in_service(person, when, fit.now)]:
        found.append(reason("not_in_service", value=staff_no))
    duty = _last_duty(fit, staff_no, window)
    if duty:
        found.append(_on_duty(duty))
    return tuple(found)


def _last_duty(fit: Fit, staff_no: str, window: str | None) -> Duty | None:
    known = fit.hall.window_by_label.get(window or "")
    if known is None:
        return None
    if fit.windows:
        return fit.last_duties.get(staff_no)
    duties = fit.hall.duties_at(known.label, fit.whens[-1], fit.now)
    return next((duty for duty in reversed(duties) if duty.staff_no == staff_no), None)


@lru_cache(maxsize=4_096)
def _on_duty(duty: Duty) -> Reason:
    half = Part.AM if duty.end <= NOON else Part.PM if duty.start >= NOON else "all"
    return reason(f"on_duty_{half}", staff_no=duty.staff_no, window=duty.window, day=duty.on)
