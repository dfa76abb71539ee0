"""The word table of danger: patterns on lower-case text in normal form, Chinese and English.

Each line is followed by nothing else than patterns of one idea. Examples of both kinds: see the tests.
"""

from __future__ import annotations

DANGER = (
    # to oneself
    r"自杀", r"自尽", r"寻短见", r"轻生", r"自残", r"不想活", r"活不下去", r"不活了", r"活着没(?:有)?意思",
    r"(?:要|想|就|去|准备|打算)死(?!机|循环|板|心眼)(?:了|给|在|算了|吧|$|[,，。!！ ])", r"跳楼", r"跳河",
    r"跳江", r"割腕", r"上吊",
    r"(?:喝|吃)(?:农|毒)药", r"(?:吞|吃)(?:一瓶)?安眠药", r"遗书", r"自焚", r"同归于尽", r"一了百了",
    r"死给你们?看",
    # to others
    r"(?:要|想|就|去|得|给我|把(?:你|他|她|它)们?)(?:杀|砍|捅|弄)(?:了|死|人|光|你|他|她|掉)",
    r"杀(?:你|他|她|了你|了他|了她|全家|人了)",
    r"砍(?:死|人|你|他|她)", r"捅(?:死|人|你|他|她)", r"打死(?:你|他|她)", r"弄死", r"整死(?:你|他|她)",
    r"要(?:你|他|她)们?的?命",
    r"(?:带|拿|提)(?:着|了|把)?(?:菜刀|砍刀|匕首|水果刀|刀子|刀(?=来|去|砍|捅|找|见)|斧头|斧子|枪)",
    r"泼(?:汽油|硫酸)",
    r"炸(?:了|掉|毁|平)(?:你|这|他|大厅|中心|政务)?", r"炸弹", r"炸药", r"放火", r"纵火",
    r"烧(?:了|掉)(?:你|这|他|大厅|中心)", r"血债血偿",
    r"(?:让|叫)(?:你|他|她)们?(?:不得好死|见血|后悔一辈子)", r"报复社会",
    # happening now
    r"(?:动手|出手)打(?:了)?(?:人|我)", r"(?:把我|被)(?:打|推)(?:伤|倒|了|流血)",
    r"(?:要|来|保安|抬手|伸手|扬手|举手|找人|叫人|威胁)(?:就|就要|要|说)?打我(?!们?的?(?:电话|手机|座机|办公室|号码))",
    r"(?:拿|用|抓起|抄起|端起)[^,，。!！]{1,6}(?:砸|泼|捅|扎)(?:我|人|向我|伤)",
    r"从[^,，。!！]{0,6}(?:楼|顶|桥|窗)[^,，。!！]{0,2}跳(?:下|了)",
    r"(?:晕|昏)(?:倒|过去|迷)", r"正在打架", r"劫持", r"挟持",
    r"(?:心脏病|心梗|脑梗|脑溢血|中风|低血糖|哮喘|癫痫)(?:突然)?(?:发作|犯了|又犯)",
    r"[叫喊打]了?(?:救护车|120(?!\d))",
    # in English
    r"\bsuicid(?:e|al)\b", r"\bkill(?:ing)? (?:myself|him|her|them|you|someone|somebody|everyone)\b",
    r"\bend (?:my|his|her) life\b",
    r"\b(?:want|going|rather) to die\b", r"\bhurt myself\b", r"\bself[- ]harm\b",
    r"\b(?:shoot|stab|murder)(?:ing)? (?:him|her|them|you|people|somebody|someone|everyone)\b",
    r"\b(?:bring|bringing|have|got) (?:a|my) (?:knife|gun|axe)\b", r"\b(?:bomb|blow up|burn down)\b",
    r"\bset (?:\w+ )?(?:\w+ )?on fire\b",
    r"\b(?:beat|hit|punched|pushed) (?:me|my (?:mother|father|wife|husband|child))\b", r"\bdeath threat",
)  # fmt: skip
# What looks like danger and is none; taken out of the text first.
HARMLESS = (
    r"笑死", r"气死", r"累死", r"急死", r"热死", r"冷死", r"烦死", r"饿死", r"困死", r"吓死", r"等死",
    r"忙死", r"磨死", r"跑死", r"要死要活", r"该死", r"死机", r"死循环", r"死板", r"死心",
    r"(?:气|急|累|热|烦|等|饿)得?(?:我)?(?:都)?(?:快|要)死(?:了|人)?",
    r"(?:快|都)要?(?:气|急|累|热|烦|等|饿)死(?:了)?",
    r"(?:气|累|饿|烦|绕)得?我?都?(?:差点儿?|快要?|要)?(?:晕|昏)(?:倒|过去|头|死)?",
    r"差点儿?(?:气|累)?(?:晕|昏)(?:倒|过去)",
    r"自杀式", r"防自杀", r"杀毒", r"杀菌", r"必杀", r"秒杀", r"抹杀", r"杀价", r"杀鸡", r"炸鸡", r"炸锅",
    r"炸开了锅", r"气炸(?:了)?", r"肺(?:都)?(?:要)?气?炸(?:了)?", r"心态炸了", r"爆炸头", r"油炸",
    r"死亡证明", r"死亡(?:抚恤|待遇|登记|注销)", r"(?:病|过|去)世", r"丧葬(?:费|补助)",
    r"烧了(?:我的)?(?:房|家里|材料|证)", r"被打(?:发|断|印|击|脸)(?:了)?",
    r"\bkill(?:ing)? (?:my |the |some )?time\b", r"\bdeath certificate\b", r"\bdying to\b",
    r"\bphoto ?bomb", r"\bbombarded?\b",
)  # fmt: skip
