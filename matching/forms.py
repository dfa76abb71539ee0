"""Every way to state a window, a staff number or a day, and every decoy: one row each.

To teach the parser a new form, add a row with an example; `tests/unit/matching/test_forms.py` runs them all.

A pattern is written in token kinds (`lexicon`, `tokens`) with the marks of regular expressions:
`number hao? window` is 3号窗口 and 3窗口. Rows are tried in their order at each token, the first that fits
takes its tokens. Nothing in a pattern repeats without a small bound, so that reading stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matching.patterns import SYMBOLS, compiled, first_kinds
from matching.tokens import Token

WINDOW, STAFF_NO, BY_SHAPE, UNTYPED, SEVERAL, DAY, DECOY, BYSTANDER = (
    "window", "staff_no", "by_shape", "untyped", "several", "day", "decoy", "bystander"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """gives: what its number is; by_shape leaves that to the hall's own numbers and labels;
    bystander takes whoever is named but not meant."""

    name: str
    pattern: str
    gives: str
    example: str
    negated: bool = False
    after: tuple[str, ...] = ()  # kinds of the token before; `start` is none at all


# A number that measures, counts or dates something is no label and no staff number.
MEASURED = "(?! ( unit | ge | month | year | clock | ri | partial | ago | tail ) )"
NOT_A_WINDOW = "(?! hao? ( de | that )? window )"
NOT_A_DATE = "(?! hao ( punct )? ( part | thatday ) )"
LINK = "( hao | is | de | that | punct | corr | person ){0,3}"

FORMS: tuple[Form, ...] = (
    # Somebody else
    Form("called up", "( called | summon ) name (?= ( conj | come | go | hall | passive | ord | thatday | number unit ) )", BYSTANDER,
         "窗口叫李丽华到窗口办理", after=("window", "hao", "summon")),
    Form("called up", "summon called? ( name | number hao? )", BYSTANDER, "喊李丽华"),
    Form("ill-treated", "patient ( name | surname ) (?= ( bad | harm ) )", BYSTANDER, "把李丽华骂哭了"),
    Form("ill-treated", "( name | surname ) (?= passive )", BYSTANDER, "李丽华被骂哭了", after=("start", "punct", "stop")),
    Form("ill-treated at a window",
         "name (?= ( punct | kin | number unit ){0,4} at ( number | label ) hao? window "
         "( that | hall | other | thatday ){0,3} passive )", BYSTANDER,
         "李丽华在3号窗口被骂"),
    Form("ill-treated by somebody", "( de | that ) person ( bad | harm | other | sent ){1,2} name", BYSTANDER, "窗口的人骂李丽华"),
    Form("visitor", "name (?= go ( number | label ) hao? window )", BYSTANDER, "李丽华去3号窗口"),
    Form("visitor together with others", "conj? name ( conj? other )? together", BYSTANDER, "和李丽华一起"),
    Form("whom it is done for", "for that? called? name (?! ( praise | complain | good ) )", BYSTANDER, "帮李丽华办"),
    Form("one of the writer's own", "name (?= is kin )", BYSTANDER, "李丽华是我妈"),
    Form("whose papers", "name person? de ( private | papers )", BYSTANDER, "李丽华的材料"),
    Form("complainant", "name (?= person? ( other | contact )? complain ( punct | is )? ( number | label ) )", BYSTANDER, "李丽华投诉3号窗口"),
    Form("written on papers", "( private | papers ) is name", BYSTANDER, "身份证上是李丽华"),
    Form("name as such", "name de called", BYSTANDER, "李丽华的名字"),
    Form("who was given it", "for other name (?! ( praise | complain | good ) )", BYSTANDER, "材料给了李丽华"),
    Form("stood in for", "instead ( name | surname | number ) (?! pronoun )", BYSTANDER, "顶替李丽华"),
    Form("one of the writer's own", "kin kin? person? ( pronoun | that )? ( called | is )? name", BYSTANDER, "我家姑娘叫李丽华"),
    Form("somebody's superior", "boss name", BYSTANDER, "他们科长李丽华"),
    Form("writer with a telephone", "name (?= long )", BYSTANDER, "。李丽华13900001111", after=("stop", "dash", "punct")),
    # Decoys
    Form("ticket", f"ticket ( hao | is | de | that | ge | conj ){{0,3}} ( number | label | ticket_no ) hao? {NOT_A_WINDOW}", DECOY, "我的号是A023"),
    Form("telephone, identity or card number", f"private ( tail | is | de | hao | punct | that ){{0,3}} ( number | long | label ) {NOT_A_WINDOW}",
         DECOY, "身份证尾号1028"),
    Form("long number", "long", DECOY, "0872-0001035"),
    Form("end of a number", "( staff ( hao | is | de | that ){0,2} )? tail ( is | de | hao | punct | that ){0,2} ( number | label )",
         DECOY, "工号后两位是24"),
    Form("number partly known", "( staff ( hao | is | de | that ){0,3} )? ( number | label ) partial", DECOY, "工号幺零二几"),
    Form("staff number of two choices", "staff ( hao | is | de | that ){0,3} number hao? conj number hao?", DECOY, "工号1024还是1042"),
    Form("number of a machine or of a visitor", "number hao ( thing | visitor | papers )", DECOY, "1024号机器"),
    Form("visitor's number", "number hao come", DECOY, "1024号来了没有"),
    Form("number called up", "( called | summon ) number hao (?= ( conj | come | go ) )", DECOY, "叫1024号到窗口"),
    Form("time of day", "number clock ( number ( unit | (?! hao | window ) ) )?", DECOY, "2点47分"),
    Form("time of day in figures", "clocktime", DECOY, "14:47"),
    Form("position", "count that? ord? number ge? hao? window?", DECOY, "左边数第3个窗口"),
    Form("position in a row", "ord number ge window?", DECOY, "第7个窗口"),
    Form("ordinal", "ord number unit", DECOY, "第7次"),
    Form("building", "letter block", DECOY, "A座"),
    # Days
    Form("date of an earlier year", "lastyear punct? number month number ( hao | ri )?", DAY, "去年11月9号"),
    Form("full date", "( number year )? number month number ( hao | ri )?", DAY, "11月9号"),
    Form("date in figures", "date ( hao | ri )?", DAY, "2026/11/3"),
    Form("day of last month", "lastmonth number ( hao | ri )", DAY, "上个月28号"),
    Form("day of this month", "thismonth number ( hao | ri )", DAY, "本月9号"),
    Form("day of the month", "number hao (?= punct? ( part | thatday | go ) )", DAY, "12号下午"),
    Form("day of the month", "number ri", DAY, "12日"),
    Form("weekday", "weekday", DAY, "上周五"),
    Form("feast", "feast", DAY, "双十一"),
    Form("days ago", "number ago", DAY, "3天前"),
    Form("half of a day", "halfday", DAY, "今早"),
    Form("day by name", "day", DAY, "昨天"),
    Form("last week", "lastweek", DAY, "上周"),
    Form("last month", "lastmonth (?! number )", DAY, "上个月"),
    Form("vague day", "vague", DAY, "前几天"),
    Form("amount", "number ( unit | ge | year | month | ago )", DECOY, "1036元"),
    # Windows
    Form("two windows", "ord? choice hao? window", SEVERAL, "三四号窗口"),
    Form("two windows named", "( number | label ) hao? conj ( number | label ) hao? ( conj ( number | label ) hao? )? that? window",
         SEVERAL, "11号和12号窗口"),
    Form("two labels", "label conj label", SEVERAL, "A03和A04"),
    Form("zone and number", f"letter zone number {MEASURED} hao? window?", WINDOW, "A区3号窗口"),
    Form("number before the window", "ord? ( number | label ) hao? ( de | that )? window", WINDOW, "3号窗口"),
    Form("not this window", f"window hao? is? neg ( number | label ) {MEASURED} hao?", WINDOW, "窗口不是3号", negated=True),
    Form("number after the window", f"window hao? is? ord? ( number | label ) {MEASURED} {NOT_A_DATE} {NOT_A_WINDOW} hao?",
         WINDOW, "窗口：12"),
    Form("window written wrong", "window self ( number | label ) (?! hao )", WINDOW, "窗口写成4", negated=True),
    Form("number told after the window", "window other? punct number hao (?= ( punct | stop ) )", BY_SHAPE, "窗口也巧，13号，"),
    Form("label alone", f"label {MEASURED} hao?", WINDOW, "表扬A03马俊"),
    # Staff numbers
    Form("not this staff number", f"staff {LINK} neg ( number | ticket_no | staff_no ) {MEASURED} hao?", STAFF_NO, "工号不是1015", negated=True),
    Form("staff number before the window's own", f"staff {LINK} number (?= window hao? is? ( number | label ) {MEASURED} )", STAFF_NO,
         "工号1013 窗口17"),
    Form("staff number", f"staff {LINK} ( number | ticket_no | label | staff_no ) {MEASURED} {NOT_A_WINDOW} hao?", STAFF_NO, "工号：1004"),
    Form("staff number asked for", f"staff is? ( asked | question ) punct? pronoun? other? ( number | ticket_no ) {MEASURED} {NOT_A_WINDOW} hao?",
         STAFF_NO, "工号好多他说1024"),
    Form("staff number noted", f"staff other at? other? that? ( number | ticket_no ) hao? {MEASURED} {NOT_A_WINDOW}", BY_SHAPE,
         "工号我抄在手心里1024"),
    Form("number before the badge", "( number | ticket_no | staff_no ) hao? ( de | that )? staff (?! ( is | hao | de ){0,2} number )",
         STAFF_NO, "1024号工牌"),
    # Either
    Form("number of a person", "number hao ( de | that ){0,2} (?= person | name | surname | pronoun )", BY_SHAPE, "1012号工作人员"),
    Form("number before the staff number", "number hao (?= staff )", WINDOW, "3号工号1024"),
    Form("number of a ticket", "ticket_no", DECOY, "C0086"),
    Form("staff number with a letter", "staff_no hao?", STAFF_NO, "S009"),
    Form("bare number", "number hao?", UNTYPED, "1024"),
    Form("choice", "choice hao?", DECOY, "三四号"),
)  # fmt: skip


def _by_first_kind() -> dict[str, re.Pattern[str]]:
    """Of all forms, in their order, those that can begin with a token of each kind."""
    able: dict[str, list[str]] = {}
    for place, form in enumerate(FORMS):
        row = f"(?P<f{place}>{compiled(form.pattern, form.after)})"
        for kind in first_kinds(form.pattern):
            able.setdefault(kind, []).append(row)
    return {kind: re.compile("|".join(rows)) for kind, rows in able.items()}


BY_FIRST = _by_first_kind()
BY_GROUP = {f"f{place}": form for place, form in enumerate(FORMS)}


class Match(NamedTuple):
    """A form and the tokens it took, from `first` up to `last`."""

    form: Form
    first: int
    last: int


def matches(tokens: Sequence[Token]) -> list[Match]:
    """What the forms take from the tokens, from left to right."""
    shape = "".join([SYMBOLS[token.kind] for token in tokens])
    taken: list[Match] = []
    at = 0
    for place, token in enumerate(tokens):
        if place < at or token.kind not in BY_FIRST:
            continue
        found = BY_FIRST[token.kind].match(shape, place)
        if found:
            at = found.end()
            taken.append(Match(BY_GROUP[str(found.lastgroup)], place, at))
    return taken
