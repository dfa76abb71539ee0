"""Words of attitude: who is blamed or praised, and for what. After a slash stands the word's value."""

from __future__ import annotations

from collections.abc import Mapping

ATTITUDE: Mapping[str, str] = {
    # who is named after these is meant: 我投诉的是王芳
    "complain": """
        信访 上访 找媒体 曝光 告到 纪委 被投诉人 被投诉对象 投诉对象 被举报人 被反映人 投诉 举报 控告 反映
        反应一下 反映一下 告他 告她 检举 要个说法 讨个说法 给个说法 讨说法 差评 追究 处分 处理他 处理她
        查一下这个人 说的是 投诉的是 投诉的就是 我投诉的是 我说的是 我讲的是 我找的是 说的就是 要告 怪的是
        我怪 就怪 怪 找的是 骂我的是 针对
        不满意的是 不满意的就是 不满的是 complain complaint report
    """,
    # 不怪王芳
    "clear": """
        不怪 不怨 对不住 错怪 错怪了 不要冤枉 别冤枉 不关 没关系 不是投诉 不投诉 跟他无关 跟她无关 不能怪 无关
        与他无关 没有责任 没责任 不找 没有骂我 没骂我 没有骂人 没骂人 没有吼我 没吼我 没有惹我 没惹我 学学
        多学学 要学学 不是要投诉 不是来投诉 不是想投诉 不是说要投诉 不想投诉 没想投诉 并不是要投诉 不是告
    """,
    # `thanks` alone may be for anything
    "praise": """
        感谢/thanks 谢谢/thanks 多谢/thanks 谢谢啊/thanks 谢了/thanks 表示感谢/thanks 致谢/thanks 谢意/thanks
        thank/thanks thanks/thanks 表扬 点赞 点个赞 夸 夸奖 夸夸 锦旗 赞一个 好评 称赞 表彰 赞扬 嘉奖 五星
        praise
    """,
    "good": """
        办好了 办成了 才办好 才办成 帮我办了 给我办了 负责 挺负责 很负责 很好 挺好 人好 真好 太好 蛮好
        好得很 不错 轻言细语 轻声细语 和颜悦色 有问必答 不厌其烦 有说有笑 耐心 热情 热心 细心 周到 负责任 客气
        和气 和蔼 专业 麻利 利索 贴心 人很好 态度好
        态度很好 态度特别好 态度非常好 态度挺好 服务好 服务很好 服务态度好 服务态度很好 特别好 非常好 有礼貌
        帮我查到 帮我弄好 帮我办好 帮我解决 帮了我 没问题 没毛病 笑脸 笑眯眯 还给我 好人 满意 温柔 亲切
        好得好 讲得好好的 冤枉 patient kind helpful nice 都好 都很好 都不错 都挺好
    """,
    # good or bad, but about a person
    "attitude": "态度 服务意识 服务水平 服务精神 礼貌 教养 涵养 修养 人话 嗓门",
    # about a person, except mere `anger`
    "bad": """
        还给我一句 还给我甩 还给我来 嫌我 嫌弃 对我 冲我 凶我 怼我 踢来踢去 又说不 又说没 一个说 这样对
        对老百姓 对群众 板着脸 枪药 火药
        冷冰冰 冰冷 白我一眼 白了我一眼 这么说话 怎么说话 这样说话 不会说话 什么服务 什么作风 脸拉 拉着脸
        黑脸 公家的钱 效率 效率低 水平 低下 不行/fails 糟糕 失望/anger 无语/anger 寒心/anger 没人管/fails
        没人理
        没人接待 没有人接待 没个人接待 没人应/idle 没得人/idle 没有人/idle 叫半天 逼 不满意 非常不满意
        很不满意 态度差 态度恶劣 态度不好
        不耐烦 没耐心 不耐心 不热情 不客气 不专业 不负责任 不认真 不好说 没好气 骂 吼 凶 推诿 刁难 脸色
        甩脸 甩 撕 嗑瓜子/idle 玩手机/idle 看手机/idle 刷手机/idle 刷抖音/idle 打游戏/idle 聊天/idle 聊微信
        打电话/idle 打私人电话 私人电话 吃东西/idle 吃早点/idle 迟到 早退 提前下班 脱岗 离岗 不在岗 人不在
        答非所问 离席 像审 审犯人 审贼 训孙子
        不理 爱理不理 爱答不理 理都不理 翻白眼 白眼 嘲笑 讽刺 阴阳怪气 冷嘲热讽 训 训斥 训人 呵斥 斥责 骂人
        张口就骂 嚷 喊保安 叫保安 推三阻四 踢皮球 推来推去 拒绝 拒收 拒办 不给办 不解释 一问三不知 业务不熟
        不熟 打错成 索要 收了 送礼/idle 收礼 插队/jumps 加塞/jumps 走后门 关系户 敷衍 糊弄 应付 冷漠 冷淡 傲慢
        嚣张 蛮横
        粗暴 粗鲁 粗俗 无礼 没礼貌 不礼貌 没素质 素质 歧视 看不起 瞧不起 羞辱 侮辱 辱骂 威胁 恐吓 极差 恶劣
        恶心/anger 气人/anger 气哭 过分 不像话 不负责 不作为 乱作为 懒政 怠慢 欺负 吵架 争吵 顶嘴 顶撞 怼
        太冲 语气 口气 发火 火了 发脾气 拍桌子 瞪 瞪我 道歉 看都不看 头都不抬 头也不抬 打瞌睡 化妆/idle 嗑
        不像样 服务差 服务太差 服务不好 服务质量 太凶 好凶 很凶 甩给 丢给 扔给 怎么回事/fails 咋回事/fails
        白养 什么人 什么东西
        什么意思 算什么 恐怖 可恶 混账 流氓 滚 傻 蠢 不尊重 误导 乱说 泄露 忽悠 不按 挂电话 挂我电话 推脱
        不负 失职 渎职 徇私 偏袒 rude impatient shouted yelled ignored refused insulted unfriendly lazy
        swore threw mocked 赶我 赶走 赶出 赶人 气哭了 凶巴巴 没好脸 没好脸色 不给好脸 不给好脸色 摆脸
        摆脸色 摆谱 官腔 收红包 要红包 塞红包 送红包 给红包 索要红包 你也配 你不配 气死/anger 气死我/anger
        气死我了/anger 气死人/anger 火大/anger 冒火/anger 气愤/anger 气得 一肚子气 恼火/anger 来气/anger
        说哭 哭了/anger 眼泪/anger 掉眼泪/anger 吃错药 这样办事 哪有这样 有这样的 这种人 什么玩意 什么德行
        德性 嘴脸 脾气 口红/idle 化妆品/idle 涂口红 指甲/idle 织毛衣/idle 打毛线/idle 看电视/idle
        看电影/idle 追剧/idle 刷视频/idle 刷短视频/idle 网购/idle 逛淘宝 炒股票 抽着烟 叼着烟 求爷爷 告奶奶
        门难进 脸难看 事难办 刁蛮 蛮不讲理 不讲理 不讲道理 胡搅 瞎指挥 瞎说 乱讲 放屁 打官腔 摆架子
        高高在上 大爷一样 当老爷 老爷 伺候 看人下菜 挑软 软柿子 势利 势利眼 牛气 霸道 凶神 恶狠狠 恶语 脏话
        骂骂咧咧 冷笑 嗤笑 撵 撵我 轰 轰我 推脱责任 甩锅 扯皮 推卸 不作声 不吭声 不吱声 不搭理 不答理 懒得
        不抬头 没抬过 不抬一下 头不抬 都不一样 讲清楚 说清楚 一次说清 说法不一 没人了 人影 不见人 没个人
        空无一人 人都走了 走人了 没有一个人 可以这样 能这样 随便打发 打发 骚扰 看人脸色 挑刺 挑毛病 找茬
        架子 赔礼 赔不是 拒不 不予 不出具 委屈/anger 睡觉/idle
        狗眼看人低 好好回答 怪我 怪我们 还怪我 反怪
    """,
    # `wait` is nobody's doing yet; the others may be about a thing or the writer's own doing as well
    "harm": """
        不是她的事 不是他的事 不是她管 不是他管 不是她负责 不是他负责 不是她的问题 不是他的问题 不是她的责任
        不是他的责任 没人 跑断腿/wait 跑断/wait 白等/wait 没办成 没办好 丢了 等了/wait 慢/wait 太慢/wait 折腾
        来回/wait
        跑了/wait 白跑/wait 压了 拖 拖延 拖拉 磨蹭 不给 不让 不会 不懂 说法 赔偿 不管 不帮 不肯 不看 卡着
        耽误 害我 害得 凭什么 没说 少算 少给 多收 乱收费 干等/wait 晾 没反应 装 不办 不受理 算错 录错 填错
        抄错 办错 弄错 搞错 弄丢 搞丢 弄坏 弄湿 摔 丢 扔 慢吞吞 不接 资格 吵 冲 大声 骗 笨 嫌 烟 好处
        伤人 难听 不好 太差 很差 差劲 说不清楚 没说清楚 不说清楚 不一样 一次性告知 没一个人 没有一个 不接件
        不收 假装 自己看 自己填 自己弄 自己去弄 使唤 让她/order 让他/order 喊她/order 喊他/order 叫她/order
        叫他/order 让我妈/order 让我爸/order 让我 喊我 叫我 要我 打印错 印错 贴错 盖错 写错了名
    """,
    "you": "你们 你们单位 贵单位 老百姓 公仆 政府 当官的 衙门", # the bureau is addressed
    # 找她领导王芳
    "boss": """
        领导 局长 值班领导 主管 负责人 值班长 带班 大堂经理 科长 主任 局长大人 股长 组长 所长 处长 站长 书记
        头头 你们领导 班组长
    """,
    # the bureau's business
    "hall": """
        大厅 服务 办事 办理 业务 社保 医保 公积金 养老 退休 失业 工伤 中心 贵厅 贵局 单位 人社 政务 保险
        认定 审核 盖章 养老金 退休金 补缴 续保 参保 缴费 年审 备案 津贴 补贴 低保 居住证 service hall
        pension 给我办 帮我办 办完 办的
    """,
    "work": "上班 上班时间 上班期间 值班 当班 工作时间 岗位 当差 接件",  # what only the staff do
}  # fmt: skip

DENYING = "不没无"  # before a kind word
NOT_A_BIT = (
    "没有半点", "没有一点", "没有丝毫", "没半点", "没一点", "没得半点", "毫无", "丝毫没有", "没有任何",
)  # fmt: skip


def turned(kind: str, text: str, at: int) -> str:
    """The kind of the word at `at` as denied before it: 不热情 is bad, 没有半点不耐烦 is good."""
    if kind == "good" and at and (text[at - 1] in DENYING or text.endswith(NOT_A_BIT, 0, at)):
        return "bad"
    return "good" if kind == "bad" and text.endswith(NOT_A_BIT, 0, at) else kind
