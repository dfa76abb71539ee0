"""Lengths as carriers bill them; callers as providers write them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from intake.kinds import destinations
from intake.telephony.text import callable_number, caller_number, fit, is_mobile, parts, units

CHINA = destinations("+86:mobile,+86:fixed")


@pytest.mark.parametrize(
    ("length", "count"), [(0, 1), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (160, 3), (201, 3), (202, 4)]
)
@pytest.mark.parametrize("letter", ["好", "a", "€"])
def test_a_text_is_billed_by_70_and_then_by_67_units(letter: str, length: int, count: int) -> None:
    assert parts(letter * length) == count


def test_an_emoji_counts_two() -> None:
    assert units("好😀") == 3
    assert (parts("😀" * 35), parts("😀" * 36)) == (1, 2)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=400), limit=st.integers(1, 3))
def test_a_fitted_text_never_needs_more_parts_and_is_whole_where_it_fits(text: str, limit: int) -> None:
    fitted = fit(text, limit)
    assert parts(fitted) <= limit
    assert fitted == text if parts(text) <= limit else fitted.endswith("…")
    assert units(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("withheld", [
    "", " ", "anonymous", "Anonymous", "Restricted", "unknown", "+266696687", "266696687", "+1266696687",
    "+7378742833", "+17378742833", "+2562533", "+8656696", "+86282452253", "0000000000", "+0", "private",
    "Unavailable", "sip:a@b", "人", "+8610086",
    "+", "+86138\u202e00138000", "１３８００１３８０００", "10086", "ACME", "1" * 400, "+8613800138000; drop",
])  # fmt: skip
def test_a_withheld_or_unreadable_number_is_no_number(withheld: str) -> None:
    assert caller_number(withheld) is None


@pytest.mark.parametrize(("stated", "number"), [
    ("+8613800138000", "+8613800138000"), ("13800138000", "+8613800138000"),
    ("8613800138000", "+8613800138000"),
    (" +8613800138000 ", "+8613800138000"), ("010-62345678", "+861062345678"),
    ("+14158675309", "+14158675309"),
    ("02085551234", "+862085551234"),
])  # fmt: skip
def test_a_number_is_read_as_e164(stated: str, number: str) -> None:
    assert caller_number(stated) == number


@pytest.mark.parametrize("region", ["CN", "HK", "MO", "TW", "US", "RU", "GB", "DE", "JP", "LS"])
def test_only_chinese_mobile_and_geographic_numbers_may_be_dialled(region: str) -> None:
    kinds = [kind for kind in PhoneNumberType.values() if kind != PhoneNumberType.UNKNOWN]
    for kind in kinds:
        example = phonenumbers.example_number_for_type(region, kind)
        if example is None:
            continue
        number = phonenumbers.format_number(example, PhoneNumberFormat.E164)
        actual = phonenumbers.number_type(example)
        allowed = region == "CN" and actual in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE}
        assert callable_number(number, CHINA) is allowed, (number, kind)


@pytest.mark.parametrize(
    "keyed",
    [
        "",
        "0",
        "110",
        "12345",
        "10086",
        "4008123456",
        "16812345",
        "0085212345678",
        "01012345",
        "02195588",
        "9" * 32,
        "13490000000",
        "17400000000",
        "17490000000",
    ],
)
def test_a_keyed_number_that_may_not_be_dialled_is_refused(keyed: str) -> None:
    assert not callable_number(caller_number(keyed), CHINA)


@pytest.mark.parametrize(
    ("allowed", "number", "reached"),
    [
        ("+86:mobile", "+8613800138000", True),
        ("+86:mobile", "+861062345678", False),
        ("+86:fixed", "+861062345678", True),
        ("+86:fixed", "+8613800138000", False),
        ("+86:mobile,+852:mobile", "+85251234567", True),
        ("+86:mobile,+852:mobile", "+85221234567", False),
        ("+65:fixed", "+6561234567", True),
        ("+65:fixed", "+6519001234567", False),  # premium
        ("+1:mobile", "+14158675309", True),  # may be either there
        ("+1:fixed", "+14158675309", True),
        ("+1:mobile,+1:fixed", "+19002345678", False),  # premium
        ("+852:mobile", "+8613800138000", False),
    ],
)
def test_only_the_countries_and_kinds_that_are_allowed_may_be_dialled(
    allowed: str, number: str, reached: bool
) -> None:
    assert callable_number(number, destinations(allowed)) is reached


def test_a_landline_takes_no_texts() -> None:
    assert is_mobile("+8613800138000")
    assert not is_mobile("+861062345678") and not is_mobile(None) and not is_mobile("anonymous")
