"""What a message is: a complaint, praise, or something that is not about a person at a window.

When in doubt it is a complaint and is asked; `other` needs a sign of its own and no sign of anybody's conduct.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matching.evidence import Kind
from matching.mentions import Mention
from matching.tokens import Token

COMPLAINT, PRAISE, OTHER = "complaint", "praise", "other"
ASKING = ("inquiry", "question")
ELSEWHERE = (*ASKING, "policy", "thing", "spam", "chat")
BUREAU = ("work", "you", "boss", "window", "staff")
# With one of these characters a message without any telling word may still be a complaint.
DISPLEASED = "不没太差难乱错坏烂慢气怒!冤扣推拖吵骗闹打"
AT_ODDS = DISPLEASED + "我"
WHY = ("凭什么", "为什么", "为啥", "为何", "凭啥", "怎么这", "怎么就", "怎么不", "怎么回事")
MORE = ("bad", "harm", "attitude", "window", "complain", "person", "pronoun")
SHORT = 8  # tokens
TURNING = ("但", "却", "可是", "结果")  # 给他送了锦旗，今天3号窗口的人却骂我
BUT = "不没但却"  # with one of these, kind words alone are no praise


class Signs:
    """How often each kind of word is seen, and what is stated."""

    def __init__(self, tokens: Sequence[Token], found: Sequence[Mention], text: str) -> None:
        self.tokens, self.text = tokens, text
        self.seen = Counter(token.kind for token in tokens)
        self.stated = {mention.kind for mention in found if mention.counts}
        anyone = sum(
            token.end - token.start == 1 and before.kind not in ("that", "de", "window")
            for before, token in zip((*tokens[:1], *tokens), tokens, strict=False)
            if token.kind == "person"
        )  # 人 that is nobody in particular
        self.someone = self.seen["person"] - anyone + self.seen["pronoun"]
        self.thanks = sum(t.value == "thanks" for t in tokens if t.kind == "praise")
        waiting = sum(t.value == "wait" for t in tokens if t.kind == "harm")
        self.done = self.seen["harm"] - waiting  # grievances that somebody did
        self.cross = self.seen["bad"] + self.seen["attitude"] + self.seen["complain"]

    def any(self, kinds: Sequence[str]) -> bool:
        return any(self.seen[kind] for kind in kinds)

    @property
    def named(self) -> bool:
        return Kind.STAFF_NO in self.stated or Kind.NAME in self.stated


def topic(tokens: Sequence[Token], found: Sequence[Mention], text: str) -> str:
    """`complaint`, `praise` or `other`."""
    signs = Signs(tokens, found, text)
    if tokens and _is_other(signs):
        return OTHER
    return PRAISE if _is_praise(signs.seen, text) else COMPLAINT


def _is_praise(seen: Counter[str], text: str) -> bool:
    """Praised in so many words, and nothing bad said unless the complaint is denied (我不是投诉)."""
    if seen["complain"]:
        return False
    if seen["praise"]:
        turned = seen["bad"] > 0 and any(word in text for word in TURNING)
        return (seen["bad"] + seen["harm"] <= 1 and not turned) or seen["clear"] > 0
    kind = bool(seen["good"]) and not seen["bad"] + seen["harm"]
    return kind and not any(word in text for word in BUT)


def _is_other(signs: Signs) -> bool:
    """From the surest signs to the weakest."""
    seen = signs.seen
    if not signs.named and _is_dismissal(signs):
        return True
    if _is_advertisement(signs) or _is_private(signs):
        return True
    if signs.named:
        return _only_asks(signs)
    if seen["bad"] + seen["attitude"]:
        return False
    if seen["praise"]:
        return _only_thanks(signs)
    if signs.any(ELSEWHERE):
        return not _is_grievance(signs)
    return _says_nothing_of_us(signs)


def _is_dismissal(signs: Signs) -> bool:
    """A short message that only unsubscribes, excuses a wrong number or says thanks."""
    words = [token for token in signs.tokens if token.kind not in ("punct", "stop", "quote")]
    if words and {token.kind for token in words} <= {"praise", "chat", "settled"} and len(words) <= 2:
        return True
    if [token.value for token in words] == ["T"]:
        return True  # the carriers' short form of 退订
    if signs.seen["joke"] + signs.seen["withdrawn"] and not signs.any(("bad", "attitude", "window", "staff")):
        return True
    if any(token.value == "mine" for token in words[-2:]) and not signs.any(("window", "staff")):
        return True
    dismisses = signs.any(("unsubscribe", "wrong", "settled"))
    return len(words) <= SHORT and dismisses and not signs.any(MORE)


def _is_advertisement(signs: Signs) -> bool:
    """【某某银行】…, or several words of trade; whatever numbers and names are in it."""
    seen = signs.seen
    values = {token.value for token in signs.tokens if token.kind == "spam"}
    if "reply" in values and not signs.someone + seen["window"] + seen["staff"] + seen["complain"]:
        return True
    if signs.any(("window", "complain", "attitude")) or (seen["staff"] and "pitch" not in values):
        return False
    sealed = signs.text.startswith("【") and bool(seen["spam"] + seen["unsubscribe"] + seen["tail"])
    return sealed or (seen["spam"] >= 2 + bool(signs.someone) and not seen["bad"])


def _is_private(signs: Signs) -> bool:
    """Somebody else's life: a message that went astray. Whoever is named in it is nobody of ours."""
    seen = signs.seen
    if not seen["chat"] or signs.cross or signs.any(("staff", "you", "boss", "hall", "ticket")):
        return False
    if seen["chat"] < 2 and seen["work"]:
        return False
    return Kind.WINDOW not in signs.stated or not signs.any(("window", "harm"))


def _only_asks(signs: Signs) -> bool:
    """请问16号窗口的李丽华今天上班吗: asked about by name, and nothing said against them."""
    seen = signs.seen
    asks = seen["inquiry"] and seen["question"]
    odds = signs.any(("harm", "pronoun", "you", "boss", "praise", "good")) or signs.cross
    return bool(asks) and not odds and not any(word in signs.text for word in (*WHY, *DISPLEASED))


def _only_thanks(signs: Signs) -> bool:
    """谢谢，已经办好了: thanked, and nobody in particular."""
    seen = signs.seen
    if (
        seen["praise"] > signs.thanks
        or signs.someone
        or signs.any(("window", "staff", "surname", "complain"))
    ):
        return False
    if seen["you"]:
        return signs.any(("settled", "chat"))
    return not seen["hall"] or signs.any((*ELSEWHERE, "settled"))


def _is_grievance(signs: Signs) -> bool:
    """Whether a message that asks something or names a machine is about somebody all the same."""
    seen, someone = signs.seen, signs.someone
    if seen["staff"] or (
        "服务" in signs.text and seen["you"] + seen["window"] and not signs.any((*ASKING, "spam"))
    ):
        return True
    if seen["complain"] and (someone or seen["window"] or not seen["thing"] + seen["policy"]):
        return True
    if someone and Kind.WINDOW in signs.stated:
        return True
    if seen["surname"] + seen["xing"] and not seen["chat"]:
        return True
    if seen["pronoun"] and not seen["kin"] and signs.any(("window", "you", "ticket", "work")):
        return True
    if signs.done and (someone or (seen["window"] and not seen["thing"])):
        return True
    asks = seen["inquiry"] + seen["question"]
    if someone > seen["pronoun"] and (seen["pronoun"] or not asks) and not (asks and not seen["thing"]):
        return True
    return bool(someone and seen["you"]) and not seen["thing"] + seen["inquiry"]


def _says_nothing_of_us(signs: Signs) -> bool:
    """No telling word at all: other only when nothing in it sounds displeased."""
    seen, text = signs.seen, signs.text
    personal = seen["person"] + seen["pronoun"]
    if "?" in text and not personal + seen["harm"] + seen["complain"] + seen["you"]:
        return True
    if signs.any(BUREAU) or personal + seen["harm"] + seen["complain"] or "姓" in text:
        return False
    if signs.stated & {Kind.WINDOW, Kind.WHEN} or not any(character.isalnum() for character in text):
        return False
    return not any(mark in text for mark in (DISPLEASED if seen["hall"] else AT_ODDS))
