"""What lies around every resource of the REST face: credentials, ordered faults, refusals, ledger, lists.

Provider facts: HTTP basic auth with account SID and token; a refusal is JSON with code, message, more_info
and status (20003 unauthorised, 20404 no such resource); lists are newest first; compatible services
filter none.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Protocol, TypeVar

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from intake.simulator.carrier import Carrier
from intake.simulator.forms import API_VERSION
from intake.simulator.paging import page_of
from intake.simulator.profiles import Profile
from intake.simulator.refusal import Refused, not_found, refusal_json
from intake.simulator.store import Asked

View = Callable[..., ResponseReturnValue]


class HasSid(Protocol):
    @property
    def sid(self) -> str: ...


Kept = TypeVar("Kept", bound=HasSid)


class Face:
    """The REST face of one network as one profile speaks it; resources are mounted on it."""

    def __init__(self, carrier: Carrier, profile: Profile) -> None:
        self.profile = profile
        self.blueprint = Blueprint("network", __name__)
        self._carrier = carrier

    def at(self, path: str, method: str) -> Callable[[View], View]:
        """Mount a view below the account, behind its credentials."""

        def mount(view: View) -> View:
            name = f"{method}-{path}".replace(".", "-")
            rule = f"/{API_VERSION}/Accounts/<account>/{path}"
            self.blueprint.add_url_rule(rule, name, self._guarded(view), methods=[method])
            return view

        return mount

    def listed(
        self,
        name: str,
        kept: Sequence[Kept],
        is_wanted: Callable[[Kept, Mapping[str, str]], bool],
        described: Callable[[Carrier, Kept], dict[str, object]],
    ) -> ResponseReturnValue:
        """The page that the request asks for, under `name`."""
        asked = request.args.to_dict()
        found = [one for one in reversed(kept) if not self.profile.filters_lists or is_wanted(one, asked)]
        path = f"/{API_VERSION}/Accounts/{self._carrier.account.sid}/{name.capitalize()}.json"
        page, place = page_of(
            found, place=lambda one: self._carrier.store.place(one.sid), path=path, asked=asked
        )
        return jsonify({name: [described(self._carrier, one) for one in page], **place})

    def _guarded(self, view: View) -> View:
        @wraps(view)
        def guarded(account: str, **parts: str) -> ResponseReturnValue:
            try:
                self._check(account)
                answer, status = view(**parts), 200
            except Refused as refusal:
                answer = refusal_json(refusal, self.profile)
            if isinstance(answer, tuple) and isinstance(answer[1], int):
                status = answer[1]
            self._remember(status)
            return answer

        return guarded

    def _check(self, account: str) -> None:
        """Raises Refused for wrong credentials, an unknown account, or a fault that was ordered."""
        given, ours = request.authorization, self._carrier.account
        user, token = (given.username or "", given.password or "") if given else ("", "")
        known = secrets.compare_digest(user.encode(), ours.sid.encode())
        if not (known and secrets.compare_digest(token.encode(), ours.token.encode())):
            raise Refused(401, 20003, "Authenticate")
        if account != ours.sid:
            raise not_found(request.path)
        if self._carrier.store.faults:
            fault = self._carrier.store.faults.popleft()
            raise Refused(fault.status, fault.code, fault.message)

    def _remember(self, status: int) -> None:
        asked = Asked(
            method=request.method,
            path=request.path,
            fields=request.form.to_dict(),
            status=status,
            at=self._carrier.clock(),
        )
        self._carrier.store.ledger.append(asked)
