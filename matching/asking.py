"""Questions that want no answer, and those that want nothing but one."""

from __future__ import annotations

import re

# Said of what goes on and on, even in a question: it is told, and not asked.
GOES_ON = re.compile("才|从来|一直|每次|老是|总是|还没|又没|半天|等了")
# What a question that wants an answer holds.
TO_BE_ANSWERED = re.compile(
    "什么|啥|几|哪|怎|咋|如何|多[久少大长远]|何时|可以|能|要|需|办|开(?!的)|上班|下班|休息|在|有|会|还|找|查|(?<!请)问|缴|领"
    "|交|退|补|改|取消|搬|属于|对外|好吗|对吗|是吗|行|局|公司|单位|部门|电话|这里|[a-z]{2}"
)
CLAUSES = re.compile("[,。!;]")
QUESTION = re.compile("吗|么$|是不是|\\?|嘛$|难道")
MEANT = "意思"  # both of these end in it
NO_COMPLAINT = re.compile(f"没有?(?:什么|要|想|得)?(?:投诉|举报|告状)[^,。]{{0,4}}{MEANT}")
ASKS_ONLY = re.compile(f"问[^。]{{0,20}}没[有得]?(?:别的|其他|其它|什么别的){MEANT}")
WHY_NOT = re.compile("为[什啥]|凭[什啥]|[咋怎][么个]?不|不[给让帮理]")


def wants_no_answer(text: str, *, polite: bool) -> bool:
    """你们是摆设吗: some clause asks, and there is nothing in it to be answered.

    polite: the whole message asks, so that one clause does not tell.
    """
    clauses = [text] if polite else CLAUSES.split(text)
    return any(QUESTION.search(clause) and TO_BE_ANSWERED.search(clause) is None for clause in clauses)


def means_no_complaint(text: str, *, asking: bool) -> bool:
    """没有要投诉的意思, says the writer, or that nothing but the question is meant."""
    if ASKS_ONLY.search(text):
        return WHY_NOT.search(text) is None
    return asking and NO_COMPLAINT.search(text) is not None
