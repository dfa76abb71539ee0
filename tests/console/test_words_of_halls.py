"""A line of the directory as a person reads it."""

from zoneinfo import ZoneInfo

import pytest

from intake.console.halls.in_words import cell_in_words
from intake.console.roles import Role
from intake.console.shown import Shown
from intake.words import words
from tests.cast import HALL, HOTLINE, staff
from tests.console.directing import apply, place_of, upload
from tests.console.office import Office

OPENING = (
    "mon-fri 09:00-12:00 13:00-17:00; sat 09:00-12:00; holiday 10:00-11:00; makeup closed; 2026-11-24 closed"
)
CASES = (
    (
        "opening",
        OPENING,
        "星期一至星期五 09:00–12:00、13:00–17:00；星期六 09:00–12:00；法定节假日 10:00–11:00；"
        "调休上班日 不开放；2026年11月24日 不开放",
        "Monday to Friday 09:00–12:00, 13:00–17:00; Saturday 09:00–12:00; Public holidays 10:00–11:00; "
        "Make-up working days closed; 24 Nov 2026 closed",
    ),
    ("opening", "", "", ""),
    ("opening", "whenever", "whenever", "whenever"),
    ("active_to", "2026-11-24", "2026年11月24日", "24 Nov 2026"),
    ("active_from", "soon", "soon", "soon"),
    ("name", "2026-11-24", "2026-11-24", "2026-11-24"),
)


@pytest.mark.parametrize(("column", "text", "chinese", "english"), CASES)
def test_hours_and_days_are_told_in_words(column: str, text: str, chinese: str, english: str) -> None:
    for language, told in (("zh", chinese), ("en", english)):
        said = cell_in_words(Shown(words(language), ZoneInfo("Asia/Shanghai")))(column, text)
        assert said.casefold() == told.casefold()


def test_a_preview_and_a_version_tell_days_and_hours_so(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    halls = (
        ("hall", "name", "timezone", "hotline", "opening"),
        (HALL, "天河市政务服务中心", "Asia/Shanghai", HOTLINE, OPENING),
    )
    heads = ("hall", "staff_no", "name", "bureau", "active_from", "active_to")
    new = (HALL, "9001", "林玥", "", "2026-11-20", "2026-12-31")
    preview = place_of(upload(manager, halls=halls, staff=(heads, *staff(), new)))
    for page in (manager.get(preview).text, manager.get(place_of(apply(manager, preview))).text):
        assert "星期一至星期五 09:00–12:00、13:00–17:00" in page
        assert "2026年12月31日" in page
        assert "mon-fri" not in page
        assert "2026-12-31" not in page
