"""A small interpreter of the mark-up that compatible services execute. Anything else ends the call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tests.faults.provider_people import HANG_UP, Person
from tests.faults.provider_wire import Form, Reply

MOST_DOCUMENTS = 80  # more than any sensible conversation has: it goes in a circle
GATHER = {"input", "action", "method", "timeout", "numDigits", "finishOnKey", "actionOnEmptyResult"}
RECORD = {
    "action", "method", "maxLength", "timeout", "playBeep", "finishOnKey", "recordingStatusCallback",
    "recordingStatusCallbackMethod",
}  # fmt: skip
VERBS = {
    "Say": {"language"}, "Play": set(), "Gather": GATHER, "Record": RECORD, "Redirect": {"method"},
    "Hangup": set(), "Reject": {"reason"}, "Dial": {"action", "method", "timeout"},
}  # fmt: skip
FULL = VERBS | {
    "Say": {"language", "voice"},
    "Gather": GATHER | {"language", "hints", "speechTimeout"},
    "Record": RECORD | {"recordingStatusCallbackEvent"},
}


class CallEnds(Exception):
    """The call is over; `why` is empty where it ended as it should."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True, slots=True)
class Next:
    """Where the conversation goes on, with which parameters beside those of every request."""

    url: str
    form: Form = ()


@dataclass(kw_only=True)
class Conversation:
    """One answered call: fetches documents, plays them to the person, and brings back their keys.

    request: posts the call's own parameters and these to an address. recorded: makes a recording, tells its
    status address about it, and gives the parameters of the Record's action.
    """

    person: Person
    compatible: bool
    request: Callable[[str, Form], Reply]
    recorded: Callable[[str], Form]
    heard: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    since_keys: str = ""

    def run(self, url: str, form: Form = ()) -> str:
        """Talk until the end; why it ended, empty if as it should."""
        going = Next(url=url, form=form)
        try:
            for _ in range(MOST_DOCUMENTS):
                going = self.execute(document(self.request(going.url, going.form)))
        except CallEnds as end:
            return end.why
        return "goes in a circle"

    def execute(self, response: Element) -> Next:
        for verb in self.checked(response):
            if verb.tag in {"Say", "Play"}:
                self.hear(verb)
            elif verb.tag in {"Hangup", "Reject"}:
                break
            elif verb.tag == "Redirect":
                return Next(url=absolute((verb.text or "").strip()))
            elif verb.tag == "Dial":
                return Next(url=absolute(verb.get("action", "")), form=[("DialCallStatus", "completed")])
            elif going := self.ask(verb):
                return going
        raise CallEnds

    def checked(self, response: Element) -> Iterator[Element]:
        """The verbs, each with attributes that every compatible service knows."""
        known = VERBS if self.compatible else FULL
        for verb in response:
            if verb.tag not in known:
                raise CallEnds(f"unknown verb {verb.tag}")
            for one in (verb, *verb):
                if strange := set(one.attrib) - known.get(one.tag, set()):
                    raise CallEnds(f"unknown attributes of {one.tag}: {sorted(strange)}")
            yield verb

    def hear(self, verb: Element) -> None:
        text = (verb.text or "").strip()
        if not text:
            raise CallEnds(f"empty {verb.tag}")
        self.heard.append(text)
        self.since_keys += text + "\n"

    def ask(self, verb: Element) -> Next | None:
        """A Gather or a Record; None where the document goes on after it."""
        for child in verb:
            if verb.tag == "Record" or child.tag not in {"Say", "Play"}:
                raise CallEnds(f"{child.tag} within {verb.tag}")
            self.hear(child)
        answer = self.person.keys_after(self.since_keys)
        if answer == HANG_UP:
            raise CallEnds
        if verb.tag == "Record":
            self.since_keys = ""
            form = self.recorded(verb.get("recordingStatusCallback", ""))
            return Next(url=absolute(verb.get("action", "")), form=form)
        return self.gathered(verb, answer)

    def gathered(self, verb: Element, answer: str) -> Next | None:
        finish = verb.get("finishOnKey", "#")
        digits, finished = entered(answer, finish, int(verb.get("numDigits", "99")))
        self.pressed.append(digits + (finish if finished else ""))
        if not digits and verb.get("actionOnEmptyResult") != "true":
            return None
        self.since_keys = ""
        form = [("Digits", digits), ("msg", "Gather End")]
        # Compatible services don't tell that a key ended the entry.
        form += [("FinishedOnKey", finish)] if finished and not self.compatible else []
        return Next(url=absolute(verb.get("action", "")), form=form)


def entered(keys: str, finish: str, most: int) -> tuple[str, bool]:
    """The digits that a Gather reports, and whether its finishing key ended them."""
    digits = ""
    for key in keys:
        if finish and key == finish:
            return digits, True
        digits += key
        if len(digits) == most:
            break
    return digits, False


def absolute(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise CallEnds(f"not an absolute address: {url[:40]}")
    return url


def document(reply: Reply) -> Element:
    """The document of an answer. Raises CallEnds where a provider could not execute it."""
    if reply.status != 200:
        raise CallEnds(f"11200: {reply.status} from {reply.url}")
    if not reply.content_type.startswith(("text/xml", "application/xml")):
        raise CallEnds(f"12300: {reply.content_type}")
    if not reply.body.startswith(b"<"):
        raise CallEnds("12100: something before the mark-up")
    try:
        root = ElementTree.fromstring(reply.body)  # noqa: S314 - from the server under test
    except ElementTree.ParseError as error:
        raise CallEnds("12100: not well formed") from error
    if root.tag != "Response":
        raise CallEnds(f"12100: {root.tag} instead of Response")
    return root
