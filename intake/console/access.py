"""Who looks, and what they may: the viewer of a request, and the marks by which views say whom they admit.

A view of the console without a mark is closed to everybody (`intake/console/guard.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user

from intake.console.roles import Right, Role, rights_of

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
MARK = "admits"
LARGEST = "largest_body"
FRESH = "wants_fresh_login"


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """Who looks at a page.

    hall_id: the only hall they may see; None for all. staff_no: their own number there.
    language: `zh` or `en`. fresh: the password was given within the last ten minutes.
    timezone: of their hall; empty for all halls. others: who else looks at the same page, by hall and staff
    number, so that what concerns them is not there either.
    """

    account_id: int
    login: str
    name: str
    roles: frozenset[Role]
    hall_id: int | None
    staff_no: str | None
    language: str
    fresh: bool
    timezone: str = ""
    others: frozenset[tuple[int | None, str]] = frozenset()

    def is_among(self, wanted: Collection[Role | Right]) -> bool:
        """Whether they have one of these roles or rights."""
        return bool((self.roles | self.rights) & set(wanted))

    def may(self, right: Right | str) -> bool:
        """Whether any of their roles has the right."""
        return Right(right) in self.rights

    @property
    def rights(self) -> frozenset[Right]:
        """All that their roles may do, in the halls that they have to do with."""
        return rights_of(self.roles, of_one_hall=self.hall_id is not None)


class LoggedIn(UserMixin):  # type: ignore[misc]  # ships no types
    """What Flask-Login knows of somebody: the token of their session, and through it the viewer."""

    def __init__(self, token: str, viewer: Viewer) -> None:
        self.id = token
        self.viewer = viewer


def current_viewer() -> Viewer:
    """Who makes this request. Ends it with 401 where nobody is logged in."""
    found = viewer_or_none()
    return found if found is not None else abort(401)


def viewer_or_none() -> Viewer | None:
    """Who makes this request, if anybody is logged in."""
    viewer: Viewer | None = getattr(current_user, "viewer", None)
    return viewer


def needs(*wanted: Role | Right) -> Callable[[View], View]:
    """The view is for whoever has one of these roles or rights; others get 403."""

    def mark(view: View) -> View:
        @wraps(view)
        def admitted(*args: Any, **values: Any) -> ResponseReturnValue:
            if not current_viewer().is_among(wanted):
                abort(403)
            return view(*args, **values)

        setattr(admitted, MARK, wanted)
        return admitted  # type: ignore[return-value]  # the same shape as the view

    return mark


def everyone(view: View) -> View:
    """The view is for whoever is logged in, whatever their roles."""
    return needs(*Role)(view)


def anyone(view: View) -> View:
    """The view is open to those who are not logged in."""

    @wraps(view)
    def admitted(*args: Any, **values: Any) -> ResponseReturnValue:
        return view(*args, **values)

    setattr(admitted, MARK, None)
    return admitted  # type: ignore[return-value]  # the same shape as the view


def takes_up_to(size: int) -> Callable[[View], View]:
    """The view takes request bodies of up to `size` bytes; others take 64 kB. Goes on top of `needs`."""

    def mark(view: View) -> View:
        setattr(view, LARGEST, size)
        return view

    return mark


def fresh_login_required(view: View) -> View:
    """The view wants the password given within the last ten minutes, else it is asked for and one comes back.

    A form that was sent waits meanwhile, unless it has a secret in it (`intake/console/confirming.py`).
    Goes below `needs`.
    """
    setattr(view, FRESH, True)
    return view


def see_other(address: str) -> ResponseReturnValue:
    """Go to another page: after a form, and from within a page that htmx updates."""
    if request.headers.get("HX-Request"):
        return Response(status=200, headers={"HX-Redirect": address})
    return redirect(address, 303)


def way_back() -> str:
    """The page to come back to: this one, or for a form and a part of a page the one that it stood on."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return inside(request.full_path.rstrip("?"))
    came_from = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if came_from.netloc != request.host:
        return home()
    return inside(came_from.path + (f"?{came_from.query}" if came_from.query else ""))


def inside(address: str | None) -> str:
    """The address if it leads to a page of the console, else the console's first page."""
    if not address or "\\" in address or not address.startswith(home()):
        return home()
    parts = urlsplit(address)
    return home() if parts.scheme or parts.netloc else address


def home() -> str:
    """The console's first page."""
    return url_for("console.home")
