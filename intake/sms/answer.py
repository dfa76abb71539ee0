"""An interview's next question as a text message of at most two parts."""

from __future__ import annotations

from dataclasses import dataclass

from intake.telephony.text import fit, parts
from intake.words import Words
from matching.evidence import Evidence, Kind
from matching.interview import Interview, Purpose, Step

MOST_PARTS = 2
LISTED = (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME, Kind.SURNAME, Kind.WHEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Texting:
    """What a reply is made from. joined: the message was added to a case that was already complete."""

    interview: Interview
    case_no: str
    pinned: bool
    joined: bool = False


def reply_text(words: Words, texting: Texting) -> str:
    """The reply: what was understood, so that it can be corrected, and the question or the case number."""
    interview = texting.interview
    if interview.purpose is Purpose.OTHER:
        return fit(words("sms.other", case_no=texting.case_no))
    if interview.step is Step.DONE:
        return fit(finished(words, texting))
    question = asking(words, interview)
    for understood in (stated(words, interview.evidence), ""):
        key = "sms.understood" if understood else "sms.received"
        text = words(key, case_no=texting.case_no, stated=understood) + question
        if parts(text) <= MOST_PARTS:
            break
    return fit(text)


def asking(words: Words, interview: Interview) -> str:
    """What was doubtful in the last message, what may have been meant, and the open question."""
    asked = interview.asked
    texts = [words(f"note.{interview.note.code}", **dict(interview.note.values))] if interview.note else []
    if interview.offer:
        kind = Kind.WINDOW if asked is Kind.WINDOW else Kind.STAFF_NO
        texts.append(words(f"sms.offer_{kind.value}", value=interview.offer))
    if asked:
        texts.append(words(f"sms.ask_{asked.value}"))
    return "".join(texts)


def finished(words: Words, texting: Texting) -> str:
    """The case is pinned, goes to an operator, or had words added to it."""
    if texting.joined:
        return words("sms.added", case_no=texting.case_no)
    if texting.pinned:
        key = "sms.praised" if texting.interview.purpose is Purpose.PRAISE else "sms.pinned"
        return words(key, case_no=texting.case_no, stated=stated(words, texting.interview.evidence))
    return words("sms.in_review", case_no=texting.case_no)


def stated(words: Words, evidence: tuple[Evidence, ...]) -> str:
    """What was understood, in the order window, staff number, name, day."""
    return words("sms.separator").join(
        item_text(words, item) for kind in LISTED for item in evidence if item.kind is kind
    )


def item_text(words: Words, item: Evidence) -> str:
    if item.when is None:
        return words(f"sms.stated_{item.kind.value}", value=item.value)
    part = f"_{item.when.part.value}" if item.when.part else ""
    first, last = item.when.first, item.when.last
    if item.when.day is None:
        return words(
            "sms.stated_days", month=first.month, day=first.day, to_month=last.month, to_day=last.day
        )
    return words(f"sms.stated_day{part}", month=first.month, day=first.day)
