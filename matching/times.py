"""The words of time that the parser knows, by token kind; separated as in `lexicon`."""

from __future__ import annotations

from collections.abc import Mapping

# Words of time. What stands after the slash is what `days` reads from them.
TIME: Mapping[str, str] = {
    # days from today
    "day": """
        今天/0 今日/0 今儿/0 今/0 昨晚/-1 昨天/-1 昨日/-1 昨儿/-1 昨/-1 前天/-2 前日/-2 大前天/-3 刚才/0
        刚刚/0 方才/0 刚刚才/0 刚在/0 刚去/0 刚从/0 刚到/0 刚办/0 适才/0 today/0 yesterday/-1
    """,
    # days from today, and the half
    "halfday": """
        this_morning/0am this_afternoon/0pm 今早/0am 今晨/0am 今早上/0am 昨早/-1am 昨早上/-1am 昨儿早上/-1am
        今上午/0am 昨上午/-1am 今下午/0pm 昨下午/-1pm
    """,
    "thisweek": "周 星期 礼拜 本周 这周 这星期 这个星期 这礼拜 这个礼拜 本星期",  # 周三
    "lastweek": "上周 上星期 上个星期 上礼拜 上个礼拜 上个周 上一周",  # 上周三
    "earlier": "上上周 上上个星期 上上星期 上上礼拜 上上个礼拜",  # 上上周三
    "month": "月 月份",  # 11月9号
    "lastmonth": "上个月 上月",  # 上个月28号
    "thismonth": "本月 这个月 这月",  # 本月9号
    "ri": "日",  # 9日
    "year": "年",  # 2026年
    "lastyear": "去年/-1 前年/-2",  # 去年11月9号
    "clock": "点 点半 点钟 点多 点左右 点过 点整",  # 2点47分
    # half days
    "part": """
        上午/am 早上/am 早晨/am 一早/am 清早/am 大清早/am 一大早/am 早/am 午前/am 下午/pm 午后/pm 傍晚/pm
        morning/am afternoon/pm
    """,
    # 9号那天
    "thatday": """
        那天 当天 那日 这天 去的 那会 那会儿 的时候 那次 那一天 来的 去办 到你们
    """,
    "ago": "周前 个星期前 个月前 年前 天前/days 天以前/days 天之前/days",  # 三天前; only days are counted
    # some day of late
    "vague": """
        前几天 前两天 前些天 前些日子 这几天 这两天 最近几天 几天前 前阵子 前段时间 有一天 有天 那几天
    """,
    # never the day of the event
    "future": """
        要调走 要调走了 就要调走 就要调走了 快调走 快调走了 要离职 要离职了 快退休了 要退休了 要休假 今晚
        明天 明日 后天 大后天 下周 下星期 下个星期 下礼拜 下个月 明早 明年
    """,
    "come": "来 又来 又去 来找 来问 过来 才来 来取 来拿 来补",  # 今天又来, 叫我下午来
    "return": "再来 再过来 再去 再办 再说 再找",  # 让我5号再来
    # 昨天打过电话: about this hotline
    "contact": """
        打过电话 打了电话 打电话没打通 打电话打不通 打电话来 再打 打来 回电话 回了电话 发过短信 发短信
        发了短信 来电 打你们电话 打过一次电话 给我打电话 联系过 反映过 投诉过
    """,
    "at": "在",
    "go": "去 来办 来到 去到",  # 去3号窗口
    # month and day
    "feast": """
        双十一/11-11 双11/11-11 双十二/12-12 国庆节/10-01 国庆当天/10-01 元旦/01-01 元旦节/01-01
        劳动节/05-01 圣诞节/12-25 光棍节/11-11 平安夜/12-24 情人节/02-14 妇女节/03-08 儿童节/06-01
    """,
}  # fmt: skip
