"""What to ask next, in any channel: hears an answer, gives the next question, and ends.

One interview, three mouths: voice, text messages and callbacks all call `hear` and only say the result in
their own way. Everything here is a value or a pure function.
"""

from matching.interview.called import as_incoming, call_back, follow_up
from matching.interview.flow import begin, hear, resume
from matching.interview.state import Answer, Heard, Interview, Note, Purpose, Reached, Scene, Step, Wish
from matching.interview.tell import amends

__all__ = [
    "Answer",
    "Heard",
    "Interview",
    "Note",
    "Purpose",
    "Reached",
    "Scene",
    "Step",
    "Wish",
    "amends",
    "as_incoming",
    "begin",
    "call_back",
    "follow_up",
    "hear",
    "resume",
]
