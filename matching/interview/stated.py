"""Hearing a form: fields for window, staff number and day beside free words, by the rules of a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from matching.evidence import Evidence, Kind, Source, When
from matching.extract import COMPLAINT, Reading, read
from matching.interview.called import as_incoming
from matching.interview.state import Heard, Interview, Purpose, Scene, Step
from matching.interview.steps import restate, weigh
from matching.interview.tell import ask_next, is_other_case, merge, purpose_of
from matching.labels import label_for

LETTERED = re.compile(r"[A-Z]+-?[0-9]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What was filled in. Empty fields say nothing; `window` and `staff_no` come from `stated_value`."""

    window: str = ""
    staff_no: str = ""
    when: When | None = None
    words: str = ""


def stated_value(kind: Kind, text: str, scene: Scene) -> str | None:
    """A field's window or staff number in standard form; None where it can't be read.

    `3号窗口`, `三号` and `3` are one window. A value that the directory lacks stays as it was stated. Letters
    that belong to the number are never dropped: `ZZ9` is not window 9.
    """
    if scene.hall is None:
        return unicodedata.normalize("NFKC", text).strip() or None
    written = unicodedata.normalize("NFKC", text).strip().upper()
    exact = label_for(written, scene.hall) if kind is Kind.WINDOW else written
    if exact in (scene.hall.window_by_label if kind is Kind.WINDOW else scene.hall.staff_by_no):
        return exact
    reading = read(text, source=Source.SMS, hall=scene.hall, received_at=scene.at, asked=kind)
    values = {item.value for item in reading.evidence if item.kind is kind}
    if len(values) != 1 or len(values) != len({item.value for item in reading.evidence if item.value}):
        return None
    value = values.pop()
    lettered = LETTERED.search(written)
    if lettered and value.isdecimal() and not re.fullmatch(r"(WINDOW|COUNTER|NO|STAFF)-?[0-9]+", lettered[0]):
        return lettered[0]
    return value


def hear_form(interview: Interview, form: Form, scene: Scene) -> Heard:
    """The interview after a form. A field replaces what was stated of its kind; words add to it.

    Words that are about somebody else than the open case give `other_case`, as in a text message.
    """
    interview = as_incoming(interview)
    begun = replace(interview, step=Step.TELL, tries=0, note=None, offer="", asked=None, asked_times=())
    items = evidence_of(form)
    stated = restate(begun, *items)
    if scene.hall is None:
        # Kept until somebody says which hall it is about; nothing can be looked up before.
        return Heard(stated)
    reading = words_of(form, scene)
    merged = merge(stated, reading)
    about = replace(reading, kind=COMPLAINT) if items else reading
    merged = replace(merged, purpose=purpose_of(interview, about))
    if merged.purpose is Purpose.OTHER:
        return Heard(replace(merged, step=Step.DONE))
    decision = weigh(merged, scene)
    if interview.evidence and is_other_case(stated, reading, decision, scene):
        return Heard(interview, other_case=True)
    return ask_next(merged, replace(reading, evidence=(*items, *reading.evidence)), decision)


def words_of(form: Form, scene: Scene) -> Reading:
    """What the words say; a form without any is about a complaint all the same."""
    if not form.words or scene.hall is None:
        return Reading(kind=COMPLAINT)
    return read(form.words, source=Source.SMS, hall=scene.hall, received_at=scene.at)


def evidence_of(form: Form) -> tuple[Evidence, ...]:
    """The fields as evidence."""
    written = ((Kind.WINDOW, form.window), (Kind.STAFF_NO, form.staff_no))
    items = [
        Evidence(kind=kind, source=Source.SMS, value=value, raw=value) for kind, value in written if value
    ]
    if form.when:
        items.append(Evidence(kind=Kind.WHEN, source=Source.SMS, when=form.when))
    return tuple(items)
