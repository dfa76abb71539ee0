"""Encodings are told apart without guessing."""

import pytest

from intake.directory.csvfile import decode, read_csv
from intake.directory.faults import Faults

TEXT = "工号,姓名\r\n1001,龘𠮷\r\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("gb18030"), "GB18030"),
        (TEXT.encode("utf-16"), "UTF-16"),
        ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_every_encoding_of_offices_is_read_and_named(data: bytes, name: str) -> None:
    faults = Faults()
    found = read_csv("staff.csv", data, faults)
    assert found == ([["工号", "姓名"], ["1001", "龘𠮷"]], name)
    assert not faults.errors


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-16-le"),  # no mark: could be anything
        b"\x00\x01\x02\xff",
        b"PK\x03\x04" + bytes(range(256)),
        TEXT.encode("gb18030")[:-5] + b"\xff",
    ],
)
def test_what_is_no_text_is_refused_and_never_read_wrongly(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_fields_may_be_parted_by_comma_tab_or_semicolon(delimiter: str) -> None:
    found = read_csv("staff.csv", TEXT.replace(",", delimiter).encode(), Faults())
    assert found is not None
    assert found[0][1] == ["1001", "龘𠮷"]


def test_quotes_that_do_not_match_are_a_fault_of_the_file() -> None:
    faults = Faults()
    assert read_csv("staff.csv", b'a,"b\n', faults) is None
    assert [fault.key for fault in faults.errors] == ["bad_quotes"]
