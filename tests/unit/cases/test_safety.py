"""Words that speak of danger, and words that only sound like it."""

import pytest

from intake.cases.safety import speaks_of_danger

DANGER = """
我不想活了|你们再这样我就去死给你们看|我要从你们楼上跳楼|活着没意思|我妈被逼得喝农药|我明天带刀来找3号窗口那个人
信不信我砍死他|我要杀了她|我把大厅给你炸了|泼汽油|再不办我就放火|同归于尽|我要打死他|窗口的人动手打人了
有人晕倒了没人管
报复社会|让他不得好死|她把我推倒流血了|我要自杀|割腕|要他的命|遗书都写好了|I want to die|I will kill him
I'm going to kill myself|he said he would bring a knife|I will burn down the hall|the clerk hit me
my father is suicidal
窗口的人说再来就叫保安打我出去|他抬手就要打我|我要从楼上跳下去|他拿水杯砸我|我心脏病犯了没人管|我妈晕倒了没人管
后来叫了救护车|最后打120拉走的|当场昏过去了
"""
HARMLESS = """
态度真是气死我了|等了三个小时快累死了|热死了没有空调|急死人了|笑死|系统死机了|电脑又死机，让我回去|她很死板|我去办死亡证明
办理死亡抚恤|我爸病逝了办丧葬补助|材料被打回来三次|我肺都要气炸了|我心态炸了|名额被秒杀了|杀毒软件
他该死的态度
等死我了|排队排得我都快饿死了|我对你们死心了|办事员死活不给办|他说话像吃了枪药|炸鸡店的营业执照
我老公去世了
打我电话就行|你们要打我手机|气得我差点晕过去|气晕了|打12345没人接|打1203这个号|他拿材料砸桌子|头昏脑胀
It takes killing time
I need a death certificate|I was dying to get it done|bombarded with forms|deadline missed
3号窗口的人态度太差了|工号1001骂人|
"""


def phrases(table: str) -> list[str]:
    return [phrase for line in table.strip().splitlines() for phrase in line.split("|")]


@pytest.mark.parametrize("phrase", phrases(DANGER))
def test_danger_is_seen(phrase: str) -> None:
    assert speaks_of_danger(phrase)


@pytest.mark.parametrize("phrase", phrases(HARMLESS))
def test_what_only_sounds_like_danger_is_let_be(phrase: str) -> None:
    assert not speaks_of_danger(phrase)


def test_danger_beside_harmless_words_is_still_seen() -> None:
    assert speaks_of_danger("等了三个小时气死我了，我真的不想活了")
