"""The words that the parser knows, by token kind. Kinds are what the rows of `forms` are written in.

To teach it a new word, add it to its kind. Only general words of the language belong here, never a hall's own
names, numbers or services. Recognisers' usual misspellings (窗囗, 工好, 雄牌) stand beside the right ones.
A word has one kind; words are separated by spaces, `_` stands for a space within one.
"""

from __future__ import annotations

from collections.abc import Mapping

# What numbers, windows, people and days are stated with.
STRUCTURE: Mapping[str, str] = {
    # a window; with recognisers' spellings
    "window": """
        窗口 窗口号 窗口号码 创口 闯口 窗扣 床口 窗 柜台 柜台号 柜 咨询台 服务台 导办台 台席 工位 席位 坐席
        办事窗口 业务窗口 服务窗口 号台 window counter desk
    """,
    "hao": "号 号码 no number #",  # 3号
    "ord": "第",  # 第3窗口
    "ge": "个",  # 第3个窗口: a position
    "zone": "区",  # A区3号
    "de": "的 滴 嘞",  # 3号窗口的王芳
    # 窗口：12, 胸牌上写的1024
    "is": """
        是 为 : = 写着 写的 写的是 上写的 上写的是 上面写的 上面写的是 上面写着 上写着 上是 上面是 显示
        显示的是 我看是 看着是 我记得是 记得是 好像是 应该就是 就是 is was
    """,
    "conj": "和 跟 与 及 还有 或 或者 还是 到 至 以及 、 ~ / 同 or and",  # 3号和5号窗口
    "neg": "不是 不在 并不是 并非 而不是 可不是 不叫 不姓 没在 别搞成 not 不是说 不是讲 没说是",  # 不是3号
    # 3号不对是5号
    "corr": """
        不对 不对不对 不不 不不不 哦不 啊不 噢不 哦不是 哦不对 噢不对 错了 说错了 说错 写错了 写错 记错了
        讲错了 讲错 搞错了 看错了 打错字了 更正 更正为 改成 改为 应该是 应为 应是 应当是 纠正 口误 重说
        我重新说 sorry 不是的 不是不是 不是不是不是
    """,
    "again": "也不对 也不是",  # 六号也不对
    # 3号窗口吧记不清了
    "doubt": """
        记不清 记不清了 记不得 记不得了 不确定 不敢肯定 忘了 忘记了 没看清 没看清楚 看不清 不记得 不太清楚
        想不起来 哪个我忘了 还是多少
    """,
    # an answer that is none
    "ignorant": """
        不知道 不知 不清楚 不晓得 不认识 没注意 没留意 没看 没注意看 没记 没记住 不太记得 说不上来 搞不清
        认不得 know unsure forgot
    """,
    "whether": "是不是 还是不是",  # 是不是3号
    # a staff number; with recognisers' spellings
    "staff": """
        工号 工号号码 工牌 工牌号 胸牌 胸牌号 胸卡 胸卡号 工作牌 工作牌号 工作证 工作证号 员工号 员工编号
        工作号 工作人员编号 人员编号 工好 公号 功号 供号 共号 宫号 弓号 雄牌 凶牌 熊牌 胸排 工排 兄牌 座位牌
        牌号 牌子 铭牌 名牌 桌牌 上岗证 上岗牌 胸前的牌子 胸前牌子 工作人员号 工作人员号码 工号牌 staff
        employee badge id
    """,
    # a queue ticket: 我的号是A023
    "ticket": """
        拿的 排队号 排队号码 取号 取了号 取的号 取了个号 拿号 拿了号 拿的号 拿了个号 拿到的号 票号 小票
        小票号 号票 我的号 我的号码 排到 叫到 叫到的号 叫号 排号 排的号 排队 我号 序号 流水号 受理号 等候号
        等待号 票 号单 排在 轮到 前面还有 抽的号 抽了 抽号 抽到 我拿的 我取的 我排 领的号 领号 ticket queue
        取到 抽到的 叫我的号
    """,
    # numbers of the writer's or of others: 身份证尾号1028
    "private": """
        电话 电话号码 手机 手机号 手机号码 联系电话 座机 身份证 身份证号 身份证号码 身份证尾号 社保号
        社保卡号 社保卡 社保编号 个人编号 卡号 银行卡 银行卡号 账号 帐号 订单号 编码 密码 邮编 微信 qq 热线
        拨打 打了 请打 车牌 档案号 发票号 文号 合同号 单号 快递单号 户号 phone mobile tel
    """,
    # 工号后两位是24
    "tail": """
        后两位 后两位数 后三位 后四位 后几位 尾号 最后两位 最后一位 最后三位 末两位 末尾 结尾 尾数 前两位
        前三位 前一位 前几位 开头 第一位 第二位 第三位 中间两位 头两位
    """,
    "partial": "几 多 余 某 什么 后面 打头 啥 点什么 几几 * x xx xxx",  # 工号幺零二几
    # what a number measures: 1036元
    "unit": """
        号座 号厅 号座位 号包间 元 块 块钱 万 千 百 亿 角 毛钱 分钟 分 秒 秒钟 小时 个小时 钟头 个钟头 天
        个月 个星期 岁 楼 层 路 路车 度 斤 公里 份 张 页 句 句话 遍 回 次 趟 位 名 折 号楼 号桌 号线 号路
        号院 号门 号房 号车 单元 室 床 级 米 平 瓶 箱 条 件 项 本 排 圈 组 家 户 倍 成 % 代 届 期 批 套 笔
        字 道 多岁 多块 多元 多万 多人 多分钟 多个 来个 几个 余元 个人 号人 号文 号文件 号公告 个工作日 个字
        周岁 楼梯 km kg rmb yuan minutes hours years days people times floor
    """,
    "block": "座 栋 幢",  # A座
    # 隔壁5号, 3号窗口旁边
    "side": """
        隔壁 旁边 对面 隔壁的 旁边的 对面的 中间 之间 附近 后面那个 边上 左边 右边 左边的 右边的 斜对面 靠近
        next
    """,
    # 左边数第3个
    "count": """
        左边数 右边数 从左 从右 从左数 从右数 左数 右数 靠左 靠右 从左往右 从右往左 从左边 从右边 倒数 进门
        从门口数 数过去 往左 往右 左起 右起
    """,
    # 先去3号窗口
    "first": """
        先去 先到 先在 先问 先找 先跑 先 原来 本来去 开始去 之前去 起初 一开始
    """,
    # 让我去5号窗口
    "sent": """
        让我去 叫我去 喊我去 让我到 叫我到 喊我到 指我去 指我到 推到 推给 推我去 打发我去 说去 说要去 要去
        让去 叫去 让我找 叫我找 喊我找 让我回 叫我回 带我去 带我到 转到 转去 介绍到 让我先去 叫我先去
        让我再去 叫我再去 让我们去 叫我们去 让我妈去 让你去 你去 让我来 叫我来 请我去 让我返回 喊我回
        又叫我回 叫回 安排到 通知我去
    """,
    # 叫王芳
    "called": """
        叫 名叫 名字 名字叫 名字是 姓名 姓名是 叫做 叫什么 大名 全名 全名叫 全名是 喊作 named called name
    """,
    # the writer's own name follows, or what was made of it: 我叫杨建忠, 打成杨建中
    "self": """
        我叫 我名叫 本人 我姓 我是 我名字 我名字叫 我的名字 我的名字叫 我妈叫 我爸叫 我老公叫 我爱人叫
        我老婆叫 我儿子叫 我女儿叫 我妈是 我爸是 联系人 投诉人 举报人 反映人 来信人 落款 申请人 患者 参保人
        参保人员 市民 群众 户主 老人叫 老人家叫 我母亲叫 我父亲叫 我孩子叫 免贵姓 我媳妇叫 我奶奶叫 我爷爷叫
        打成 写成 录成 弄成 错成 输成
    """,
    # a customer is called up: 喊李莉华, 1002号顾客
    "summon": "喊 呼叫 广播叫 传唤",
    "visitor": "顾客 客户 客人 办事人 办事群众",
    # who is done to and who does: 把李莉华骂哭了, 李莉华被骂
    "patient": "把",
    "passive": "被 遭 遭到",
    # somebody else sat there: 顶替李莉华; 平时是李莉华，今天换了人
    "instead": "代替 替代 替 顶替 接替 冒充 假冒",
    "changed": """
        换人 换人了 换了人 换了个人 换了一个人 换成别人 换了别人 换成了别人 不是本人 不是她本人 不是他本人
        另有其人 换了个男的 换了个女的 换成个男的 换成个女的 换成一个男的 换成一个女的 换成了个男的
        换成了个女的 是另外一个人 是另一个人 替班 代班 顶班 替岗 顶岗 替她班 替他班 接她班 接他班 接班的
        换成 换成了 顶替她 顶替他 接替她 接替他 接她的班 接他的班 顶她班 顶他班 临时换 轮换
    """,
    # 听说是李莉华，但坐那的是个男的
    "hearsay": """
        听说 据说 听人说 听别人说 传说 按说 按理 本来是 平时是 平常是 以前是 之前是 一般是 通常是 平时 平常
        照片上是 公示栏上是 我以为是 以为是 还以为是 应该坐的是
    """,
    # 旁边的人跟我说是李莉华，牌子上写的是张伟
    "told": "跟我说 告诉我 给我说 和我说 跟我讲 给我讲",
    "but": "但 但是 可是 不过 问题是 可惜 只是 就是有一点",
    "turn": "结果 却 其实 没想到 谁知 谁知道 哪知 哪晓得 实际 实际上",
    "than": "比 不如 远不如 不像 比不上 赶不上",  # 不如5号窗口的
    # the name of somebody else follows: 她的同事姓赵的
    "friend": """
        同事 另一个 另外一个
    """,
    # on the writer's side: 我孙女李莉华, 陪李莉华去
    "kin": """
        熟人 家属 朋友 邻居 亲戚 同学 我妈 我爸 我母亲 我父亲 我爱人 我老公 我老婆 我媳妇 我儿子 我女儿
        我奶奶 我爷爷 我妈妈 我爸爸 我孙女 我孙子 我外孙 我侄女 我侄子 我外婆 我外公 我岳母 我岳父 我老伴
        我家老人 我孩子 我哥 我姐 我弟 我妹 孙女 老伴 陪 陪同 前面那个人叫 后面那个人叫 前面的人叫
        后面的人叫 儿子 女儿 我家 我们家 咱家 老公 老婆 我家人 我儿 我闺女 侄女 侄子 外甥 外甥女 外孙 孙子
        儿媳 女婿 亲家 我姑 我姨 我舅 我叔 我爹 我娘 俺妈 俺爸 我老爸 我老妈 我大爹 我嫂子 我兄弟 我姐妹
        父亲 母亲 老父亲 老母亲 老爹 老娘 二姨 大姨 小姨 表姐 表哥 表弟 表妹 堂姐 堂哥 堂弟 堂妹 姑妈 舅舅
        伯伯 婶婶
    """,
    # 3号窗口那个工号1024
    "that": """
        那个 这个 那位 这位 有个 有位 有一个 有一位 一个 一位 就那个 里面 里 那边 那里 那儿 这边 这里 上 那
        这 那点 处 那块 坐着的 坐着 当班的 值班的 上班的
    """,
    # somebody of the staff, or anybody
    "person": """
        工作人员 办事员 经办人 经办 经办人员 柜员 职员 员工 同志 人 女的 男的 女同志 男同志 小伙子 小伙
        小姑娘 姑娘 服务员 业务员 女士 先生 大姐 大哥 阿姨 大叔 美女 帅哥 年轻人 中年妇女 中年男人 女孩 男孩
        女人 男人 老师 当事人 女工作人员 男工作人员 营业员 小妹 小哥 办理人员 公务员 官老爷 那人 这人 此人
        窗口人员 officer clerk man woman lady guy person 阿姐 阿哥 阿叔 阿婆 阿公 阿嬢
    """,
    "pronoun": "他 她 人家 他们 她们 它 he she him her",  # him, her
    "xing": "姓 surname",  # 姓
    # left out
    "filler": """
        嗯 呃 啊 哦 噢 唉 嘛 呢 吧 呀 唔 喂 哎呀 哎 那什么 就是说 然后呢 反正 um uh er eh well
    """,
    "quote": "\" '",
    "dash": "-",
    "punct": ", ; ( ) （ ） 【 】 《 》 [ ] < >",  # the end of a clause
    "stop": "。 ! ? … .",  # the end of a sentence
}  # fmt: skip

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
        今晚 明天 明日 后天 大后天 下周 下星期 下个星期 下礼拜 下个月 明早 明年
    """,
    "come": "来 又来 又去 来找 来问 过来 才来 来取 来拿 来补",  # 今天又来, 叫我下午来
    "return": "再来 再过来 再去 再办 再说 再找",  # 让我5号再来
    # 昨天打过电话: about this hotline
    "contact": """
        打过电话 打了电话 打电话没打通 打电话打不通 打电话来 再打 打来 回电话 回了电话 发过短信 发短信
        发了短信 来电 打你们电话 打过一次电话 联系过 反映过 投诉过
    """,
    "at": "在",
    "go": "去 来办 来到 去到",  # 去3号窗口
    # month and day
    "feast": """
        双十一/11-11 双11/11-11 双十二/12-12 国庆节/10-01 国庆当天/10-01 元旦/01-01 元旦节/01-01
        劳动节/05-01 圣诞节/12-25 光棍节/11-11 平安夜/12-24 情人节/02-14 妇女节/03-08 儿童节/06-01
    """,
}  # fmt: skip
