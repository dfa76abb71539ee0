"""Case numbers can be said and keyed: a slip of one key doesn't reach another case."""

from hypothesis import given
from hypothesis import strategies as st

from intake.cases.case_no import check_digit, is_case_no, new_case_no

EIGHT = st.text("0123456789", min_size=8, max_size=8).filter(lambda digits: digits[0] != "0")


def test_the_example_of_the_standard_has_its_check_digit() -> None:
    assert check_digit("0794") == "5"  # ISO/IEC 7064:2003, MOD 11,10


def test_new_numbers_have_nine_digits_and_are_valid() -> None:
    numbers = {new_case_no() for _ in range(1000)}
    assert len(numbers) == 1000
    assert all(is_case_no(number) for number in numbers)


@given(EIGHT, st.integers(0, 8), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(digits: str, place: int, shift: int) -> None:
    number = digits + check_digit(digits)
    wrong = str((int(number[place]) + shift) % 10)
    assert not is_case_no(number[:place] + wrong + number[place + 1 :])


@given(st.text(max_size=12))
def test_anything_else_is_no_case_number(text: str) -> None:
    if is_case_no(text):
        assert len(text) == 9 and text.isascii() and text.isdigit()
