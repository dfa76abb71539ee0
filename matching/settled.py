"""What needs nobody any more: a complaint that is over, and questions about oneself or one's own."""

from __future__ import annotations

import re

from matching.signs import Signs

OWN = "妈|爸|哥|姐|弟|妹|姨|姑|舅|叔|女儿|儿子|老公|老婆|爱人|媳妇|孩子|同学|朋友|亲戚|邻居"
OF_MINE = re.compile(
    "(?:^|[,。])我的工号(?:是)?"
    f"|我[^,。]{{0,3}}(?:{OWN})[^,。]{{0,5}}(?:工号|在你们[^,。]{{0,8}}上班|[^,。]{{2,4}}在你们)"
)
WITHDRAWN = re.compile(
    "(?:事|事情|投诉|举报|那个人|工号[^,。]{1,5})[,]?(?:就|我|都|也|我就|可以|先){0,2}"
    "(?:不用查|不追究|撤|撤了|撤销|撤回|撤掉|不用处理|不投诉|不用管)(?:了|吧|掉)"
)
STILL = re.compile(
    "[让叫要求喊逼劝催](?:我|他|她)|凭|为[什啥]|[?吗]|但|可是|又|还|不给|不肯|[说讲]|骂|不然|否则|威胁"
)


def is_over(signs: Signs) -> bool:
    """昨天12号窗口的事不用查了，已经跟我道歉了: nothing is told but that it is over.

    Whoever was made to withdraw (叫我撤了) or is wronged again still complains.
    """
    if not signs.any("withdrawn", "settled") or WITHDRAWN.search(signs.text) is None:
        return False
    told = signs.bad - signs.text.count("道歉") + signs.done + signs.attitudes + signs.felt
    return told <= 0 and STILL.search(signs.text) is None


def asks_after_ones_own(signs: Signs) -> bool:
    """我老公工号1024，请问他加班吗: after one of the writer's own, or as one of the staff."""
    if OF_MINE.search(signs.text) is None or not signs.questioning:
        return False
    told = signs.bad + signs.done + signs.attitudes + signs.complains + signs.felt
    return told + signs.roles.turns + signs.roles.counter + signs.roles.indignant <= 0
