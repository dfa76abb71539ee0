"""One reader per verb: an XML element in, a value out, and a TwimlFault for anything not in the schema.

Provider facts: Gather may hold Say and Play only (Somleng `gather_verb.rb`); the text of Say is plain,
as SSML is lost elsewhere; an empty prompt is never meant; a message has at most 1600 characters.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar
from xml.etree.ElementTree import Element

from intake.simulator import verbs
from intake.simulator.attributes import attributes_of
from intake.simulator.faults import MESSAGE_TOO_LONG, NOT_IN_SCHEMA, TwimlFault
from intake.simulator.profiles import Profile

LONGEST_MESSAGE = 1600
Read = TypeVar("Read")


def children(parent: Element) -> list[Element]:
    """The elements within `parent`, where no text may stand beside them. Raises TwimlFault."""
    children = list(parent)
    for text in [parent.text, *(child.tail for child in children)]:
        if text and text.strip():
            raise TwimlFault(NOT_IN_SCHEMA, f"text is not allowed within <{parent.tag}>")
    return children


def pick(element: Element, readers: Mapping[str, Callable[[Element], Read]]) -> Callable[[Element], Read]:
    """The reader for `element`. Raises TwimlFault for one that is not allowed here."""
    if element.tag not in readers:
        raise TwimlFault(NOT_IN_SCHEMA, f"<{element.tag}> is not allowed here")
    return readers[element.tag]


def voice_readers(profile: Profile) -> dict[str, Callable[[Element], verbs.VoiceVerb]]:
    """How each verb is read that the provider knows."""
    readers: dict[str, Callable[[Element], verbs.VoiceVerb]] = {
        "Say": _say,
        "Play": _play,
        "Gather": partial(_gather, profile=profile),
        "Record": partial(_record, profile=profile),
        "Redirect": _redirect,
        "Hangup": _hangup,
        "Reject": _reject,
        "Dial": _dial,
    }
    return {name: read for name, read in readers.items() if name in profile.verbs}


def _text(element: Element) -> str:
    """The text of an element without children, outer blanks dropped. An empty one is never meant."""
    if len(element):
        raise TwimlFault(NOT_IN_SCHEMA, f"<{element[0].tag}> is not allowed within <{element.tag}>")
    text = (element.text or "").strip()
    if not text:
        raise TwimlFault(NOT_IN_SCHEMA, f"<{element.tag}> is empty")
    return text


def _childless(element: Element) -> None:
    if children(element):
        raise TwimlFault(NOT_IN_SCHEMA, f"<{element[0].tag}> is not allowed within <{element.tag}>")


def _say(element: Element) -> verbs.Say:
    given = attributes_of(element, frozenset({"voice", "language", "loop"}))
    return verbs.Say(
        text=_text(element), language=given.get("language"), loop=given.number("loop", 1, least=0)
    )


def _play(element: Element) -> verbs.Play:
    given = attributes_of(element, frozenset({"loop"}))
    return verbs.Play(url=given.absolute(_text(element)), loop=given.number("loop", 1, least=0))


def _gather(element: Element, profile: Profile) -> verbs.Gather:
    given = attributes_of(element, profile.gather_attributes)
    inputs = given.words("input", {"dtmf"}, allowed={"dtmf", "speech"} if profile.speech else {"dtmf"})
    readers: dict[str, Callable[[Element], verbs.Say | verbs.Play]] = {"Say": _say, "Play": _play}
    if given.get("speechTimeout") != "auto":
        given.number("speechTimeout", 1, least=1)
    return verbs.Gather(
        prompts=tuple(pick(child, readers)(child) for child in children(element)),
        takes_keys="dtmf" in inputs,
        takes_speech="speech" in inputs,
        action=given.address("action"),
        method=given.method("method"),
        timeout=given.number("timeout", 5, least=1),
        num_digits=given.optional_number("numDigits", least=1),
        finish_on_key=given.keys("finishOnKey", "#", most=1),
        action_on_empty_result=given.flag("actionOnEmptyResult", False),
        language=given.get("language"),
    )


def _record(element: Element, profile: Profile) -> verbs.Record:
    _childless(element)
    given = attributes_of(element, profile.record_attributes)
    return verbs.Record(
        action=given.address("action"),
        method=given.method("method"),
        max_length=given.number("maxLength", 3600, least=2, most=14400),
        timeout=given.number("timeout", 5, least=1),
        play_beep=given.flag("playBeep", True),
        finish_on_key=given.keys("finishOnKey", verbs.ANY_KEY, most=12),
        status_callback=given.address("recordingStatusCallback"),
        status_callback_method=given.method("recordingStatusCallbackMethod"),
        status_callback_events=given.words(
            "recordingStatusCallbackEvent", {"completed"}, allowed={"in-progress", "completed", "absent"}
        ),
    )


def _redirect(element: Element) -> verbs.Redirect:
    given = attributes_of(element, frozenset({"method"}))
    return verbs.Redirect(url=given.absolute(_text(element)), method=given.method("method"))


def _hangup(element: Element) -> verbs.Hangup:
    _childless(element)
    attributes_of(element, frozenset())
    return verbs.Hangup()


def _reject(element: Element) -> verbs.Reject:
    _childless(element)
    given = attributes_of(element, frozenset({"reason"}))
    return verbs.Reject(reason=given.choice("reason", "rejected", {"rejected", "busy"}))


def _dial(element: Element) -> verbs.Dial:
    given = attributes_of(element, frozenset({"action", "method", "timeout"}))
    number = element
    if len(element):
        (number, *others) = children(element)
        if others or number.tag != "Number" or number.attrib:
            raise TwimlFault(NOT_IN_SCHEMA, "<Dial> takes one <Number> without attributes, or text")
    return verbs.Dial(
        number=_text(number),
        action=given.address("action"),
        method=given.method("method"),
        timeout=given.number("timeout", 30, least=5, most=600),
    )


def message(element: Element) -> verbs.Message:
    """One reply: text, or Body and Media."""
    attributes_of(element, frozenset())
    if len(element):
        parts = children(element)
        if any(part.tag not in {"Body", "Media"} or part.attrib for part in parts):
            raise TwimlFault(NOT_IN_SCHEMA, "<Message> takes text, or <Body> and <Media>")
        body = "".join(_text(part) for part in parts if part.tag == "Body")
        media = tuple(_text(part) for part in parts if part.tag == "Media")
    else:
        body, media = _text(element), ()
    if len(body) > LONGEST_MESSAGE:
        raise TwimlFault(MESSAGE_TOO_LONG, f"{len(body)} characters, at most {LONGEST_MESSAGE}")
    return verbs.Message(body=body, media=media)
