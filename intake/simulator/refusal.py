"""What the REST face answers instead of doing something, in the provider's form."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from intake.simulator.profiles import Profile


class Refused(Exception):
    """HTTP status, the provider's code, its message. `is_fault_of_form`: it was asked wrongly."""

    def __init__(self, status: int, code: int, message: str, *, is_fault_of_form: bool = False) -> None:
        super().__init__(message)
        self.status, self.code, self.is_fault_of_form = status, code, is_fault_of_form


def malformed(code: int, message: str) -> Refused:
    """A faulty request: 400 with its own code, or what the profile says instead of both."""
    return Refused(400, code, message, is_fault_of_form=True)


def not_found(path: str) -> Refused:
    return Refused(404, 20404, f"The requested resource {path} was not found")


def refusal_json(refusal: Refused, profile: Profile) -> ResponseReturnValue:
    status, code = refusal.status, refusal.code
    if refusal.is_fault_of_form and profile.refuses_as is not None:
        status, code = profile.refuses_as
    body = {
        "code": str(code) if profile.codes_as_text else code,
        "message": str(refusal),
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    return jsonify(body), status
