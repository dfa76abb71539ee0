"""Names by character and by sound."""

from __future__ import annotations

import pytest

from matching.evidence import Source
from matching.fit import fit
from matching.hall import Staff
from matching.names import SoundIndex, loosely_alike, sound_alike
from tests.unit.matching.cast import AT, a_hall, said, values

ALIKE = [
    ("李丽华", "李莉华"),
    ("张伟", "章玮"),
    ("殷红", "尹红"),
    ("殷红", "颜红"),
    ("单小军", "善晓君"),
    ("解冬", "谢东"),
    ("欧阳婷", "欧阳亭"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_can_be_read_the_same_sound_alike(one: str, other: str) -> None:
    assert sound_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("陈静", "程静"), ("刘洋", "牛洋"), ("周敏", "邹敏"), ("胡军", "付军")]
)
def test_regional_confusions_are_near_misses_only(one: str, other: str) -> None:
    assert not sound_alike(one, other)
    assert loosely_alike(one, other)


def test_a_second_reading_of_the_name_that_was_meant_widens_what_it_fits() -> None:
    index = SoundIndex({"殷红": ("1",), "尹红": ("2",), "王芳": ("3",)})
    assert index.staff_like("颜红") == {"1", "2"}


NAMED = {
    "叫李丽华的": "李丽华", "投诉王芳": "王芳", "3号窗口的欧阳婷": "欧阳婷", "姓名：张伟": "张伟", "那个单小军": "单小军",
    "叫李梅的": "李梅", "3号窗口的周大勇，": "周大勇",
}  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NAMED.items())
def test_a_name_in_a_text_is_taken_by_its_characters(text: str, name: str) -> None:
    assert values(said(f"{text}骂我"))["name"] == name


HEARD = {
    "叫李立华的": "李立华",
    "三号窗口汪芳她": "汪芳",
    "那个欧阳亭嘛": "欧阳亭",
    "有个叫善晓君的": "善晓君",
}


@pytest.mark.parametrize(("text", "name"), HEARD.items())
def test_a_name_in_speech_is_taken_by_its_sound(text: str, name: str) -> None:
    assert values(said(f"{text}骂我", Source.SPEECH))["name"] == name


NOT_NAMED = [
    "我叫李丽华",
    "不是王芳",
    "本人王芳",
    "王芳还是李梅我记不清了",
    "打成张伟",
    "她同事王芳",
    "窗口马上",
    "窗口的高兴",
    "这个不合理",
]


@pytest.mark.parametrize("text", NOT_NAMED)
@pytest.mark.parametrize("source", [Source.SMS, Source.SPEECH])
def test_names_of_others_and_words_are_not_taken(text: str, source: Source) -> None:
    assert "name" not in values(said(f"3号窗口的工号1025骂我，{text}", source))


def test_two_names_that_sound_the_same_are_a_choice_only_in_writing() -> None:
    text = "3号窗口的王芳还是汪方骂我"
    assert "name" not in values(said(text))
    assert values(said(text, Source.SPEECH))["name"] == "王芳"


SURNAMES = {
    "姓李的": "李",
    "小王骂我": "王",
    "李姐": "李",
    "张科长": "张",
    "姓欧阳的": "欧阳",
    "弓长张": "张",
    "立早章": "章",
}


@pytest.mark.parametrize(("text", "surname"), SURNAMES.items())
def test_a_surname_rules_out_and_never_pins(text: str, surname: str) -> None:
    assert values(said(f"3号窗口{text}"))["surname"] == surname


def test_spelled_out_characters_settle_what_sound_leaves_open() -> None:
    hall = a_hall()
    plain = said("叫张伟工号没看清", Source.SPEECH).evidence
    spelled = said("叫张伟弓长张工号没看清", Source.SPEECH).evidence
    assert fit(plain, hall, AT).everyone_left == {"1010", "1011"}
    assert fit(spelled, hall, AT).everyone_left == {"1010"}


def test_two_staff_with_the_same_name_are_both_meant() -> None:
    staff = (Staff(staff_no="1", name="王芳"), Staff(staff_no="2", name="王芳"))
    hall = a_hall(staff=staff)
    assert fit(said("投诉王芳").evidence, hall, AT).everyone_left == {"1", "2"}
