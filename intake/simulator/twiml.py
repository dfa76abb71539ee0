"""Reads an answer to a webhook the way a strict provider does, or says why it would drop the caller.

Provider facts: a blank before the XML declaration, a control character or an unescaped `&` fails to
parse (12100); an answer may hold 64 kB (11750); compatible services refuse an unknown verb and a child
that is not allowed by ending the call; SignalWire wants absolute addresses, so a relative one is a
fault here. No DTD or entity is ever expanded.
"""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from intake.simulator import verbs
from intake.simulator.faults import NOT_PARSEABLE, TOO_LARGE, WRONG_CONTENT_TYPE, TwimlFault
from intake.simulator.profiles import Profile
from intake.simulator.readers import children, message, pick, voice_readers

LARGEST_ANSWER = 64 * 1024
XML_TYPES = frozenset({"text/xml", "application/xml"})


def read_voice(body: bytes, content_type: str, profile: Profile) -> tuple[verbs.VoiceVerb, ...]:
    """The verbs of a voice answer, in order. Raises TwimlFault."""
    readers = voice_readers(profile)
    return tuple(pick(child, readers)(child) for child in children(_response(body, content_type)))


def read_messages(body: bytes, content_type: str) -> tuple[verbs.Message, ...]:
    """The replies in a messaging answer, in order. Raises TwimlFault."""
    readers = {"Message": message}
    return tuple(pick(child, readers)(child) for child in children(_response(body, content_type)))


def _response(body: bytes, content_type: str) -> Element:
    if content_type.partition(";")[0].strip().lower() not in XML_TYPES:
        raise TwimlFault(WRONG_CONTENT_TYPE, f"content type {content_type!r} is not XML")
    if len(body) > LARGEST_ANSWER:
        raise TwimlFault(TOO_LARGE, f"{len(body)} bytes, at most {LARGEST_ANSWER}")
    if not body.startswith(b"<"):
        raise TwimlFault(NOT_PARSEABLE, "something stands before the XML: a blank, a line or a mark")
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise TwimlFault(NOT_PARSEABLE, f"not well-formed XML: {error}") from error
    if root.tag != "Response" or root.attrib:
        raise TwimlFault(NOT_PARSEABLE, "the root element must be <Response>")
    return root
