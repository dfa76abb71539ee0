"""What a message is: a complaint, praise, or something that is not about a person at a window.

A complaint has somebody of the hall who does something to the writer, or fails to: what speaks for it and
against it is weighed (`cues`). Before that come the few kinds of message that are known by their form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.cues import ENOUGH, weigh
from matching.mentions import Mention
from matching.settled import asks_after_ones_own, is_over
from matching.signs import ASKING, Signs
from matching.tokens import Token

COMPLAINT, PRAISE, OTHER = "complaint", "praise", "other"
BUREAU = ("work", "you", "boss", "window", "staff")
OURS = (*BUREAU, "hall", "papers", "ticket")
CROSS = ("bad", "attitude", "complain", "harm")
CALLING = ("future", "spam", "chat", *ASKING)
ELSEWHERE = (*ASKING, "policy", "thing", "spam", "chat", "outsider")
SHORT = 8  # tokens
FEW = 4  # characters; a message of so few is asked about
TURNING = ("但", "却", "可是", "结果")  # 给他送了锦旗，今天3号窗口的人却骂我
SECRET = re.compile(
    "验证码[^,。]{0,6}\\d{4}|请勿(?:泄露|告知|转发)"
)  # a code, and whose it is nobody's matter
OWN_LACK = re.compile(
    "我[^,。她他]{0,8}(?:不会|不懂|不识字|看不清|听不见|听不清|不认识)[^,。她他]{0,4}"
)  # 我不会用手机
BUT = re.compile(
    "不(?!错|愧|嫌|厌|催|烦|躁)|没(?!什么|啥|事|得事|别的)|但|却"
)  # with one of these, kind words alone are no praise


def topic(tokens: Sequence[Token], found: Sequence[Mention], text: str) -> str:
    """`complaint`, `praise` or `other`."""
    signs = Signs(tokens, found, text)
    if tokens and _is_other(signs):
        return OTHER
    return PRAISE if _is_praise(signs) else COMPLAINT


def _is_praise(signs: Signs) -> bool:
    """Praised in so many words, and nothing bad said unless the complaint is denied (我不是投诉)."""
    seen = signs.seen
    if seen["complain"]:
        return False
    if seen["praise"]:
        turned = seen["bad"] > 0 and any(word in signs.text for word in TURNING)
        return (seen["bad"] + seen["harm"] <= 1 and not turned) or seen["clear"] > 0
    own = len(OWN_LACK.findall(signs.text)) if seen["harm"] else 0
    kind = bool(seen["good"] + seen["settled"]) and not seen["bad"] and seen["harm"] <= own
    return kind and BUT.search(OWN_LACK.sub("", signs.text) if own else signs.text) is None


def _is_other(signs: Signs) -> bool:
    """By its form first, then by weight."""
    if not signs.named and _is_dismissal(signs):
        return True
    if is_over(signs) or asks_after_ones_own(signs):
        return True
    if signs.merely_asks or _is_advertisement(signs) or _is_private(signs) or _calls_somebody(signs):
        return True
    if signs.plainly_aimed or _is_too_short(signs):
        return False
    return weigh(signs) < ENOUGH


def _is_too_short(signs: Signs) -> bool:
    """喂, 人呢, 3号窗口, 😡: nothing to judge by."""
    letters = sum(map(str.isalnum, signs.text[: FEW * FEW]))
    if not letters:
        return "?" not in signs.text
    if letters > FEW and not (signs.stated and len(signs.tokens) <= FEW):
        return False
    told = signs.stated or signs.any("person", "pronoun", *BUREAU, *CROSS)
    return bool(told) and not signs.any(*ELSEWHERE, "praise", "settled")


def _is_dismissal(signs: Signs) -> bool:
    """A short message that only unsubscribes, excuses a wrong number or says thanks."""
    words = [token for token in signs.tokens if token.kind not in ("punct", "stop", "quote")]
    if words and {token.kind for token in words} <= {"praise", "chat", "settled"} and len(words) <= 2:
        return True
    if [token.value for token in words] == ["T"]:
        return True  # the carriers' short form of 退订
    if signs.any("settled") and signs.thanks and not signs.any("bad", "attitude", *BUREAU):
        return True  # 反映的问题解决了，感谢
    if signs.any("joke", "withdrawn") and not (
        signs.bad or signs.roles.harsh or signs.attitudes or signs.any("window", "staff")
    ):
        return True
    if any(token.value == "mine" for token in words[-2:]) and not signs.any("window", "staff"):
        return True  # …我打错了
    if len(words) > SHORT or not signs.any("unsubscribe", "wrong", "excuse", "settled"):
        return False
    return not signs.any("window", "person", "pronoun", *CROSS)


def _is_advertisement(signs: Signs) -> bool:
    """【某某银行】…, or several words of trade; whatever numbers and names are in it."""
    seen = signs.seen
    if ("码" in signs.text or "勿" in signs.text) and SECRET.search(signs.text):
        return True
    if signs.values["reply"] and not signs.someone and not signs.any("window", "staff", "complain"):
        return True
    if signs.any("complain", "attitude") or (seen["staff"] and not signs.values["pitch"]):
        return False
    if seen["window"] and (seen["spam"] < 3 or signs.someone):
        return False
    if signs.text.startswith("【"):
        return signs.any("spam", "unsubscribe", "tail") or "码" in signs.text
    return seen["spam"] >= 2 + bool(signs.someone) and not seen["bad"]


def _is_private(signs: Signs) -> bool:
    """Somebody else's life: a message that went astray. Whoever is named in it is nobody of ours."""
    if (
        not signs.any("chat")
        or signs.cross
        or signs.felt
        or signs.roles.inside
        or signs.any("staff", "you", "boss", "hall", "papers", "ticket")
    ):
        return False
    if signs.any("window") or signs.windowed:  # 你的餐放在3号窗口了
        return "你" in signs.text and not signs.someone and signs.seen["chat"] + signs.seen["spam"] > 1
    return signs.seen["chat"] > 1 or not signs.any("work", "harm", "pronoun")


def _calls_somebody(signs: Signs) -> bool:
    """王姐，今晚几点: addressed by name, and nothing about us or against them."""
    if len(signs.tokens) < 2 or signs.tokens[0].kind not in ("name", "surname"):
        return False
    second = signs.tokens[1]
    you = signs.text[second.start] == "你"
    if not (you or second.kind == "punct") or signs.any(*OURS, *CROSS, "praise", "good"):
        return False
    return you or signs.any(*CALLING)
