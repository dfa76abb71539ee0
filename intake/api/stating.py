"""What another system states, as a form for the interview."""

from __future__ import annotations

from http import HTTPStatus

from intake.api.problems import Problem
from intake.api.schemas import Statement
from intake.telephony.twiml import clean
from matching.evidence import Kind, When
from matching.interview import Scene
from matching.interview.stated import Form, stated_value

LONGEST_HEARD = 6000


def form_of(new: Statement, text: str, scene: Scene) -> Form:
    """The fields in standard form. Raises Problem for one that can't be read as what it should be."""
    values = {"window": "", "staff_no": ""}
    unread = []
    for name, kind in (("window", Kind.WINDOW), ("staff_no", Kind.STAFF_NO)):
        if stated := getattr(new, name):
            value = stated_value(kind, stated, scene)
            if value is None:
                unread.append((f"/{name}", "unreadable"))
            values[name] = value or ""
    if unread:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", errors=unread)
    when = When(first=new.day, last=new.day, part=new.part) if new.day else None
    return Form(window=values["window"], staff_no=values["staff_no"], when=when, words=text)


def in_words(new: Statement, text: str) -> str:
    """What was stated as it is kept, the free words first; the fields by their own names."""
    fields = {
        "window": new.window,
        "staff_no": new.staff_no,
        "day": new.day.isoformat() if new.day else None,
        "part": new.part.value if new.part else None,
    }
    lines = [text, *(f"{name}: {value}" for name, value in fields.items() if value)]
    return clean("\n".join(filter(None, lines)), LONGEST_HEARD)
