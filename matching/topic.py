"""What a message is: a complaint, praise, or something that is not about a person at a window.

When in doubt it is a complaint and is asked; `other` needs a sign of its own and no sign of a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matching.evidence import Kind
from matching.mentions import Mention
from matching.tokens import Token

COMPLAINT, PRAISE, OTHER = "complaint", "praise", "other"
ELSEWHERE = ("inquiry", "question", "thing", "spam")
BUREAU = ("work", "you", "boss", "window", "staff")
# With one of these characters a message without any telling word may still be a complaint.
DISPLEASED = "不没太差难乱错坏烂慢气怒!冤扣推拖吵骗闹打"
AT_ODDS = DISPLEASED + "我"
MORE = ("bad", "harm", "attitude", "window", "complain", "person", "pronoun")
SHORT = 8  # tokens
TURNING = ("但", "却", "可是", "结果")  # 给他送了锦旗，今天3号窗口的人却骂我
BUT = "不没但却"  # with one of these, kind words alone are no praise


def topic(tokens: Sequence[Token], found: Sequence[Mention], text: str) -> str:
    """`complaint`, `praise` or `other`."""
    seen = Counter(token.kind for token in tokens)
    stated = {mention.kind for mention in found if mention.counts}
    if tokens and _is_other(seen, tokens, stated, text):
        return OTHER
    return PRAISE if _is_praise(seen, text) else COMPLAINT


def _is_praise(seen: Counter[str], text: str) -> bool:
    """Praised in so many words, and nothing bad said unless the complaint is denied (我不是投诉)."""
    if seen["complain"]:
        return False
    if seen["praise"]:
        turned = seen["bad"] > 0 and any(word in text for word in TURNING)
        return (seen["bad"] + seen["harm"] <= 1 and not turned) or seen["clear"] > 0
    kind = bool(seen["good"]) and not seen["bad"] + seen["harm"]
    return kind and not any(word in text for word in BUT)


def _is_other(seen: Counter[str], tokens: Sequence[Token], stated: set[Kind | None], text: str) -> bool:
    personal = seen["person"] + seen["pronoun"]
    cross = seen["bad"] + seen["attitude"]
    if Kind.STAFF_NO in stated or Kind.NAME in stated:
        return False
    if _is_dismissal(seen, tokens):
        return True
    if seen["spam"] >= 2 and not seen["window"] + seen["complain"] + personal:
        return True
    if cross or seen["praise"]:
        return False
    if any(seen[kind] for kind in ELSEWHERE):
        return not _is_grievance(seen, personal)
    if "?" in text and not personal + seen["harm"] + seen["complain"] + seen["you"]:
        return True
    if any(seen[kind] for kind in BUREAU) or personal + seen["harm"] + seen["complain"] or "姓" in text:
        return False
    if stated & {Kind.WINDOW, Kind.WHEN} or not any(character.isalnum() for character in text):
        return False
    return bool(seen["chat"]) or not any(mark in text for mark in (DISPLEASED if seen["hall"] else AT_ODDS))


def _is_grievance(seen: Counter[str], personal: int) -> bool:
    """Whether a message that asks something or names a machine is about somebody all the same."""
    if (seen["complain"] or seen["harm"]) and personal + seen["window"]:
        return True
    if seen["complain"] and not seen["thing"]:
        return True
    asks = seen["inquiry"] + seen["question"]
    if seen["person"] and (seen["pronoun"] or not asks) and not (asks and not seen["thing"]):
        return True
    return bool(personal and seen["window"] + seen["you"]) and not seen["thing"] + seen["inquiry"]


def _is_dismissal(seen: Counter[str], tokens: Sequence[Token]) -> bool:
    """A short message that only unsubscribes, excuses a wrong number or says thanks."""
    words = [token for token in tokens if token.kind not in ("punct", "stop", "quote")]
    if words and {token.kind for token in words} <= {"praise", "chat"} and len(words) <= 2:
        return True
    if [token.value for token in words] == ["T"]:
        return True  # the carriers' short form of 退订
    dismisses = seen["unsubscribe"] or seen["wrong"]
    return len(words) <= SHORT and bool(dismisses) and not any(seen[kind] for kind in MORE)
