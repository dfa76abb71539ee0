"""`hotline bench match`: time and memory of one message, read and decided, on one core."""

from __future__ import annotations

import random
import statistics
import time
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

import click

from matching.evidence import Source
from matching.hall import Duty, Hall, Staff, Window
from matching.message import match_message

AT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
DAYS = tuple(day for n in range(45) if (day := date(2026, 10, 12) + timedelta(days=n)).weekday() < 5)
HALVES = ((clock(9), clock(12)), (clock(13), clock(17)))
SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "丽华志强伟芳秀英晓梅建国洋阳静雪文娟军红云飞小雨杰金花敏庆俊倩翔琳兰宇佳娜磊刚"
MESSAGES = (
    "{window}号窗口工号{staff_no}的工作人员昨天下午态度恶劣，我等了47分钟",
    "我要投诉{window}号窗口的{name}，11月18日上午把我的材料扔出来，说我差2003年的证明",
    "投诉\n窗口：{window}\n工号：{staff_no}\n时间：2026/11/18 上午\n事由：无故拒收材料",
    "{window}号窗口那个女的，问她话爱理不理，什么态度",
    "请问城乡居民养老保险今年缴费截止到几号？",
    "不是{other}号是{window}号窗口，工号{staff_no}，今天上午骂我",
    "工号{staff_no}不会办业务，我的号是A023，等了2小时",
    "{window}号窗口{name}让我跑了3趟，隔壁{other}号的倒是很耐心",
    "嗯你好我反映一下{window}号窗口那个{name}嘛他上班一直在打电话我站了半个小时他看都不看我一眼",
    "窗口的人态度太差了，投诉！",
)


def a_hall(code: str, size: int, dice: random.Random) -> Hall:
    """A hall with `size` people and two thirds as many windows, every one staffed on every working day."""
    staff = tuple(
        Staff(
            staff_no=str(1001 + n),
            name=dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2)))),
        )
        for n in range(size)
    )
    windows = tuple(Window(label=str(n + 1)) for n in range(max(2, size * 2 // 3)))
    duties = tuple(
        Duty(on=day, start=start, end=end, window=window.label, staff_no=dice.choice(staff).staff_no)
        for day in DAYS
        for start, end in HALVES
        for window in windows
    )
    return Hall(code=code, name=code, timezone="Asia/Shanghai", windows=windows, staff=staff, duties=duties)


def timed(halls: Sequence[Hall], messages: int, dice: random.Random) -> list[float]:
    """Seconds of each of so many messages, each to one of the halls; every hall's indexes are made before."""
    seconds = []
    for hall in halls:
        text, source, _ = one_message(hall, dice)
        match_message(text, source=source, hall=hall, at=AT)
    for _ in range(messages):
        text, source, hall = one_message(dice.choice(halls), dice)
        start = time.perf_counter()
        match_message(text, source=source, hall=hall, at=AT)
        seconds.append(time.perf_counter() - start)
    return seconds


def one_message(hall: Hall, dice: random.Random) -> tuple[str, Source, Hall]:
    duty, other = dice.choice(hall.duties), dice.choice(hall.duties)
    name = hall.staff_by_no[duty.staff_no].name
    text = dice.choice(MESSAGES).format(
        window=duty.window, staff_no=duty.staff_no, name=name, other=other.window
    )
    source = dice.choice((Source.SMS, Source.SPEECH))
    return text, source, hall


def held(sizes: Sequence[int]) -> list[float]:
    """Bytes per person and duty that a hall of each size and its indexes hold."""
    found = []
    for size in sizes:
        tracemalloc.start()
        hall = a_hall("M", size, random.Random(1))
        text, _, _ = one_message(hall, random.Random(1))
        for source in (Source.SMS, Source.SPEECH):
            match_message(text, source=source, hall=hall, at=AT)
        found.append(tracemalloc.get_traced_memory()[0] / (len(hall.staff) + len(hall.duties)))
        tracemalloc.stop()
    return found


def line(name: str, seconds: Sequence[float], goal: float) -> str:
    median = statistics.median(seconds) * 1000
    p99 = sorted(seconds)[int(len(seconds) * 0.99)] * 1000
    return f"{name:<34} median {median:.3f} ms (goal {goal:.1f})  p99 {p99:.3f} ms"


@click.command("match")
@click.option("--messages", default=2_000, show_default=True, help="Messages in each measurement.")
def match_bench(messages: int) -> None:
    """Time and memory of one message in halls of several sizes."""
    dice = random.Random(7)
    click.echo(line("1 hall, 55 staff", timed([a_hall("A", 55, dice)], messages, dice), 0.3))
    many = [a_hall(f"H{n}", 20, dice) for n in range(500)]
    click.echo(line("500 halls, 10,000 staff", timed(many, messages, dice), 0.5))
    click.echo(line("1 hall, 10,000 staff", timed([a_hall("B", 10_000, dice)], messages // 10, dice), 0.5))
    sizes = (100, 1_000, 4_000)
    per_entry = ", ".join(f"{size}: {each:.0f}" for size, each in zip(sizes, held(sizes), strict=True))
    click.echo(f"bytes per person and duty, by staff    {per_entry}")


if __name__ == "__main__":
    match_bench()
