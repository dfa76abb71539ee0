"""What a form says of an account, as typed; and read, with what is wrong by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from intake.console.accounts import Account, Profile
from intake.console.roles import Role
from intake.words import CHINESE, LANGUAGES

LONGEST_NAME, LONGEST_STAFF_NO = 64, 32
ERROR = "console.managing.error_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """The fields as they were typed. hall: its id, empty for all halls."""

    login: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    language: str = CHINESE
    hall: str = ""
    staff_no: str = ""
    is_active: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What could be read. faults: catalogue keys by field. profile: None where there are any."""

    profile: Profile | None
    faults: Mapping[str, str]


def filled_in(form: MultiDict[str, str]) -> Filled:
    """The fields of a form."""
    text = {name: form.get(name, "").strip() for name in ("login", "name", "language", "hall", "staff_no")}
    return Filled(**text, roles=tuple(form.getlist("roles")), is_active=bool(form.get("is_active")))


def filled_with(account: Account) -> Filled:
    """The fields as the account has them."""
    profile = account.profile
    return Filled(
        login=account.login,
        name=profile.name,
        roles=tuple(role.value for role in Role if role in profile.roles),
        language=profile.language,
        hall=str(profile.hall_id) if profile.hall_id is not None else "",
        staff_no=profile.staff_no or "",
        is_active=account.is_active,
    )


def read(filled: Filled, halls: Sequence[str], *, all_halls: bool) -> Read:
    """The form read. halls: ids that may be chosen; all_halls: so may none of them."""
    wrong = {
        "name": not 0 < len(filled.name) <= LONGEST_NAME,
        "roles": not filled.roles or not set(filled.roles) <= set(Role),
        "hall": filled.hall not in halls and not (all_halls and not filled.hall),
        "staff_no": len(filled.staff_no) > LONGEST_STAFF_NO,
        "language": filled.language not in LANGUAGES,
    }
    faults = {name: f"{ERROR}{name}" for name, is_wrong in wrong.items() if is_wrong}
    if faults:
        return Read(profile=None, faults=faults)
    profile = Profile(
        name=filled.name,
        roles=frozenset(map(Role, filled.roles)),
        language=filled.language,
        hall_id=int(filled.hall) if filled.hall else None,
        staff_no=filled.staff_no or None,
    )
    return Read(profile=profile, faults={})
