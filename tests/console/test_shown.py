"""Moments, days and numbers as people of either language write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.console.shown import Shown
from intake.words import Words, words

AT = datetime(2026, 11, 23, 7, 4, 5, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
ZH, EN = Shown(words("zh"), SHANGHAI), Shown(words("en"), SHANGHAI)


@pytest.mark.parametrize(
    ("shown", "moment", "short", "day", "span", "ago", "number", "share"),
    [
        (ZH, "2026年11月23日 15:04", "11月23日 15:04", "2026年11月3日", "3小时", "3小时前", "1,234", "12.5%"),
        (EN, "23 Nov 2026 15:04", "23 Nov 15:04", "3 Nov 2026", "3 hours", "3 hours ago", "1,234", "12.5%"),
    ],
    ids=["zh", "en"],
)
def test_values_are_written_as_the_language_has_it(
    shown: Shown, moment: str, short: str, day: str, span: str, ago: str, number: str, share: str
) -> None:
    hours = timedelta(hours=3)
    assert (shown.moment(AT), shown.short(AT), shown.clock(AT)) == (moment, short, "15:04")
    assert shown.day(date(2026, 11, 3)) == day
    assert shown.span(hours) == span
    assert shown.ago(AT - hours, AT) == ago
    assert (shown.number(1234), shown.share(0.125, 1)) == (number, share)
    assert shown.iso(AT) == "2026-11-23T15:04:05+08:00"


def test_nothing_is_written_as_a_dash() -> None:
    for shown in (ZH, EN):
        nothing = [shown.moment(None), shown.short(None), shown.clock(None), shown.day(None)]
        nothing += [shown.span(None), shown.ago(None, AT), shown.number(None), shown.share(None)]
        assert set(nothing) == {"–"}


def test_a_counted_text_takes_the_form_of_its_number() -> None:
    texts = {"cases.one": "{count} case", "cases.other": "{count} cases"}
    shown = Shown(Words("en", texts), SHANGHAI)
    assert [shown.counted("cases", count) for count in (0, 1, 2, 1234)] == [
        "0 cases",
        "1 case",
        "2 cases",
        "1,234 cases",
    ]
