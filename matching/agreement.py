"""Agreement as evidence: a number or name that no construction ties, when the roster speaks for it.

That a staff number mentioned anywhere in a complaint is by chance that of somebody on duty at the one window
mentioned, at the time stated, is very unlikely; that it is of somebody else who is spoken of is not. So it
counts only where nobody and nothing else is spoken of: one window, one number or full name, one visit, and none
of the `GATES`, which look for a second person, a doubt, praise, and whatever else a number may be.

To teach it a new danger, add a row; `tests/unit/matching/test_agreement.py` runs every example.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.evidence import IDENTIFIERS, Kind
from matching.hall import Hall
from matching.mentions import Mention
from matching.ties import DOER, NUMBERED, laid_out
from matching.tokens import Token

# Kinds of token of which one anywhere is too many.
TELLING = frozenset(
    "side than friend visitor instead changed disclaimed hearsay unvouched others together boss neg "
    "again doubt whether tail count sent praise good clear withdrawn wrong excuse settled "
    "inquiry outsider spam notice wish choice future contact block zone xing".split()
)
LOCAL = 12  # signs that are looked at on either side
PERSONAL = (Kind.STAFF_NO, Kind.NAME)


@dataclass(frozen=True, slots=True)
class Gate:
    """`pattern` is looked for in the whole message as written, or, with P, in the signs around the mention.

    bare: only for a number that is not called a staff number. example: in the signs of `places`.
    """

    name: str
    pattern: str
    example: str
    bare: bool = False


KIN = "(?:[妈爸爹娘妹姐哥弟嫂舅姨姑叔侄甥孙]|女儿|儿子|闺女|老公|老婆|媳妇|丈夫|妻子|爱人|老伴|孩子)"
VICTIM = "吼骂凶对给帮替带陪让叫为训推嫌冲跟把害"

ANYWHERE: tuple[Gate, ...] = (
    Gate("somebody of another desk", "边上|身后|后面|后头[的那坐站]|里面的人|吵架|前头|那头|别的|另外|另一|另有|还有[一个]|同事|同学|师[傅父]|徒弟|实习|学徒|见习", "P在里面，骂我的坐他边上"),
    Gate("somebody above", "领导|主任|科长|局长|组长|经理|站长|班长|主管|负责人|授权", "W的说要P授权"),
    Gate("somebody else of the hall", "保安|门卫|客服|介绍|推荐|导办|引导|志愿|巡查|保洁|接线|电话|初审|复审|窗口都", "P是我姐，你们保安骂我"),
    Gate("another visitor", "顾客|客户|大爷|大妈|群众(?!利益)|办事的人|前面那|后面那|排在|排我|插队", "W前的大爷骂P"),
    Gate("family of somebody", f"(?<![{VICTIM}]我)(?<![{VICTIM}]我老)(?<![{VICTIM}]俺)(?<!他)(?<!她){KIN}", "P的老公骂我"),
    Gate("several people", "两个人|两人|三个人|几个|[一有]个[^,。]{1,6}一个|有人|他们|她们|互相|人家|大家|个个|一起|轮流|各", "W两个人，P做事，另一个骂我"),
    Gate("an earlier or a later visit", "原[来先]|以前|之前|上次|上回|从前|往常|平时|平常|第[一二两]次|[再又]去|[再又]来|后来|本来|早先|先前|头一[次回]|[二两三]次", "W原来是P"),
    Gate("somebody in his place", "替(?!我)|代[班替办]|取代|顶[班替岗他她着]|换|接[班手着]|接过|轮[换班岗流]|轮到[他她]|请假|休假|不在|没在|没来|走了|离开|吃饭|(?<![打退甩推扔丢])回来", "P在吃饭，替他的骂我"),
    Gate("doubt", "是不是|可能|大概|好像|不准|估计|猜|应该|不确定|也许|或许|怀疑|分不清|还是|或者|对不上|不像|很像|有点像|该是|排班表|长得|以为|认错|看错|记错", "骂我的可能是P"),
    Gate("hearsay", "听[说讲人旁别]|听.{1,4}[说讲]叫|据说|传|告诉|自称|冒充|假|网上|群里|跟我[说讲](?:是|叫)", "听旁边人讲是P"),
    Gate("known already", "认识|认得|熟|朋友|亲戚|邻居|老乡|同村", "P我认识"),
    Gate("somebody who helps", "幸[好亏]|多亏|好在|帮[忙我了]|劝|作证|证明人|赔不是|赔礼|(?<![丢扔推摔甩打退递轰赶])[出过]来|出面|解围|护着|处理", "W那个骂我，P过来劝"),
    Gate("a choice of people", "[,。]?(?:但|却|反而|倒是|不过)", "P好，但那个骂我"),
    Gate("taken back", "算了|撤|不追究|不怪|冤枉|玩笑[的话]|个玩笑|当我没|没有?骂|没事|不投诉|不是|(?<!态度)不对(?!我|人|劲)|哦不|说错|写错了?,|更正|改成|口误|重说", "P，开玩笑的，没有B"),
    Gate("the writer is one of the staff", "我自己|我就是|我是(?!来|去|说|想|要|个|昨|今|前|在|上)|一个办公室|我们单位|我[和跟与]", "我自己就是P"),
    Gate("given somebody else's", "账号|帐号|冒用|名义|挂着|挂的|摆着|摆的|贴着|贴的|评价器|照片[^,。]{0,3}对", "用P的账号登录"),
)  # fmt: skip
BEFORE: tuple[Gate, ...] = (
    Gate("object of something", "(?<![看见记拍])到$|[找等问归给要由让请替帮代向和跟与同有比像除被把连叫喊去在于对冲靠为除]$", "我问P"),
    Gate("in somebody's speech", "(?<!我)(?<!我再)(?<!名字.)[说讲喊叫道](?:的|了|是)?[:,]?[\"“]?$", "W的人说P"),
    Gate("in quotation marks", '["“][^"”]*$', "W说“P不在”"),
    Gate("someone of his", "(?:们|自己)$", "他们P"),
    Gate("sum, place, or number of papers",
         "[元块钱费金款息价交缴补差扣少多共总剩室家住楼栋车单票排取收发件文打拨按拿卡证密账帐位分页]号?[^,。!;WDPBCG]{0,3}$", "滞纳金P", bare=True),
)  # fmt: skip
AFTER: tuple[Gate, ...] = (
    Gate("owner of something", "^的?(?:牌|照片|章|名|手|办公|电脑|工位|材料|那[边里])", "P的牌子"),
    Gate("does no harm", "^(?:那个|这个|那位|这位|人|就|又|还|正){0,2}(?:好|在[^W]|来|去|也|都|可以|才|没|收的|坐|签|忙|休|做|跟|和|与|被|受|后面|旁|说不|审|管)", "P在吃饭"),
    Gate("sum, place, or number of papers", "^(?:元|块|钱|才|就能|室|户|门|楼|的?(?:费|款|保费|票|号))", "要交P才能办", bare=True),
)  # fmt: skip
# A name, or a number that is not called a staff number, must stand between an edge, a window, a day or words
# that point at somebody.
POINTED_BEFORE = re.compile(
    r"(?:^|[^\w:]|[WDMBG]|[是叫喊][了做]?|哪个|一下|一句|遇[到见]|碰[到见]|然后|哈|那个|这个"
    "|(?:号码|编号|号|数字|牌子?|看[到清见]|记[到下住清]|拍[到下]|抄[了下])[了是]?"
    "|名字(?:是|叫|我?[记看问抄拍][^,。WPDBCG]{0,4})?):?$"
)
POINTED_AFTER = re.compile(
    r"$|[^\w:]|[WDBCP]|他|她|你们|(?:这个|那个|那位|这位)[^,。]{0,4}[他她BWD,]|号|同志|这个|对|念|我[记背念报看抄拍一]"
    "|的问题|说我|讲我|骂|把我|凭什么|不给|不[帮让]|就[B不骂]"
)
GATES = (*ANYWHERE, *BEFORE, *AFTER)
SAID_ANYWHERE = re.compile("|".join(gate.pattern for gate in ANYWHERE))
SAID_AROUND = {
    bare: (
        re.compile("|".join(f"(?:{gate.pattern})" for gate in BEFORE if bare or not gate.bare)),
        re.compile("|".join(f"(?:{gate.pattern})" for gate in AFTER if bare or not gate.bare)),
    )
    for bare in (False, True)
}


def agreeing(
    found: Sequence[Mention],
    meant: Sequence[Mention],
    tokens: Sequence[Token],
    text: str,
    hall: Hall,
    *,
    by_sound: bool,
) -> list[Mention]:
    """The mentions of the one person who is named and tied to nothing, or none where a gate is closed.

    found: all mentions before any was dropped for want of a tie. meant: those that the message is about.
    Whether the roster has the person there is the caller's to see. Linear in the text.
    """
    if [m.kind for m in meant if m.kind in IDENTIFIERS] != [Kind.WINDOW]:
        return []
    typed = known_by_number(found, hall)
    people = [mention for mention in typed if mention.kind in PERSONAL]
    if not people or not _alone(people, typed, tokens, hall, by_sound=by_sound):
        return []
    if (
        DOER.search(text)
        or not TELLING.isdisjoint(token.kind for token in tokens)
        or SAID_ANYWHERE.search(text)
    ):
        return []
    return _standing_free(people, typed, tokens, text)


def known_by_number(found: Sequence[Mention], hall: Hall) -> list[Mention]:
    """With bare numbers taken for staff numbers where somebody in the hall has them and a window is mentioned."""
    if Kind.WINDOW not in [mention.kind for mention in found]:
        return list(found)
    return [
        mention._replace(kind=Kind.STAFF_NO)
        if mention.kind is None and mention.value in hall.staff_by_no
        else mention
        for mention in found
    ]


def _alone(
    people: Sequence[Mention],
    typed: Sequence[Mention],
    tokens: Sequence[Token],
    hall: Hall,
    *,
    by_sound: bool,
) -> bool:
    """One window, one number, one name that one person in the hall bears, one visit, and all of them stand."""
    values = {(m.kind, m.value) for m in typed if m.kind in (*PERSONAL, Kind.WINDOW)}
    of_one_kind = len(values) == len({kind for kind, _ in values})
    numbers = {m.value for m in people if m.kind is Kind.STAFF_NO}
    others = {t.value for t in tokens if t.value in hall.staff_by_no} - numbers
    days = {(m.when.first, m.when.last) for m in typed if m.when}
    halves = {token.value for token in tokens if token.kind == "part"}
    if not of_one_kind or others or len(days) > 1 or len(halves) > 1:
        return False
    if any(m.kind is Kind.SURNAME or (m.kind is not None and not m.counts) for m in typed):
        return False
    names = {m.value for m in people if m.kind is Kind.NAME}
    bearers = [
        hall.sounds.staff_like(name) if by_sound else hall.staff_by_name.get(name, ()) for name in names
    ]
    return all(len(some) == 1 for some in bearers)


def _standing_free(
    people: list[Mention], typed: Sequence[Mention], tokens: Sequence[Token], text: str
) -> list[Mention]:
    row = laid_out(typed, tokens, text)
    for mention in people:
        numbered = tokens[mention.first].kind in NUMBERED
        counts, role = row.place_of([mention], numbered=numbered)
        place = row.places[mention.first]
        before, after = SAID_AROUND[mention.kind is Kind.STAFF_NO and not numbered]
        left, right = row.signs[max(place - LOCAL, 0) : place], row.signs[place + 1 : place + 1 + LOCAL]
        pointed_at = POINTED_BEFORE.search(left) and POINTED_AFTER.match(right)
        if not (counts or numbered or pointed_at) or (role and not counts):
            return []
        if before.search(left) or after.search(right):
            return []
    return people
