"""Uploading the directory's files: kept, previewed, and applied exactly as previewed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import current_viewer, fresh_login_required, needs, see_other, takes_up_to
from intake.console.halls.acting import directing_in
from intake.console.halls.deeds import Directing
from intake.console.halls.in_words import cell_in_words
from intake.console.halls.keeping import forget, keep, kept, sealed
from intake.console.halls.list_page import show_halls
from intake.console.halls.told import tell
from intake.console.halls.uploading import LARGEST_BODY, looked_at, read_uploaded
from intake.console.layout import shown, spoken
from intake.console.managing.tabs import PART
from intake.console.roles import Right
from intake.desk.services import Services
from intake.directory.judging import Judged, judge_and_store
from intake.directory.proposing import Proposal
from intake.errors import DirectoryError, SealError

PREVIEW = f"{PART}.directory_preview"
MOST_FAULTS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """What came of applying. done: whether it was stored. gone: whether there is no such upload any more."""

    proposal: Proposal | None = None
    done: bool = False
    gone: bool = False


def mount(managing: Blueprint, services: Services) -> None:
    """The form's target, the preview, and what one does with it."""

    @takes_up_to(LARGEST_BODY)
    @needs(Right.ADMINISTER)
    def directory_upload() -> ResponseReturnValue:
        try:
            files = read_uploaded(request.files.getlist("files"))
        except DirectoryError as error:
            return show_halls(services, fault=spoken(services)(error.key, **error.values)), 422
        viewer, now, packet = current_viewer(), services.clock(), sealed(services.sealer, files)
        with services.database.write() as connection:
            ref = keep(connection, viewer.account_id, packet, now)
        return see_other(url_for(PREVIEW, ref=ref))

    managing.add_url_rule("/directory/upload", view_func=directory_upload, methods=["POST"])

    @managing.get("/directory/upload/<ref>")
    @needs(Right.ADMINISTER)
    def directory_preview(ref: str) -> ResponseReturnValue:
        with services.database.read() as connection:
            found = looked_up(services, directing_in(services, connection), ref)
        return gone(services) if found is None else preview(services, ref, found)

    @managing.post("/directory/upload/<ref>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_apply(ref: str) -> ResponseReturnValue:
        return told(services, ref, apply(services, ref, request.form.get("digest", "")))

    @managing.post("/directory/upload/<ref>/discard")
    @needs(Right.ADMINISTER)
    def directory_discard(ref: str) -> ResponseReturnValue:
        with services.database.write() as connection:
            forget(connection, current_viewer().account_id, ref)
        flash(spoken(services)("console.halls.discarded"), "info")
        return see_other(url_for("console.managing.directory"))


def looked_up(services: Services, directing: Directing, ref: str) -> Proposal | None:
    """What an upload would change now; None where it is gone, or the keys that it was sealed with are."""
    account_id = directing.viewer.account_id
    try:
        found = kept(directing.connection, services.sealer, account_id, ref, directing.now)
    except SealError:
        return None
    return looked_at(directing, *found) if found else None


def apply(services: Services, ref: str, digest: str) -> Applied:
    """Store what the upload changes, if that is still what the preview with this digest showed."""

    def judge(connection: Connection) -> Judged[Applied]:
        proposal = looked_up(services, directing_in(services, connection), ref)
        if proposal is None:
            return Judged(result=Applied(gone=True))
        if proposal.errors or not proposal.real or proposal.digest != digest:
            return Judged(result=Applied(proposal=proposal))

        def store(writing: Connection) -> None:
            directing = directing_in(services, writing)
            directing.carry_out(proposal)
            forget(writing, directing.viewer.account_id, ref)

        return Judged(result=Applied(proposal=proposal, done=True), store=store)

    try:
        return judge_and_store(services.database, judge)
    except DirectoryError:
        return Applied()


def told(services: Services, ref: str, applied: Applied) -> ResponseReturnValue:
    """Where one goes on: to what changed, or back to a preview that is made anew."""
    words = spoken(services)
    if applied.gone:
        return gone(services)
    if not applied.done or applied.proposal is None:
        flash(words("console.halls.preview_anew"), "wait")
        return see_other(url_for(PREVIEW, ref=ref))
    codes = words("console.comma").join(change.code for change in applied.proposal.real)
    flash(words("console.halls.applied", halls=codes), "good")
    return see_other(address_of(applied.proposal))


def address_of(proposal: Proposal) -> str:
    """The version that was made; the list where there are several, or a new hall."""
    made = proposal.real
    if len(made) > 1 or made[0].before.id is None:
        return url_for("console.managing.directory")
    address = f"{PART}.directory_version"
    return url_for(address, hall_id=made[0].before.id, version=made[0].version)


def gone(services: Services) -> ResponseReturnValue:
    """The upload was applied, discarded, or is too old."""
    flash(spoken(services)("console.halls.upload_gone"), "wait")
    return see_other(url_for("console.managing.directory"))


def preview(services: Services, ref: str, proposal: Proposal) -> ResponseReturnValue:
    return render_template(
        "console/halls/preview.html",
        ref=ref,
        proposal=proposal,
        told=[tell(change) for change in proposal.real],
        in_words=cell_in_words(shown(services)),
        unchanged=[change for change in proposal.changes if not change],
        most=MOST_FAULTS,
    )
