"""Every row of the forms does what its example says."""

from __future__ import annotations

import re

import pytest

from matching import forms
from matching.attitude import ATTITUDE
from matching.elsewhere import ELSEWHERE
from matching.evidence import Kind, Source
from matching.forms import FORMS, Form, matches
from matching.hall import Staff
from matching.lexicon import STRUCTURE
from matching.ordinary import ORDINARY
from matching.plain import plain
from matching.times import TIME
from matching.tokens import Scanner
from tests.unit.matching.cast import HALL, a_hall, said, values

SCANNER = Scanner(HALL, Source.SMS)
LETTERED = Scanner(a_hall(staff=(Staff(staff_no="S009", name="李丽华"),)), Source.SMS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.name}-{form.example}")
def test_each_form_takes_its_own_example(form: Form) -> None:
    scanner = LETTERED if form.name == "staff number with a letter" else SCANNER
    found = matches(scanner.scan(plain(form.example).text))
    assert form in [match.form for match in found]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_no_form_repeats_without_a_bound(form: Form) -> None:
    assert not re.search(r"[*+]", form.pattern)


@pytest.mark.parametrize(
    "form", [f for f in FORMS if f.gives in (forms.DECOY, forms.SEVERAL)], ids=lambda f: f.name
)
def test_decoys_state_nothing(form: Form) -> None:
    stated = values(said(f"有人态度差，{form.example}"))
    assert not {"window", "staff_no", "name"} & stated.keys()


def test_a_word_has_one_kind() -> None:
    words = [(form.rpartition("/")[0] or form) if kinds is not STRUCTURE else form
             for kinds in (STRUCTURE, TIME, ATTITUDE, ELSEWHERE) for forms in kinds.values() for form in forms.split()]  # fmt: skip
    words += ORDINARY
    assert sorted({word for word in words if words.count(word) > 1}) == []


WINDOWS = {
    "3号窗口": "3", "三号窗口": "3", "３号窗": "3", "第3窗口": "3", "第三窗口": "3", "窗口三": "3", "窗口：3": "3", "③号窗口": "3",
    "Ⅲ号窗口": "3", "03号窗口": "3", "3 号 窗口": "3", "三号嗯窗口": "3", "3号柜台": "3", "3号台": "3", "三号窗囗": "3",
    "三号创口": "3", "A05窗口": "A05", "A5窗口": "A05", "a5窗口": "A05", "Ａ０５": "A05", "A零五窗口": "A05", "A-05": "A05",
    "A区5号": "A05", "A区5号窗口": "A05", "B三窗口": "B03", "B 3窗口": "B03", "十二号窗口": "12", "一十二号窗口": "12",
    "二十号窗口": "20", "两号窗口": "2", "二楼三号窗口": "3", "window 3": "3", "Counter A05": "A05", "窗口号是12": "12",
    "9号窗口9": "9", "28号窗口": "28",
}  # fmt: skip


@pytest.mark.parametrize(("text", "label"), WINDOWS.items())
def test_a_window_however_it_is_said(text: str, label: str) -> None:
    assert values(said(f"投诉{text}态度差"))["window"] == label


SPOKEN = {"那个诶五号窗口": "A05", "去欸五窗口": "A05", "逼三号窗口": "B03"}


@pytest.mark.parametrize(("text", "label"), SPOKEN.items())
def test_a_letter_as_recognisers_hear_it(text: str, label: str) -> None:
    assert values(said(f"{text}有人骂我", Source.SPEECH))["window"] == label


NO_WINDOW = (
    "三四号窗口吧", "第三个窗口", "左边数第3个", "3号那天", "我3号下午去的", "我的号是A03", "取的号是B03", "3号楼", "3号线",
    "11号和12号窗口", "A03和A05", "3号窗口还是5号窗口", "不是3号窗口", "20多个窗口", "3个窗口", "3号窗口旁边那个", "3分钟",
    "排到3号", "窗口3点关", "从3号窗口到5号窗口", "3号窗口我记不清了",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_WINDOW)
def test_what_only_looks_like_a_window(text: str) -> None:
    assert "window" not in values(said(f"有人骂我，{text}"))


NUMBERS = {
    "工号1024": "1024", "工号：１０２４": "1024", "工号是幺零二四": "1024", "工号一零二四": "1024", "工号幺洞两四": "1024",
    "工号1-0-2-4": "1024", "工号1 0 2 4": "1024", "工号一0二4": "1024", "工号要零二四": "1024", "胸牌上写的1024": "1024",
    "工好1024": "1024", "雄牌1024": "1024", "1024号工作人员": "1024", "1024号工牌": "1024", "工号一千零二十四": "1024",
    "5号窗口1024": "1024", "staff number 1024": "1024", "Badge: 1024": "1024", "工号1088": "1088", "工号10224": "10224",
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_a_staff_number_however_it_is_said(text: str, number: str) -> None:
    assert values(said(f"{text}，态度差"))["staff_no"] == number


NO_NUMBER = (
    "补1024元", "N1024", "电话0872-1024102", "身份证尾号1024", "工号后两位24", "工号10几", "工号幺零二几", "1024年", "取号1024",
    "近视1024度", "工号1024还是1042", "工号不是1024", "拨打12345", "等了1024分钟", "工号10*4", "工号1xx4", "1024块",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_only_looks_like_a_staff_number(text: str) -> None:
    assert "staff_no" not in values(said(f"有人骂我，{text}"))


DAYS = {
    "今天": "2026-11-20", "昨天下午": "2026-11-19 pm", "今早": "2026-11-20 am", "前天": "2026-11-18", "上周三": "2026-11-11",
    "本周一上午": "2026-11-16 am", "礼拜五": "2026-11-20", "星期六": "2026-11-14", "上上周二": "2026-11-03",
    "11月9号下午": "2026-11-09 pm", "9号那天": "2026-11-09", "25号上午": "2026-10-25 am", "十一月九号": "2026-11-09",
    "2026/11/3": "2026-11-03", "11.18": "2026-11-18", "2026年11月18日": "2026-11-18", "上个月28号": "2026-10-28",
    "刚才": "2026-11-20", "双十一": "2026-11-11", "12月3号": "2025-12-03", "昨晚": "2026-11-19", "上周": "2026-11-09..2026-11-15",
    "前几天": "2026-11-10..2026-11-20",
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_days_look_to_the_past(text: str, day: str) -> None:
    assert values(said(f"{text}在3号窗口工号1024骂我"))["when"] == day


@pytest.mark.parametrize("text", ["明天再来", "叫我下午来", "下周二来拿", "让我29号来"])
def test_appointments_are_no_day_of_the_event(text: str) -> None:
    assert "when" not in values(said(f"3号窗口态度差，{text}"))


CORRECTIONS = {
    "不是3号是5号窗口": {"window": "5"}, "3号窗口不对是5号": {"window": "5"}, "三号，不对，五号窗口": {"window": "5"},
    "是5号窗口不是3号窗口": {"window": "5"}, "工号1042不对 应该是1024": {"staff_no": "1024"},
    "工号不是1042是1024": {"staff_no": "1024"}, "工号1042，说错了，1024": {"staff_no": "1024"},
    "四号不对不对是六号也不对": {}, "叫王芳不对叫李丽华": {"name": "李丽华"}, "李丽华，不是王芳": {"name": "李丽华"},
}  # fmt: skip


@pytest.mark.parametrize(("text", "stated"), CORRECTIONS.items())
def test_the_corrected_value_stands(text: str, stated: dict[str, str]) -> None:
    reading = said(f"投诉，{text}")
    assert values(reading) == stated
    assert reading.correction


def test_what_is_taken_back_is_told() -> None:
    retracted = said("不是3号窗口，是5号窗口").retracted
    assert [(item.kind, item.value) for item in retracted] == [(Kind.WINDOW, "3")]
