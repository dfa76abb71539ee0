"""Who acts on whom: where a text says that the writer is acted upon, or tells of words exchanged.

Characters next to "I" carry the roles (骂我: I am acted upon; 我问: my turn), and so do a few turns of
phrase. They hold for whatever is said or done, so a new insult needs no new word here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

ME = "我俺咱"
ME_BEFORE = tuple(ME)  # 我推我爸: the writer does it
# Right before "me": whoever is the subject does it to the writer.
HARSH = frozenset("说骂骗嫌笑怼训赶推凶吼瞪坑逼撵轰拦损拽挤冲朝拿唬哄耍指吓羞配")
MILD = frozenset("喊叫让要问回把对怪给跟害")
MACHINES = re.compile("短信|系统|电脑|机|屏|网|打来|语音")  # 短信说我欠费
ON_ME = frozenset("往当推赶拉撵轰晾喊叫骂说吼气吓弄搞整关撂打拦堵逼甩丢")  # 把我往外推
REQUESTS = ("你帮", "请", "麻烦", "能", "可以", "帮", "别", "想", "不要", "快", "妈", "爸")
# After 给 and 跟 only what is done or said counts: 给我弄丢, 跟我说, and not 给我打电话.
ACTS_ON_ME = (*"说讲吵录算弄盖退撕丢甩扔推上办", "来一句", "脸色", "打回", "白眼")
# Right after "I": the writer's turn in an exchange with somebody.
MY_TURN = frozenset("问说讲喊叫求递站坐")
MERELY = (
    "到了",
    "过了",
    "一下",
    "下",
    "哈",
    "问",
    "个",
    "一哈",
    "一句就",
    "你",
    "嘛",
    "要投诉",
    "一声",
    "一问",
    "清楚",
)

OF_A_WINDOW = "话筒|机|灯|玻璃|椅|凳|屏|喇叭|麦克|空调|评价|电脑"  # 3号窗口那个话筒

ASKED_IN_VAIN = "(?<![请想咨])问(?:什么|啥|哪样|谁)(?![时材手证条人地东情样类病原])"

AT_WORK = "(?:开(?![始通发票口玩心])|来人|来上班|到岗|上岗|上班|营业|办公|叫号|叫到?人)"
WHERE_TO = "(?:(?:去|跑|走|到|上)了?)?(?:哪|啦)(?!个|些|里办|里交)"

# Turns of phrase by role, each with an example.
PHRASES: Mapping[str, Mapping[str, str]] = {
    # a courtesy refused, or an answer that is none
    "slights": {
        r"都[不没懒][^,。]{0,2}[抬伸看说听问理动睁让给答回搭吭]": "头都不抬",
        r"连[^,。]{1,5}都[不没]": "连个话都没得",
        r"没[有得]?一?个?人[^,。]{0,2}[理应问肯]": "没人理",
        r"[就又硬偏非]说[^明不]": "排到我就说下班",
        rf"{ASKED_IN_VAIN}[^,。]{{0,4}}[不没摇]": "问什么都说不知道",
        r"爱([办来听告走信管理])不\1": "爱办不办",
        r"说归[^,。]{1,6},[^,。]{1,6}说归": "那边说归税务，税务说归那边",
        r"问[一两三几][句遍][^,。]{0,3}[答回应理不]": "问三句答不出一句",
        r"说是[^不]": "说是吃饭去了",
        r"说[缺少差]": "又说缺一张",
        r"问就是|问谁谁|[谁哪]个?都[说不]": "问谁谁都说不知道",
        r"[啪直]接?[^,。]{0,2}挂": "啪就挂了",
        r"[当像]成?[^,。]{0,5}(?:皮球|贼|空气|傻|乞丐|犯人|木头|透明|猴|上访)": "把我当皮球踢",
        r"好好[回说讲教管]": "没有一次好好回答",
        r"被[人他她]": "被人指着鼻子",
        r"被[^,。]{0,6}(?:[撵赶骂训吼说凶笑晾挑]|教训|数落)": "被数落一顿",
        r"提前[^,。]{0,12}[走下关收]": "提前一刻钟就走",
        r"点[半多钟]{0,2}就[^,。]{0,6}[收关走没下]": "4点半就收东西",
        r"不归[^,。]{0,3}管": "说不归他管",
        r"互相推": "两个窗口互相推",
        r"[才肯]舍得": "才舍得抬头",
        r"(?<!能)先办|还没[有]?给?[我办]|后门": "她先办熟人的",
        r"能不能不要|能不能别": "能不能不要啧啧啧",
        r"号推[给到]?[^,。]{1,4}号": "5号推6号，6号推7号",
        r"当着[^,。]{1,8}(?:说|骂|喊|面|讲)": "当着一厅人说",
        r"答应[^。]{0,20}(?:[?没不哪]|猴年)|猴年马月": "答应帮我查，查到哪去了",
        r"说好[^。]{0,12}[没不又却]": "说好今天，今天又没有",
    },
    # nobody sees to it: by itself no more of people than of machines
    "untended": {
        r"[老总]是?(?:说|讲)(?!实)": "老说下周来",
        r"没[有得]?一?个?人[^,。]{0,2}管": "没人管",
    },
    # the manner in which somebody speaks or looks
    "manner": {
        r"脸[^,。脸]{0,2}[黑臭垮]|[黑臭拉垮]着?[个张]?脸": "脸黑得能滴墨",
        r"[说讲]话(?![啊呀嘛吗没声])|眼神|嘴巴|嘴皮|口吻|腔调|架势|嗓子": "讲话带刺",
    },
    # over the counter: handed in and handed back
    "counter": {
        r"[递交塞][了]?(?:上去|进去|过去)": "证件递进去",
        r"[退打推扔丢甩弹拨摔撂扯](?:了)?(?:回来|出来|过来|回去|回[给我])": "推回来",
        r"[排轮][了]?到(?:我|跟前|前面|他|她)": "排到我",
        r"窗口前|站到|下班了": "站到窗口前",
    },
    # somebody behind the counter
    "inside": {
        r"[几两三]个人[坐在围站都]": "几个人围着",
        rf"窗口?(?:那[个位些两](?!{OF_A_WINDOW})|[坐小姐说喊叫收硬讲])": "窗口小姐姐",
        r"里[面头边](?:那|坐|[两三几]个(?:人|在)|几个|的人|的[说嫌骂讲]|硬|说|叫|才|个)": "里面那个",
        r"你们[^,。]{0,5}的(?:人|那[个位])|管[^,。]{1,5}的那[个位]": "管盖章的那个",
        r"前台|你们的?(?:人|保安)|被你们|你们[说让推]|你们又[叫喊]": "你们的人",
        r"[那这]两?位|[那这][两三几]个(?![月星小钟天字问窗])": "那位",
        r"(?:那个|这个|你们那?个?)[小老][^伙姑哥妹孩人头太板师年大百婆公爷奶]": "那个小杨",
        r"嬢嬢|婆娘|女娃|男娃|妹子|小年轻|娘们|家伙|科员|导办(?!台)|引导员|志愿者": "那个嬢嬢",
    },
    "visits": {r"[来去跑克走递交补][了过]?[两三四五六七八九十几好\d]+[趟次回遍]": "来了五趟"},
    "indignant": {
        r"凭[什啥]": "凭什么",
        r"好意思|算老几|怎么这么难": "还好意思",
        r"我(?:是|有|欠|该|不配)[^,。]{0,6}[吗么?]": "我有传染病吗",
        r"像[^,。]{0,3}欠|难道|莫非|用得着|我又[不没]": "用得着那么大声吗",
        r"你们[^,。]{0,10}(?:人|上班|窗口)[^,。]{0,3}是不是(?!办|可以|能)": "你们的人是不是不兴笑",
        r"养老院[吗么]|一个个|个个都": "一个个坐着不动",
    },
    "who": {r"叫什么|叫啥|叫哪样|姓什么|姓啥|是哪个|是谁|是哪位": "那个女的叫什么"},
    # one person is addressed, who is no bureau
    "thou": {r"(?<![说讲问骂回,:\"'“帮跟给])你(?![们好帮说看听知记])": "你下来开门"},
    # a question by its form
    "questions": {
        r"([^能是有要会可])[不没]\1": "收不收",
        r"给[能要是有会可还得]": "给还有",
        r"[有没]没有?$": "今天上班有没有",
    },
    # a window as a place only
    "places": {
        r"窗口?(?:旁边?的|边上|前面|门口|上方|在哪|后面的?墙|外面)": "3号窗口边上",
        r"(?:忘|落|掉|丢|放)在[^,。]{0,4}窗": "包忘在5号窗口",
        r"请[^,。你]{0,14}到[^,。]{0,6}窗": "请1024号顾客到3号窗口",
    },
}
# Without one of these characters none of the phrases can be there.
NEEDED: Mapping[str, frozenset[str]] = {
    "slights": frozenset("推着都没说讲应问挂像当好被提点归推得办还门能爱猴"),
    "untended": frozenset("管老总"),
    "manner": frozenset("脸话眼嘴口腔架嗓"),
    "counter": frozenset("去来回到前站下"),
    "inside": frozenset("个窗里前你位嬢婆娃妹年娘家科导者"),
    "visits": frozenset("趟次回遍"),
    "indignant": frozenset("凭好算么吗我欠难莫用是个"),
    "who": frozenset("叫姓是"),
    "thou": frozenset("你"),
    "questions": frozenset("不没给"),
    "places": frozenset("窗"),
}
# Nobody where somebody should be, or no work when there should be: looked for only where it may tell.
DESERTED: Mapping[str, str] = {
    r"没[有得见]?[一半]?个?(?:人影?|鬼影)(?![^,。]{0,1}[理应问肯管接性])": "一直没人",
    rf"(?:还|又|都|也|一直|老|总|从来|根本|就|硬是)[没不](?:有|给)?{AT_WORK}": "九点还没开机",
    r"(?<![屏机脑灯调器扇话])没[有]?开(?:门|窗|机|张|着)?(?=$|[,。!])": "今天又没开",
    r"关着|拉着帘|拉上帘|锁着|锁了?门|空[着荡]|暂停服务|收摊|打烊|关[了门窗机](?=$|[,。!了])": "窗口关着",
    rf"人[都也又就呢]?(?:不知道|不晓得)?{WHERE_TO}|人都?(?:不见|没影|走光|溜)": "人不知道跑哪去了",
    r"人[^,。]{0,4}(?:什么时候|啥时候|几时|几点)[^,。]{0,2}[回来]": "人什么时候回来",
    r"没一个窗口?有人": "没一个窗口有人",
    r"[没不](?:给|肯)?叫号": "二十分钟不叫号",
    r"(?:点[^,。]{0,4}|分|:\d\d)[^,。]{0,4}才(?:来|开|到|上|有|慢)": "九点二十才开",
    r"不在(?:岗|位|座|班|工位|窗口)?(?=$|[,。!])": "上班不在",
}
ANY_DESERTED = re.compile("|".join(DESERTED))
PATTERNS = tuple((NEEDED[role], re.compile("|".join(rows))) for role, rows in PHRASES.items())


class Roles(NamedTuple):
    """How often each role is seen.

    harsh, mild: the writer is acted upon. turns: the writer's own in an exchange. The others: see PHRASES.
    """

    harsh: int
    mild: int
    turns: int
    slights: int
    untended: int
    manner: int
    counter: int
    inside: int
    visits: int
    indignant: int
    who: int
    thou: int
    questions: int
    places: int


def roles(text: str) -> Roles:
    """Linear in the text."""
    harsh = mild = turns = 0
    for character in ME:
        at = text.find(character)
        while at >= 0:
            before = text[max(at - 3, 0) : at].rstrip("了过着")[-2:]
            after = text[at + 1 : at + 6].removeprefix("们")
            if before[-1:] in HARSH and before[-2:-1] not in ME_BEFORE:
                harsh += before[-1] != "说" or not MACHINES.search(text, max(at - 9, 0), at)
            elif before[-1:] == "把" and after[:1] in ON_ME:
                harsh += 1
            elif before[-1:] in MILD:
                mild += _is_done_to_me(before, after)
            if after[:1] in MY_TURN and not after[1:].startswith(MERELY) and before[-1:] != "帮":
                turns += 1
            at = text.find(character, at + 1)
    letters = set(text)
    counts = (
        0 if needed.isdisjoint(letters) else sum(1 for _ in pattern.finditer(text))
        for needed, pattern in PATTERNS
    )
    return Roles(harsh, mild, turns, *counts)


def _is_done_to_me(before: str, after: str) -> bool:
    if before.startswith(REQUESTS):
        return False
    return before[-1] not in "给跟" or after.startswith(ACTS_ON_ME)
