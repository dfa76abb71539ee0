"""Messages that are a command as a whole: no more texts, texts again, how is my case.

Only the whole message counts: a complaint that contains "stop" or "取消" is a complaint
(research: opt-out words of providers and of domestic services).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Command(StrEnum):
    """What a whole message asks for."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    STATUS = "status"


# The whole message, folded by `folded` below. One word or phrase an entry.
OPT_OUT = frozenset(
    {
        *("t", "td", "tdt", "n", "r", "qx"),
        *("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"),
        *(
            "退订",
            "取消",
            "拒收",
            "退订短信",
            "取消订阅",
            "取消短信",
            "退订t",
            "退订td",
            "回复退订",
            "回复t",
            "回复td",
        ),
        *("不要再发", "不要再发了", "别再发了", "不要发短信", "不要再发短信", "回复退订不要再发了"),
    }
)
OPT_IN = frozenset({"start", "unstop", "恢复", "恢复短信", "订阅"})
STATUS_QUERY = re.compile(r"(?:查询|查|进度|查进度|状态|status|case)?:?([0-9]{9})")
CLOSING = "。.!！~～"
LONGEST_COMMAND = 40


def folded(text: str) -> str:
    """Full-width letters narrow, lower case, no spaces, commas, closing marks: ` Ｔ Ｄ。` gives `td`."""
    narrow = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s,，、]", "", narrow).strip(CLOSING)


def command_of(text: str) -> tuple[Command, str] | None:
    """The command that the whole message is, with the case number it asks about; None for any other."""
    if len(text) > LONGEST_COMMAND:
        return None
    whole = folded(text)
    if whole in OPT_OUT:
        return Command.OPT_OUT, ""
    if whole in OPT_IN:
        return Command.OPT_IN, ""
    query = STATUS_QUERY.fullmatch(whole)
    return (Command.STATUS, query[1]) if query else None
