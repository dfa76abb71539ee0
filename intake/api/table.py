"""All operations of the API."""

from __future__ import annotations

from http import HTTPStatus

from intake.api import complaints, hooks, listing
from intake.api.answers import (
    ComplaintPage,
    Contact,
    CreatedHook,
    DeliveryPage,
    FullComplaint,
    HookList,
    Timeline,
)
from intake.api.creating import create
from intake.api.model import Scope
from intake.api.operations import Operation
from intake.api.schemas import (
    REF,
    ContactReason,
    DeliveryQuery,
    ListQuery,
    NewComplaint,
    NewEvidence,
    NewHook,
)

CASE = {"case_no": r"^[1-9][0-9]{8}$"}
HOOK = {"hook_id": REF}
READ, WRITE = frozenset({Scope.READ}), frozenset({Scope.WRITE})

OPERATIONS = (
    Operation(
        name="create_complaint", method="POST", path="/complaints", scopes=WRITE, answers=create,
        code=HTTPStatus.CREATED, body=NewComplaint, response=FullComplaint, writes=True, keyed=True,
        problems=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        name="list_complaints", method="GET", path="/complaints", scopes=READ, answers=listing.listed,
        query=ListQuery, response=ComplaintPage,
    ),
    Operation(
        name="read_complaint", method="GET", path="/complaints/{case_no}", scopes=READ,
        answers=complaints.read, response=FullComplaint, parameters=CASE,
    ),
    Operation(
        name="add_evidence", method="POST", path="/complaints/{case_no}/evidence", scopes=WRITE,
        answers=complaints.add_evidence, body=NewEvidence, response=FullComplaint, writes=True, keyed=True,
        problems=(HTTPStatus.CONFLICT,), parameters=CASE,
    ),
    Operation(
        name="list_events", method="GET", path="/complaints/{case_no}/events", scopes=READ,
        answers=complaints.timeline, response=Timeline, parameters=CASE,
    ),
    Operation(
        name="read_contact", method="POST", path="/complaints/{case_no}/contact",
        scopes=frozenset({Scope.READ, Scope.CONTACT}), answers=complaints.contact, body=ContactReason,
        response=Contact, writes=True, parameters=CASE,
    ),
    Operation(
        name="create_hook", method="POST", path="/hooks", scopes=READ | WRITE, answers=hooks.register,
        code=HTTPStatus.CREATED, body=NewHook, response=CreatedHook, writes=True, keyed=True,
        problems=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        name="list_hooks", method="GET", path="/hooks", scopes=READ, answers=hooks.listed, response=HookList
    ),
    Operation(
        name="delete_hook", method="DELETE", path="/hooks/{hook_id}", scopes=READ | WRITE,
        answers=hooks.end, code=HTTPStatus.NO_CONTENT, writes=True, parameters=HOOK,
    ),
    Operation(
        name="list_deliveries", method="GET", path="/hooks/{hook_id}/deliveries", scopes=READ,
        answers=hooks.deliveries, query=DeliveryQuery, response=DeliveryPage, parameters=HOOK,
    ),
    Operation(
        name="send_again", method="POST", path="/hooks/{hook_id}/deliveries/{delivery_id}/retry",
        scopes=READ | WRITE, answers=hooks.send_again, code=HTTPStatus.NO_CONTENT, writes=True,
        parameters=HOOK | {"delivery_id": REF},
    ),
)  # fmt: skip
