"""`/status`: the complainant's page. No cookie, no script, no number in any address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.desk.services import Services
from intake.status import service
from intake.status.filled import Filled, filled_in, key_of
from intake.status.opening import Lock, Opened, client_address, try_to_open
from intake.status.passes import CHECKED, OPENED, Passes
from intake.status.service import Done, Open, ReadBack
from intake.status.shown import hotline
from intake.words import LANGUAGES, Words, language_of, words

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
}
REFUSED, WRONG, GONE, LATER = 403, 422, 409, 429
OWN_SITES = frozenset({"same-origin", "none", ""})
CHANGE = "change"


def status_blueprint(services: Services) -> Blueprint:
    """The public page of one case."""
    room = Blueprint(
        "status", __name__, url_prefix="/status", template_folder="templates", static_folder="static"
    )
    pages = Pages(services)
    room.after_request(guarded)
    room.get("", strict_slashes=False)(pages.ask)
    room.post("", strict_slashes=False)(pages.open)
    steps = {"case": pages.case, "check": pages.check, "confirm": pages.confirm}
    for path, page in (steps | {"confidential": pages.confidential}).items():
        room.post(f"/{path}", endpoint=path)(page)
        # Whoever reloads or comes back without what was sent begins anew.
        room.get(f"/{path}", endpoint=f"{path}_again")(start_again)
    return room


def guarded(response: Response) -> Response:
    """The headers of every page; files may be kept for a while."""
    if request.endpoint == f"{request.blueprint}.static":
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response
    response.headers.update(HEADERS)
    return response


def start_again() -> ResponseReturnValue:
    return redirect(url_for("status.ask", language=request.args.get("language")), 303)


def chosen() -> Words:
    """The page's language: `?language=`, then the browser's, then Chinese."""
    asked = request.args.get("language", "")
    if not asked:
        asked = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans-CN", "en"], "zh-CN")
    return words(language_of(asked))


class Pages:
    """The page's steps. Each one takes a pass of the step before it."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.passes = Passes(services.settings.secret_key)
        self.lock = Lock.of(services.sealer)

    def ask(self) -> ResponseReturnValue:
        return self.asking()

    def asking(
        self, code: int = 200, problem: str = "", faults: object = None, wait: timedelta | None = None
    ) -> Response:
        """The first form, with what went wrong."""
        at = self.services.clock()
        with self.services.database.read() as connection:
            number = hotline(self.services, connection)
        minutes = -(-int(wait.total_seconds()) // 60) if wait else 0
        response = self.page(
            "ask",
            mark=self.passes.form(at),
            problem=problem,
            faults=faults or {},
            number=number,
            minutes=minutes,
        )
        response.status_code = code
        if wait:
            response.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
        return response

    def open(self) -> ResponseReturnValue:
        """A case number and four digits; one answer for whatever doesn't fit."""
        at, key = self.services.clock(), key_of(request.form)
        from_here = request.headers.get("Sec-Fetch-Site", "") in OWN_SITES
        if not (from_here and self.passes.is_form(request.form.get("mark", ""), at)):
            return self.asking(WRONG, "status_page.error.form_old")
        if key.faults:
            return self.asking(WRONG, "status_page.error.fields", key.faults)
        address = client_address(request.remote_addr, request.headers.get("X-Forwarded-For", ""))
        opened, wait = try_to_open(self.services.database, self.lock, key.case_no, key.digits, address, at)
        if opened is Opened.LATER:
            return self.asking(LATER, "status_page.error.too_many", wait=wait)
        if opened is Opened.NO:
            return self.asking(REFUSED, "status_page.error.no_match")
        return self.show(key.case_no, Filled())

    def case(self) -> ResponseReturnValue:
        """The open case once more, in another language for instance."""
        found = self.allowed(OPENED)
        return self.show(found["case"], filled_in(request.form)) if found else self.over()

    def check(self) -> ResponseReturnValue:
        """What was filled in, read back."""
        found = self.allowed(OPENED)
        if found is None:
            return self.over()
        return self.answer(
            service.read_back(self.services, found["case"], filled_in(request.form), chosen()), found["case"]
        )

    def confirm(self) -> ResponseReturnValue:
        """It counts now; or it is changed once more."""
        found = self.allowed(CHECKED)
        if found is None:
            return self.over()
        if request.form.get("action") == CHANGE:
            return self.show(found["case"], Filled(**found["filled"]))
        done = service.confirm(self.services, found, chosen().language)
        if done:
            return self.answer(done, found["case"])
        # Something happened meanwhile: it is read back once more, as it stands now.
        again = service.read_back(self.services, found["case"], Filled(**found["filled"]), chosen())
        return self.answer(again, found["case"], changed=True)

    def confidential(self) -> ResponseReturnValue:
        """Kept confidential from now on; sent twice it is so all the same."""
        found = self.allowed(OPENED)
        if found is None:
            return self.over()
        return self.answer(service.keep_confidential(self.services, found["case"], chosen()), found["case"])

    def show(self, case_no: str, filled: Filled) -> Response:
        return self.answer(service.open_case(self.services, case_no, chosen(), filled), case_no)

    def answer(
        self, found: Open | ReadBack | Done | None, case_no: str, *, changed: bool = False
    ) -> Response:
        """The page of what a use case came to."""
        if found is None:
            return self.over()
        pass_ = self.passes.issue(OPENED, self.services.clock(), {"case": case_no})
        if isinstance(found, Open):
            response = self.page("case", found=found, shown=found.shown, passing=pass_)
            response.status_code = WRONG if found.faults else 200
            return response
        if isinstance(found, ReadBack):
            checked = self.passes.issue(CHECKED, self.services.clock(), found.ties)
            response = self.page("check", found=found, shown=found.shown, passing=checked, changed=changed)
            response.status_code = GONE if changed else 200
            return response
        return self.page("done", found=found, shown=found.shown, passing=pass_)

    def allowed(self, step: str) -> dict[str, Any] | None:
        return self.passes.read(step, request.form.get("pass", ""), self.services.clock())

    def over(self) -> Response:
        return self.asking(WRONG, "status_page.error.over")

    def page(self, name: str, **values: object) -> Response:
        texts = chosen()
        other = next(language for language in LANGUAGES if language != texts.language)
        address: Callable[..., str] = url_for
        return make_response(
            render_template(
                f"status/{name}.html",
                t=texts,
                other=other,
                to=lambda step: address(f"status.{step}", language=texts.language),
                **values,
            )
        )
