"""The constructions that tie a name or a staff number to the one complained of, and those that rule it out.

Each is written over a row of signs: W a window (V one that is denied), P a name or staff number (X one denied,
Q one dropped), M a surname, D a day or half day, B words of conduct, G good ones, C words of complaint;
everything else stands as it is written. `ROLES` come before `TIES`, each in order and with an example. Nothing
repeats without a bound, so that reading stays linear.

To teach a new one, add a row; `tests/unit/matching/test_ties.py` runs every example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.lexicon import STRUCTURE

TOOK_OVER = "took over"  # whoever sat there before is not meant
HELPED, VISITED = "helped somebody", "visited by somebody else"
WITH_THE_WINDOW = (HELPED, VISITED)  # and so the window where they sit is not meant either


def _words(*kinds: str, without: str = "") -> str:
    words = {word for kind in kinds for word in STRUCTURE[kind].split() if not word.isascii()}
    return "|".join(sorted(map(re.escape, words - set(without.split())), key=len, reverse=True))


END = r"[^\w:]"
ANYBODY = f"{_words('person')}|师傅|女娃娃|女娃|男娃|胖子|新来的"
STAFF = f"(?:经办|{_words('person', without='人 老师 先生 女士 当事人 办理人员 经办')}|师傅|[这那]人|[的个]人|人员:)"
BADGE = f"(?:{_words('staff')}|姓名牌|牌牌)"
GLUE = (
    "(?:的|那个|这个|那位|这位|那|这|个|有个|有一个|有位|有一位|一个|一位|叫做|名叫|叫|是|好像是|好像|应该是|就是|又是|还是|都是|都|每次|两次|坐着的|坐着|"
    "坐的|坐起|坐|站着的|里面|里头|里|上|上班|值班|当班|办事|办理|业务|受理|服务|负责|工作|姓名|名字|大名|嘞|滴|号|在|哈|你们|你|贵|单位|"
    f'大厅|中心|厅|局|也|我看了|我看|我记得|写的|写着|显示|:|-|/|#|"|“|\\(|\\)|（|）|D|M|他|她|{ANYBODY}|{BADGE})'
)
START = f"(?:^|^就|{END}|{END}就|然后|结果|但是|但|可是|而且|还有|后来|D|其中|第[一二三四五几][回次趟]|[这那每][回次趟]|当时|对了|想起来|想起来了|G|B|C)"
LABEL = "(?:姓名|工号|窗口|事由|原因|时间|日期|地点|内容|问题|理由|情况)"
ADVERB = "(?:就|又|还是|还|却|都|也|一直|老是|总是|总|老|才|只|竟然|居然|根本|从来|非|硬|偏|正在|正|昨天|今天|D|当着[^,。]{1,6}面)"
ON_ME = "(?:说|讲|骂|让|叫|喊|要|问|把|对|给|冲|朝|跟|收|扣|罚|卡|晾|堵|拦|赶|催|坑|骗|训|嫌|怪|瞪|笑|怼|逼|害|耍|B){1,2}(?:我|俺|咱|人|老|群众)"
VERB = (
    "(?:B|C|G|说|讲|让|叫|喊|要|问|把|对|冲|朝|给|收|推|甩|扔|拿|不|没|无|拒|接待|故意|随便|当众|态度|服务|工作|上班|起身|边|一边|连|动不动|慢|一副|全程|[吃翘拉板黑阴翻斜低抱打嗑叼跷坐]着|"
    "[^,。WPXQ和跟与在]{0,6}[BG]|坐[^,。WPXQ和跟与]{0,10}B)"
)
ACTS = f"的?(?:那位|那个|这个)?(?:{ANYBODY}|他|她)?{ADVERB}{{0,2}}{VERB}"
OF_VISITORS = "(?:[和跟与](?:里面|窗口|工作|那|他|她|人|办)|排|等|前面|门口|办|取|交|领|拿|咨询|可以|能|怎么|在哪|有没|有人|[叫喊让请]你|需要|通知|被|找)"
CHANGED = "(?:[这现今如D][次回在天今]?[^。]{0,8}(?:换|新来|另|别人)|换了|换成|换人)"
SELF = "我(?:的)?(?:名字)?(?:就)?(?:是|叫)?"
NOT_HIM = "找等问归给要由让请替帮代把向和跟与同说讲喊叫"  # whoever follows is asked for, helped, quoted


@dataclass(frozen=True, slots=True)
class Place:
    """A construction: what stands before and after, as regular expressions over signs.

    loose: gives way to whoever else acts at the window. numbered: only for a number that is called a staff number; both: and that stands with a name.
    """

    name: str
    before: str
    after: str
    example: str
    loose: bool = False
    numbered: bool = False
    both: bool = False


KIN = "(?:妈|爸|爹|娘|妹|姐|哥|弟|嫂|女儿|儿子|闺女|姑娘|老公|老婆|媳妇|爱人|老伴|同学|朋友|亲戚|邻居|熟人|老乡|孩子|同村)"

VISITORS = "顾客|客人|客户|老乡|同乡|熟人|同学|朋友|办事的|办事群众|群众|市民|访客"
ERRAND = "投诉|反映|办|取|交|领|补|咨询|问|吵|闹"

OTHERS = "(?:搭档|搭班|对班|师[傅父]|徒弟|上司|下属|上级|领导|主任|前任|接班|替班|老公|老婆|丈夫|爱人|男朋友|女朋友|对象|[爸妈哥姐弟妹](?:妈|爸|哥|姐|弟|妹)?|儿子|女儿|朋友|同学|亲戚|同事|邻居|家属|家人|助手|实习生|学生)"
BESIDE = "(?:左边|右边|旁边|对面|后面|前面|隔壁|边上|身后|身边|斜对面)"

ROLES: tuple[Place, ...] = (
    Place("somebody else of his", "", f"的(?:那个|这个|一个|那位)?(?:{OTHERS}|{BESIDE})", "WB我的是P的搭档"),
    Place("somebody beside him", "", f"[^B。WPX]{{0,12}}(?:他|她|P)(?:的)?{BESIDE}的?(?:那|有|一|男|女|人)", "我在W问P几点下班，她旁边的男的就B我"),
    Place("witness", "(?:证人|目击者?|见证人|介绍人|推荐人|受害人|被害人)(?:是|叫|有)?[:,]?(?:工号)?", "", "W人B我，证人：P"),
    Place("witness", "", f"的?(?:那个|这个|那位)?(?:{ANYBODY})?(?:也|都|她|他){{0,2}}(?:可以|能|会|愿意)?(?:给|帮|替)?(?:我|我们)?(?:证明|作证|做证|看见了|看到了|在场|听见|听到|看得清清楚楚)", "W那个B我，P的小姑娘看见了"),
    Place("turned out false", "", "[^。]{0,18}(?:(?:照片|相片)(?![跟和与](?:我|本人))|核对|查了|一看|一查)[^。]{0,8}(?:不是|对不上|不一样|不像|不符|没有?这)", "W那人说他叫P，我看照片根本不是"),
    Place("told of this line", "", "(?:告诉|提醒|建议|介绍|推荐|鼓励|劝|教|让|叫|喊)我[^,。]{0,6}(?:打|C|找你们|电话)", "我C W的人，是P告诉我可以打这个电话的"),
    Place("one of the writer's own", f"我[^,。WPX]{{0,2}}{KIN}(?:就|也|正好|刚好)?(?:是|叫)(?:你们)?W?{GLUE}{{0,3}}", "(?!给|帮|办|接待|弄|让|把|B)", "我儿子就是W的P，你们保安B我"),
    Place("ill-treated", "", "[^,。]{0,6}被(?!我|C|人C)[^,。]{0,10}(?:B|打了|打伤|推|哭)", "W的P被一个大爷打了"),
    Place("quarrels with somebody", "", "[和与]另", "W，P和另一个人在吵架"),
    Place("one of the writer's own", f"(?:我|我家|我们|的)[表堂大小二三老干亲]?{KIN}[^。,WPX被说讲让给碰遇见把骂办B]{{0,12}}", "", "我表妹也在大厅上班工号P"),
    Place("one of the writer's own", f"{KIN}(?:也|就)?(?:是)?(?:在|是)(?:你们|贵厅)?(?:那个|那里|那边)?W的?(?:上班|工作|当班)[,，]?(?:工号)?", "", "我姐就在W上班，P，她说你们保安B我"),
    Place("one of the writer's own", "(?:外甥|侄子|侄女|侄儿|外甥女|女婿|儿媳)在(?:你们)(?:那个|那里|那边)?W?[,，]?", "", "我外甥在你们那个WP我去找他，保安B我"),
    Place("somebody of his", "(?:他|她)的?(?:师傅|师父|徒弟|搭档|领导|同事|老公|老婆|爱人|丈夫)(?:名字)?(?:是|叫|就是)?", "", "W那个实习的他师傅是P，他B"),
    Place("one beside is meant", "", "[^。!?WP]{0,20}的是(?:坐|站|在)(?:在)?(?:他|她)(?:的)?(?:边上|旁边|隔壁|身边|后面|前面|对面)", "在W办事，P坐里面没说话，B的是坐她边上那个男的"),
    Place("one beside is meant", "在", "(?:的)?(?:边上|旁边|隔壁|身边|后面|前面|对面)[^,。WP]{0,4}(?:的|那)", "W在P后面坐的那位B我"),
    Place("abused by a visitor", f"(?:{VISITORS}|排队的|后面的人|大爷|大妈|大娘|老头|老太太|老太)[^,。WP]{{0,4}}(?:B|凶|对着|冲着)", "", "W前头那个大爷骂P，你们也不管"),
    Place("looked on", "", "(?:就|一直|都|也)?(?:在)?(?:旁观|看着不管|看见全|看到全|全看到|都看到|劝|拦|低着头|不敢吭)", "W那个大声B我，P低着头"),
    Place("new, and under somebody", "", "[^。]{0,12}带(?:他|她)的", "P今天第一天上班，W带她的人B我"),
    Place("ill-treated", "", f"的?(?:那个|这个)?(?:{ANYBODY})?(?:也|还)?被W", "叫P的那个小姑娘被W那个B哭了"),
    Place("called the writer", "电话是", "打的", "电话是P打的，我说W骂人"),
    Place("hands over", "", "(?:交接给|交班给|转给|移交给)", "W：P交接给一个男的，男的B我"),
    Place("sends to the window", "", "(?:就|又)?(?:把我)?(?:叫|喊|带|领|指|介绍|请)我?(?:到|去)W,?结果", "P把我叫到W，结果里面的大姐B我"),
    Place("whom he abuses", "(?:人|他|她|那个)(?:还|又|也)?(?:嘲笑|取笑|B)(?:了|完)?", "", "W，那人嘲笑P是临时工，又B我"),
    Place("not to be punished", "别(?:再)?(?:C|处理|处罚|怪|罚|扣|开除)", "", "求你们别处分P，W骂我的是她上级"),
    Place("false", "假的?(?:工号)?", "", "他报个假工号P，W"),
    Place("false", "", "[^。P]{0,8}(?:查|发现)[^。,P]{0,4}假的", "W那人说他P，我查了是假的"),
    Place("witness", "", "(?:来)?(?:当|做|作为?)(?:证人|见证|证明)", "我在W报警，P当证人"),
    Place("on the sheet", "(?:默认|选的是|选成|显示的?是|打印的是|印的是)[^,。WP]{0,3}", "[^。]{0,14}遇到", "单上默认选的是P，我在W遇到的是男的"),
    Place("sits there as well", "(?:还|也)(?:坐着|坐了|有)一?个", "", "W骂我的走得快，里面还坐着一个P"),
    Place("taken back", "", "[^。]{0,12}(?:不作数|写串|发串|别处理|没事,是我自己|乱打的|乱发的)", "W，P，没事，是我自己没带"),
    Place("somebody else did it", "", "[^。]{0,20}B我的(?:人|那个)?(?:不知道|不晓得|不认识|没看清)", "给我写回执的是P，在W骂我的不知道叫什么"),
    Place("one beside is meant", "", "[^。BW]{0,14}(?:跟|和|与)(?:他|她)(?:搭班|一班|同班|对班)", "WP人是老实的就是跟他搭班的那个女的B"),
    Place("kind to the writer", "", "(?:对人|对老百姓|B)(?:都|也|倒是|一直|还|很|真)?(?:G|挺好|很好|好得很)[^。]{0,10}B", "P对我挺好，W态度B"),
    Place("somebody above", "", "[(（](?:值班长|领导|主任|科长|组长|班长)|D?在W(?:调解|劝)", "P（值班长）在W调解，B我的人不道歉"),
    Place("posted there", "(?:墙上|公示|表上|屏上|排班表)[^,。]{0,6}W(?:是|该是|写的是)", "", "墙上写的W是P坐起的那个B我"),
    Place("passed on to", "(?:推|转|甩|踢|支)给(?:了|P,?)?", "", "W的人把我推给P，P又不在"),
    Place("of another half day", "", "是D(?:那个|坐|的)", "D那个的工号P是D那个，W"),
    Place("of another half day", "D", ",DW那个", "上午P，下午W那个，B"),
    Place("asked who that was", "我问[^,。他她W]{1,16}(?:是|C)(?:谁|哪个),", "", "我问P那个B我的是谁，P说不清楚。W"),
    Place("asked who that was", "我问", "[^。]{0,6}(?:那个|刚才|B我|D)[^。P]{0,8}(?:是|C)(?:谁|哪个)", "我问P刚才那个B我的是谁，W"),
    Place("writer's own number", "(?:^|(?<![说讲喊])[,。!;])我的?(?:工号|名字|姓名)?(?:是|叫|:)?", "", "我的工号是P，W有空调吗"),
    Place("owner of a thing", "", "(?:的|这个|那个)?(?:牌|名牌|工牌|照片|相片|账|帐|卡(?![了着住我])|座机)|(?:的|这个|那个)(?:名字(?!怪|很|挺|蛮|真|还|也|我|是|写|倒|特|少|好|难|有)|章|签名|签字|电话|办公室|亲戚|位子|位置|座位)",
          "W挂的是P的牌子，B"),
    Place("awaited", "", "(?:来|回来|签|签字|签名|批|批准|盖章|同意|出来|过来|在哪|在不在|在吗|上班没|请假(?!条)|出差|有空|在场|可以证明|作证)", "W要P签字，B"),
    Place("spoken to", "", "(?:同志|主任|老师|局长|科长|领导)?[,:!]?(?:你好|您好)", "P同志：您好，WB"),
    Place("spoken to", "(?:^|[!。])", "[,!:](?:(?!他|她|B)[^“]){0,20}你(?!们|在W)", "P，W可以办了，你快来"),
    Place("one of the writer's own", "", f"(?:[(（]|,?(?:他|她)?也?是)我(?:的|们)?[^,。WP]{{0,3}}(?:{KIN}|同事|室友)", "P（我同事）被W的人推了"),
    Place("supposed to be there", "", "(?:好像|应该|可能|大概)是?在?W", "P好像是W的，我C的是那个男的"),
    Place("one of several", "一个(?:是|叫)", ",?另?外?一个", "W坐着两个人一个是P一个我不认识，B我"),
    Place("visitor", "", f"的?(?:{VISITORS}|(?:{ANYBODY})?(?:他|她)?(?:跑|也)?来(?:{ERRAND}))", "W有个叫P的来投诉过"),
    Place("visitor", "", f".{{0,14}}(?:他|她)(?:也?是来(?:{ERRAND})|也是?(?:在|来)?排队)", "有个叫P的女的骂我她也是来办事的"),
    Place("behaves as a visitor", "", f"的?(?:这个|那个)?(?:{ANYBODY})?(?:[^,。让给帮WPXM]{{0,4}}|在W)(?:插队|加塞|闹事)", "W有个叫P的女的插队"),
    Place("leaves, and another comes", "", "(?:他|她)?(?:就|快)?要(?:调走|离职|退休|休假|走)了?[^。]{0,8}(?:新来|换|接|另)", "W的P要调走了，新来的B"),
    Place("known already", "", "我(?:认得|认识|熟)", "不是P，P我认得"),
    Place("away", "", "(?:去?吃饭|下班|休息|走|不在|没来)了?[^。]{0,10}(?:接着|代|替|换|另|这个|那个|那位)", "WP下班了，接着办的那个B"),
    Place("called up", "(?:叫|喊|让|请)", "(?:先|去|来|到|过来|帮|拿|上|进|等|签|办)", "W的人叫P先办"),
    Place("signed", "^【", ":", "【P】WB"),
    Place("writer's form", "^.{0,3}姓名[:是]?", "[^。]{0,20}(?:诉求|电话|手机|住址|地址|身份证|C)", "姓名：P，诉求：WB"),
    Place("somebody else", "(?<!是)不是(?!M)(?:(?!是|别人)[^,。WVPXD号]){1,8}", "", "WB，不是那边那个P"),
    Place("signed", "(?:办理|申请|申办|当事|收件|反映|投诉|来信|联系|委托|领取|参保|举报)人[:是]?|署名[:是]?", "", "业务办理人P，WB"),
    Place("asked after", "^(?!.{0,27}(?:提醒|批评|教育|处理|管管)).{0,28}", "的?(?:\\?|吗$|吗[,?]|在不在)", "W有P吗？"),
    Place("in somebody's mouth", "(?:说|喊|讲|道|吼|着)[:,]?[\"“](?:(?![\"”我]).){0,20}", "", "W喊“P，你来”"),
    Place("not believed", "", "[^。]{0,16}(?:不敢(?:确定|肯定)|不像|不知道?是不是|不晓得是不是|不确定是|是不是(?:他|她|本人)|猜的|冒充)",
          "W是P，不敢确定，B"),
    Place("guessed", "(?:网上查|估计|可能|大概|也许|怀疑|猜)[^,。]{0,6}", "", "W可能是P，B"),
    Place("of an earlier time", "(?:以前|之前|上次|上回|往常|原来|从前|过去|原先|早先|平时|平常|D)[^。!WP换]{0,6}W?[^。!P换]{0,6}", f"[^!]{{0,24}}?{CHANGED}",
          "以前WP，现在换了一个"),
    Place("of an earlier time", "被", "[^,。]{0,4}过[^。]{0,8}(?:这回|这次)", "被P退过一次，这回W又B"),
    Place("taken back", "", ",?我?是?(?:记|认|搞|弄|说|看|写|报|讲)错人|作废|不作数|不算数", "P我记错人了，W"),
    Place("written wrong", "(?:打|写|录|输|印|登记|改|念|喊|叫)成[了:]?[“\"]?", "[”\"]?", "W把我名字打成“P”"),
    Place(HELPED, "", "(?:那里|那边|那儿|那|办|一看|一查|他|她){0,3}(?:,|D)?(?:就|才|马上|立马|一下|一下子){1,2}(?:给我|帮我|给|帮)?[^,。WPXB]{0,4}(?:办了|报了|好了|成了|办好|办成|搞定|通过|受理了|行了|可以了)",
          "W给我退了，我换W找P就办好了"),
    Place(VISITED, f"(?:{KIN}|别人|人家)(?:D|又|也|后来|就|前几天){{0,2}}(?:是)?(?:去|到|在|找)(?:了|的)?W{GLUE}{{0,2}}", "[^,。WPXB]{0,10}(?:办了|办好|好了|成了|报了|能办|可以|行)", "我朋友去W的P那里就办了"),
    Place("one in the queue", f"(?:排队|前面|后面|旁边|隔壁|一起来|身边|同村)(?:的|来的)?(?:那个|这个|一个|有个)?(?:{ANYBODY})?(?:是|名字)?叫(?:做|什么)?", "", "W办完，我后面那个人叫P，他B"),
    Place("one of the queue", "(?:排队|前面|后面|旁边|一起来|队里|门口)[^,。WP]{0,6}叫(?:做|什么)?", "的", "门口那个叫P的姑娘她B"),
    Place("plate of another", "", "[^。]{0,3}(?:但|可|却|实际)[^。]{0,3}坐", "W摆的牌子是P，但坐的那个B"),
)  # fmt: skip

TIES: tuple[Place, ...] = (
    Place("at the window", f"W(?:不是V)?{GLUE}{{0,6}}(?:,(?:也就是|就是|名叫|叫|姓名|是)){{0,1}}[:是]?", "", "W的P"),
    Place(TOOK_OVER, "(?:换|换成|换了|换成了|来了|接班|替班|顶班)(?:的|了|那个|这个|那位|个|一个|是|叫|成){0,3}", "", "换成一个叫P"),
    Place("in a list", f"(?:^|{END}|W|D|{LABEL}){GLUE}{{0,2}}", f"(?:M的?)?(?:$|{END}|W|D|的?P|{LABEL})", "W，P，D"),
    Place("is of the window", f"[那这]个{GLUE}{{0,2}}", "(?:就)?是(?:在)?W(?:的|嘞)?(?:$|[,。;!])", "D说的那个P是W,", loose=True),
    Place("before the window", f"{START}{GLUE}{{0,3}}", f"(?:[,/@就]|{GLUE}){{0,6}}W(?!{OF_VISITORS})", "P，W"),
    Place("complained of", f"(?:C(?:的)?(?:对象|人)?|G|(?<!转)告|怪|被|关于|管管|管一管|查一下|查查|处理|管一下){GLUE}{{0,4}}", "", "CP"),
    Place("on a badge", f"{BADGE}[^,。WPX]{{0,5}}?", "", "牌子上写的P"),
    Place("one of the staff", f"{STAFF}{GLUE}{{0,3}}", "", "工作人员P"),
    Place("of an office", "(?:那边|这边|科|局|处|股|中心|柜台|大厅|部门|厅)(?:的|那个|这个|里面|上|嘞|那位){1,3}", "", "医保那边的P"),
    Place("seen", "(?:看|看到|看见|看清|记得|拍|翻|查|照片|相片|照|录音)[^,。WPX]{0,6}(?:是|叫|写着)|(?:看|看到|看见|看清|记得|拍)[^,。WPX]{0,6}(?:是|叫|写着)", "", "放大看是P"),
    Place("called in vain", "[喊叫]了?[^,。WPX]{0,4}", "(?:都|也|就)?[不没](?:有)?(?:应|理|答|吭|抬|搭)", "喊了三声P都不应"),
    Place("does it to the writer", f"(?:^|[^{NOT_HIM}])", f"(?:他|她)?{ADVERB}?(?:B我|把我|不给我|对我|不[理让帮])", "碰到的P骂我"),
    Place("who did it", f"我[^,。WPX]{{0,6}}的{GLUE}{{0,3}}(?:是|叫)", "", "B我的是P"),
    Place("who did it", "是", "(?:办|弄|搞|给我|害)[^,。]{0,4}的", "就是P办坏的"),
    Place("written on him", "(?:胸口|胸前|身上|脖子上|桌上|桌子上|衣服上)[^,。WPX]{0,4}(?:写|挂|别|戴|印)(?:着|的|了)?(?:是|叫)?", "", "W那个姑娘胸口写着P"),
    Place("always the same", "(?:每次|次次|回回|天天|又|总|老|从来)都?是(?:那个|这个|叫|你们|一个|有个){0,3}", "(?!了)", "我去W三次了每次都是那个P"),
    Place("gives his name", "(?:叫|是)(?:什么|啥|哪个|谁)(?:名字)?,?(?:他|她)(?:就|回|才|跟我|对我){0,2}(?:说|讲|答)[:,“]?(?:我|他|她)?(?:叫|是)?", "", "我问她叫什么她说P在W"),
    Place("taken up by a pronoun", f"(?:{START}|(?:^|[^{NOT_HIM}])(?:[那这]个|都是|就是)){GLUE}{{0,3}}", "(?:的|对)?,?(?:他|她)(?!们|也是来|也来)[^,。WPX]{0,16}?(?:B|推|扔|甩|不|没)", "认证然后那个P她就一直B", loose=True),
    Place("surname, then the name", "M(?:董|李|王|张|[一-鿿])?(?:叫|是|什么|来着|名字|好像|全名|大名|就是|,){0,4}", "", "W那个姑娘姓李什么来着P"),
    Place("he is called", "(?:他|她|这个)(?:的|自己)?(?:名字|工号)?(?:叫|是)?", "", "她叫P"),
    Place("says of himself", f"(?:他|她|W|P)[^。]{{0,14}}(?:说|讲|喊|讲嘛|去嘛|C|去告)[^。]{{0,8}}?[\"“,]?{SELF}", "", "她说我P"),
    Place("named so", f"(?:{START}{GLUE}{{0,4}}|的)叫(?:什么|做)?", "(?:的|W|在W)", "叫P的"),
    Place("of that name", "(?:[那这][个位]?|有个|有一个|一个)叫(?:做|什么)?", f"的(?:{ANYBODY}),?(?:{ADVERB}?(?:B|把我)|(?:他|她){ADVERB}?{VERB})", "社保那个叫P的小姑娘她B", loose=True),
    Place("of that name", "[那这](?:个|位)叫(?:做|什么)?", f"的(?:{ANYBODY})?,?(?:他|她)?{ADVERB}{{0,2}}(?:喊|叫|让|说|骂|要|不|没|把|对|B)", "办领钱的手续，那个叫P的喊我老伴讲普通话", loose=True),
    Place("who sits there", "(?<!原来)(?<!以前)(?<!平时)(?<!本来)(?<!上次)(?<!现在)(?<!这会儿)(?:办事|坐那|坐着|坐|值班|当班|接待|上班|在岗|收件|经办|受理|负责)的(?:那个|人)?就?(?:是|叫)", "", "等了一个半小时办事的是P"),
    Place("this person", f"{START}{GLUE}{{0,3}}", "(?:这个|那个|这)人(?!的|在|吗|[^。]{0,6}有没|[^。]{0,6}[?])", "P这个人我在W办事他B", loose=True),
    Place("that person is called", f"(?:那个?|这个?|有个|一个)(?:{ANYBODY})(?:应该|好像|就)?(?:是)?(?:名字)?(?:叫做|名叫|叫)(?:什么)?", "(?!的|来|去|先|过来|帮|接|让|给)", "那个人叫P他B", loose=True),
    Place("who served", "(?:接待|(?:给|帮|为)我们?(?:办|办理|办事|服务|受理|查))我?们?的(?:那位|那个)?", "", "W接待我的P同志没有抬头"),
    Place("put right", "X[^。WP]{0,8}", "", "不是X是P"),
    Place("met there", f"W[^。WPX]{{0,8}}?(?:碰上|碰到|碰着|碰见|遇到|遇着|遇上|遇见|撞上|撞到|撞着)了?{GLUE}{{0,4}}", "", "W遇到P"),
    Place("met, and he acts", f"(?:碰|遇|撞)(?:上|到|着|见)了?{GLUE}{{0,3}}", f"的?(?:这个|那个|这位|那位)?(?:{STAFF})?,?(?:他|她)(?!也|们)(?:就|还|又)?(?:B|说|讲|叫|让|问|把|不|没)", "我们去核工龄碰到P这个同志他说", loose=True),
    Place("signed by him", "(?:条子|字条|纸条|单子|回执|凭条|受理单)(?:上面?|上头|底下|下面)(?:签|写|落款)(?:着|的|了)?(?:是|名字是|名字)?", "", "她写的条子上面签的P"),
    Place("who served", "办理?业务的(?:那个|那位|这个)?", "[^,。WPX]{0,3}(?:我|B)", "在W办业务的P多刷了我一次", loose=True),
    Place("whose work it is", "W办[^,。WPX]{1,4}(?:那个|的)", "(?!被)", "W办退休那个P"),
    Place("of the window", "", "[(（]W", "我问P（W）"),
    Place("visited", "W[^。WPX]{0,4}?(?:找|问)", "(?!.{0,12}(?:不在|没在|没来|休|那个|这个|有个|另|人))[^。]{0,14}(?:他|她|被|B)", "W找P，她B"),
    Place("with another sign of him", f"P{GLUE}{{0,4}},?{GLUE}{{0,2}}", "", "P（P）"),
    Place("served the writer", "(?:是|由|被|W[^,。PX]{0,8})", "(?:接待|经办|经手|受理|办理|给我办|帮我办|接|收|审|录|查|登记)的(?!时候|证|卡|件)", "W那天P接待的我"),
    Place("in whose hands", f"(?:在|到){GLUE}{{0,2}}", "(?:那里|那儿|那点|那边|手上|手里)(?:办|交|领|取|弄|填|审)[^,。]{0,6}(?:的|了)", "我在P那里办的"),
    Place("acts on the writer", "W[^,。!WPX说讲叫喊找问等归给要和跟与同由让请替帮]{0,14}", f"(?:他|她)?{ADVERB}?(?:{ON_ME}|B)", "W办转移P讲我"),
    Place("what he does", f"{START}{GLUE}{{0,3}}", ACTS, "，P说我", loose=True),
    Place("number of the staff", "(?:^|[^\\w:]|[的个位他她你我是WVDPXMBG]|看到|看见|看了|记得|记下|记了|厅|单位|胸口|胸前|身上|戴着|挂着|别着)工?", "", "就是那个工号1024", numbered=True),
    Place("number before the window", "(?:记下|记住|记好|记一下|听好|听着|写下)(?:来|了)?", f"{GLUE}{{0,2}}W(?!{OF_VISITORS})", "你记下来工号P，W", numbered=True),
    Place("number and window in one breath", f"(?:^|[^{NOT_HIM}有没是不])", f"(?:,|在|就在|是在)?(?:你们)?(?:那个)?W(?!{OF_VISITORS})", "我不晓得，工号P在W", numbered=True),
    Place("number and name", f"(?:^|[^{NOT_HIM}有没是不])", "", "耽误一分钟，工号P名字叫P", numbered=True, both=True),
    Place("man or woman", "(?:^|[^说讲喊])", ",?(?:他|她)?(?:好像|应该)?是一?个(?:男|女)(?:的|同志|人)(?![^。]{0,16}(?:找|的是|不是|另))", "工号1024是个男的", numbered=True),
    Place("number told", "(?:我|接着|再)[就来再想要]{0,2}(?:说|讲)(?:一下|哈)?", "", "我接着讲工号P", numbered=True),
)  # fmt: skip
# W茉莉的莉: how the characters of the name before are written.
WRITTEN = re.compile(r"(?:M|([一-鿿])?([一-鿿])的(?:\1|\2)){1,4}")
# 从W调去W: the first window is left behind.
MOVED = re.compile("(?:从|原先|原来|以前|之前|本来)在?(W)[^。]{0,10}(?:调|搬|转)(?:去|到|来|往|在)?了?W")
# 去W盖章，那个人B我: somebody without a name acts there.
ANOTHER = re.compile(
    "W[^,。PXW]{0,6}(?:那个?|这个?|有个?|一个|的)(?:人|男|女|小伙|姑娘|保安|胖)[^PX。]{0,10}B"
)
# 后面那个人B我: somebody without a name, wherever he is, acts; whoever does something else in his own clause is another.
UNNAMED = re.compile(
    f"(?=[那这有一另的旁后前对里主科局组领保门经班站坐楼])(?<!P)(?<!P的)(?<!M)(?<![跟和与对向让给冲把找])(?<!要不是)(?<!不是)(?<!另)(?<!外)(?<!旁边)(?:那个?|这个?|有个|有位|(?<![说讲])一个|另一?个?|的|[旁后前对里]面?边?)"
    f"(?:{ANYBODY}|保安|胖|瘦|老头|老太),?[^PX。,]{{0,10}}?B"
    "|(?<!P)(?<!P的)(?<![找叫喊等跟和的])(?:主任|科长|局长|组长|领导|保安|门卫|经理|班长|站长)(?!那|室|们|不在|没[在来]|开会|出差|签)[^PX。,]{0,4}?B"
    "|(?:坐|站|里面|旁边|后面|前面|楼上)的?那个[^PX。,]{0,4}?B"
)
# Where the clause of whoever is named ends, seen from his name on.
CLAUSE = re.compile(r"[^,。!?;我俺WPX]{0,24}")
ON_THE_WRITER = re.compile("[说讲骂嫌笑把对冲朝拦推怪]$")  # P说我
# What merely names him, and no deed of his own.
NAMING = re.compile(f"(?:{GLUE}|[^\\w]|[,:.的地呢啊嘛吧哦了就是有们]|嘞|吗|然后|结果){{0,6}}$")
