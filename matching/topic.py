"""What a message is: a complaint, praise, or something that is not about a person at a window.

When in doubt it is a complaint and is asked; `other` needs a sign of its own and none of anybody's conduct.
"""

from __future__ import annotations

from collections.abc import Sequence

from matching.evidence import Kind
from matching.mentions import Mention
from matching.signs import Signs
from matching.tokens import Token

COMPLAINT, PRAISE, OTHER = "complaint", "praise", "other"
ASKING = ("inquiry", "question", "whether")
ELSEWHERE = (*ASKING, "policy", "thing", "spam", "chat")
BUREAU = ("work", "you", "boss", "window", "staff")
OURS = (*BUREAU, "hall", "papers", "ticket")
CROSS = ("bad", "attitude", "complain", "harm")
CALLING = ("future", "spam", "chat", *ASKING)
# With one of these characters a message without any telling word may still be a complaint.
DISPLEASED = "不没太差难乱错坏烂慢气怒!冤扣推拖吵骗闹打"
AT_ODDS = DISPLEASED + "我办"
WHY = ("凭什么", "为什么", "为啥", "为何", "凭啥", "怎么这", "怎么就", "怎么不", "怎么回事")
SHORT = 8  # tokens
TURNING = ("但", "却", "可是", "结果")  # 给他送了锦旗，今天3号窗口的人却骂我
BUT = "不没但却"  # with one of these, kind words alone are no praise


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
    kind = bool(seen["good"] + seen["settled"]) and not signs.any("bad", "harm")
    return kind and not any(word in signs.text for word in BUT)


def _is_other(signs: Signs) -> bool:
    """From the surest signs to the weakest."""
    if not signs.named and _is_dismissal(signs):
        return True
    if _is_advertisement(signs) or _is_private(signs) or _calls_somebody(signs):
        return True
    if signs.named:
        return _only_asks(signs)
    if signs.bad or signs.any("attitude"):
        return False
    if signs.any("praise"):
        return _only_thanks(signs)
    if signs.any(*ELSEWHERE):
        return not _is_grievance(signs)
    return _says_nothing_of_us(signs)


def _is_dismissal(signs: Signs) -> bool:
    """A short message that only unsubscribes, excuses a wrong number or says thanks."""
    words = [token for token in signs.tokens if token.kind not in ("punct", "stop", "quote")]
    if words and {token.kind for token in words} <= {"praise", "chat", "settled"} and len(words) <= 2:
        return True
    if [token.value for token in words] == ["T"]:
        return True  # the carriers' short form of 退订
    if signs.any("joke", "withdrawn") and not signs.any("bad", "attitude", "window", "staff"):
        return True
    if any(token.value == "mine" for token in words[-2:]) and not signs.any("window", "staff"):
        return True  # …我打错了
    if len(words) > SHORT or not signs.any("unsubscribe", "wrong", "excuse", "settled"):
        return False
    return not signs.any("window", "person", "pronoun", *CROSS)


def _is_advertisement(signs: Signs) -> bool:
    """【某某银行】…, or several words of trade; whatever numbers and names are in it."""
    seen = signs.seen
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
    if not signs.any("chat") or signs.cross or signs.any("staff", "you", "boss", "hall", "papers", "ticket"):
        return False
    if signs.any("window"):  # 你的餐放在3号窗口了
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


def _only_asks(signs: Signs) -> bool:
    """请问16号窗口的李丽华今天上班吗: asked about or for by name, and nothing said against them."""
    seen = signs.seen
    asks = min(seen["inquiry"], seen["question"]) if signs.any("window", "staff") else signs.any(*ASKING)
    if not asks or signs.any(*CROSS, "you", "boss", "praise", "good"):
        return False
    if signs.any("pronoun") and not signs.any("kin", "spam"):
        return False
    return not any(word in signs.text for word in (*WHY, *DISPLEASED))


def _only_thanks(signs: Signs) -> bool:
    """谢谢，已经办好了: thanked, and nobody in particular."""
    if signs.seen["praise"] > signs.thanks or signs.someone or signs.any("window", "staff", "surname"):
        return False
    if signs.any("complain") and not signs.any("settled"):
        return False
    if signs.any("you"):
        return signs.any("settled", "chat")
    return not signs.any("hall", "papers") or signs.any("settled", *ELSEWHERE)


def _is_grievance(signs: Signs) -> bool:
    """Whether a message that asks something or names a machine is about somebody all the same."""
    seen, someone = signs.seen, signs.someone
    if signs.badge or _is_of_our_service(signs) or _is_idle_at_work(signs):
        return True
    if _is_aimed(signs):
        return True
    if signs.windowed and (someone or not signs.any("thing", "policy", *ASKING)):
        return True
    if signs.any("surname", "xing") and not signs.any("chat", "inquiry", "question"):
        return True
    if (signs.third and not seen["kin"]) or (
        seen["pronoun"] and signs.any("window", "you", "ticket", "work")
    ):
        return True
    if seen["pronoun"] > signs.third and seen["thing"]:
        return True  # 他们说没空帮忙推轮椅
    if signs.done and (someone or (seen["window"] and not seen["thing"])):
        return True
    asks = signs.any(*ASKING)
    if someone > seen["pronoun"] and (seen["pronoun"] or not asks) and not (asks and not seen["thing"]):
        return True
    theirs = someone - (seen["pronoun"] if seen["kin"] else 0)
    return bool(theirs and seen["you"]) and not (seen["inquiry"] and seen["question"])


def _is_aimed(signs: Signs) -> bool:
    """Complained of in so many words, and not of a machine or a rule alone."""
    someone = signs.someone or signs.windowed
    return signs.any("complain") and bool(someone or not signs.any("thing", "policy"))


def _is_of_our_service(signs: Signs) -> bool:
    return (
        "服务" in signs.text
        and signs.any("you", "window")
        and not signs.any("thing", "spam", "chat", *ASKING)
    )


def _is_idle_at_work(signs: Signs) -> bool:
    """喝酒上班."""
    return signs.any("work") and signs.any("chat", "spam") and not signs.any(*ASKING)


def _says_nothing_of_us(signs: Signs) -> bool:
    """No telling word at all: other only when nothing in it sounds displeased."""
    text = signs.text
    if "?" in text and not signs.any("person", "pronoun", "harm", "complain", "you"):
        return True
    if signs.someone or signs.any(*BUREAU, "person", "harm", "complain") or "姓" in text:
        return False
    if signs.stated & {Kind.WINDOW, Kind.WHEN} or not any(character.isalnum() for character in text):
        return False
    return not any(mark in text for mark in (DISPLEASED if signs.any("hall", "papers") else AT_ODDS))
