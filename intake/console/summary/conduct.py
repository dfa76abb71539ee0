"""Which kind of conduct a statement speaks of: by words, in the kinds of the appraisal, verified by nobody.

The kinds are those that points go by (research: domain 9.18). Only the kind leaves the case, never the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from unicodedata import normalize


class Conduct(StrEnum):
    """What somebody at a window is said to have done."""

    ATTITUDE = "attitude"
    ABUSE = "abuse"
    BUCK_PASSING = "buck_passing"
    ABSENT = "absent"
    DELAY = "delay"
    ERROR = "error"
    IMPROPER_GAIN = "improper_gain"


# Words by kind, separated by spaces; `_` stands for a space within one.
SPOKEN_OF: Mapping[Conduct, str] = {
    Conduct.ATTITUDE: """
        态度 不耐烦 爱理不理 爱答不理 爱搭不理 冷漠 冷冰冰 白眼 甩脸 脸色 黑着脸 板着脸 拉着脸 不理我
        不理人 不搭理 头都不抬 头也不抬 敷衍 应付 傲慢 语气 口气 没好气 不礼貌 没礼貌 没有礼貌 嫌弃 嫌我
        阴阳怪气 带刺 瞧不起 看不起 attitude rude impatient ignored_me dismissive unfriendly contempt
        eyes_at_me
    """,
    Conduct.ABUSE: """
        骂 吼 训斥 训人 训我 凶 吵 辱 脏话 嘲笑 讽刺 挖苦 推搡 动手 打人 打我 拍桌 叫我滚 让我滚 shout
        yell swear swore insult curse abus threw_it
    """,
    Conduct.BUCK_PASSING: """
        推诿 踢皮球 踢来踢去 推来推去 互相推 来回跑 白跑 多跑 跑了几趟 跑了两趟 跑了三趟 一次性告知
        没说清 没告诉 又说要 不给办 不肯办 不帮办 拒绝办理 拒绝受理 不予办理 刁难 为难 故意卡 让我回去
        叫我回去 refus sent_me_away turned_away come_back_again passed_me
    """,
    Conduct.ABSENT: """
        没人办 没有人办 窗口没人 没人在 无人 不在岗 脱岗 离岗 空岗 窗口空着 玩手机 看手机 刷手机
        打电话聊天 聊天 睡觉 打游戏 追剧 嗑瓜子 吃东西 迟到 早退 提前下班 nobody_at no_one_at absent
        chatting on_the_phone on_her_phone on_his_phone closed_early
    """,
    Conduct.DELAY: """
        拖延 拖着 一直拖 等了 久等 等半天 磨蹭 磨磨蹭蹭 太慢 很慢 慢吞吞 慢得 迟迟 超时 逾期 waited slow
        delay kept_me_waiting
    """,
    Conduct.ERROR: """
        办错 填错 写错了我 录错 录入错 弄错 搞错 算错 打错了我 弄丢 搞丢 丢失 遗失 漏办 mistake
        wrong_form lost_my
    """,
    Conduct.IMPROPER_GAIN: """
        好处费 红包 索要 索贿 受贿 行贿 收钱 收了钱 要钱 要我给钱 塞钱 吃拿卡要 送礼 回扣 辛苦费 走后门
        bribe kickback asked_for_money
    """,
}
WORDS = {kind: tuple(word.replace("_", " ") for word in words.split()) for kind, words in SPOKEN_OF.items()}


def conduct_in(statement: str) -> tuple[Conduct, ...]:
    """The kinds that a statement speaks of, in the order of `Conduct`; nothing where no word tells."""
    plain = normalize("NFKC", statement).casefold()
    return tuple(kind for kind, words in WORDS.items() if any(word in plain for word in words))
