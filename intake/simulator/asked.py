"""What the page's API was asked, read strictly. Raises BadRequest for anything else."""

import re
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import BadRequest

from intake.simulator.behaviour import Behaviour, Called
from intake.simulator.profiles import PROFILES, Profile

NUMBER = re.compile(r"\+?[0-9]{3,15}")
LONGEST_TEXT = 1600


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Which telephone: its number, the number it dials, and over what kind of line."""

    number: str
    hotline: str
    profile: Profile
    withheld: bool


def asked_behaviour() -> Behaviour:
    """What the coming call is to meet, by its name in the JSON body."""
    name = asked_text("next")
    if name not in set(Called):
        raise BadRequest
    return Behaviour(called=Called(name))


def asked_line() -> Line:
    """The telephone that a JSON body describes."""
    return Line(
        number=number_of(asked_text("from")),
        hotline=number_of(asked_text("to")),
        profile=_profile(asked_text("profile")),
        withheld=_body().get("withheld") is True,
    )


def asked_text(name: str) -> str:
    """A text of the JSON body."""
    text = _body().get(name)
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise BadRequest
    return text


def asked_seconds(text: str | None) -> int:
    if text is None or not re.fullmatch(r"[0-9]{1,4}", text):
        raise BadRequest
    return int(text)


def number_of(text: str) -> str:
    """A telephone number without the signs that people put between its digits."""
    bare = re.sub(r"[\s().-]", "", text)
    if not NUMBER.fullmatch(bare):
        raise BadRequest
    return bare


def _profile(name: str) -> Profile:
    if name not in PROFILES:
        raise BadRequest
    return PROFILES[name]


def _body() -> dict[str, object]:
    body = request.get_json()
    if not isinstance(body, dict):
        raise BadRequest
    return body
