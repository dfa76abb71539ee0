"""Who is meant: of several people and windows in one message, those that it is about.

Mentions that belong together make a group (5号窗口的王芳). A group is left out when it is named as a
neighbour, as somewhere the writer was sent or went first, or when it is praised in a complaint. What is
still unclear is left out of the evidence, so that it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from matching.evidence import Kind
from matching.mentions import Mention
from matching.names import sound_alike
from matching.tokens import Token

JOINING = frozenset(
    "de that is punct dash passive person called staff hao day part weekday halfday date thatday hall come "
    "go at window xing conj number month ri complain attitude quote".split()
)
WIDEST_GAP = 7
MOST_BETWEEN = 40  # tokens from one person to the next
NEAR, FAR = 2, 5
MOST_MENTIONS = 40  # a list of so many is about nobody, and this keeps the work linear
ASIDE = frozenset(("side", "first", "boss", "than"))
SENDERS = ("pronoun", "name", "surname", "window", "label", "number")
THANKS = "thanks"  # 投诉…，谢谢: nobody is praised
PLEASED, CROSS = ("good", "praise"), ("bad", "harm")
PLEASED_OR_CROSS, ENDING = frozenset((*PLEASED, *CROSS)), ("stop", "others")
AGAINST = (*CROSS, "attitude", "complain")
PERSONAL = {Kind.STAFF_NO, Kind.NAME}
ALWAYS_ONE = (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME)


class Group(NamedTuple):
    """Mentions of one person or place. main: not a side figure; meant: named as the one complained of."""

    members: tuple[Mention, ...]
    main: bool
    cleared: bool
    meant: bool
    spared: bool = False

    def value_of(self, kind: Kind) -> str | None:
        return next((m.value for m in self.members if m.kind is kind), None)


def about(
    found: Sequence[Mention], tokens: Sequence[Token], *, praise: bool, by_sound: bool
) -> tuple[list[Mention], bool]:
    """The mentions (days apart) that the message is about, and whether some had to be left out as unclear."""
    identifying = [m for m in found if m.kind not in (None, Kind.WHEN) and m.counts]
    if len(identifying) > MOST_MENTIONS:
        return [], True
    spoken = _one_spelling(identifying) if by_sound else identifying
    groups = _cleared_throughout(_grouped(spoken, tokens, _bystanders(found), praise=praise))
    kept = [group for group in groups if not group.cleared] or (groups if praise and len(groups) == 1 else [])
    if not kept:
        left = groups if _somebody_else(found, tokens) else [g for g in groups if not (praise or g.spared)]
        kept = [group._replace(members=only) for group in left if (only := _windows(group))]
    main = [group for group in kept if group.main] or kept
    if not _conflicts(main):
        return _settled(_members(main), found, tokens), False
    meant = [group for group in main if group.meant]
    if meant and not _conflicts(meant):
        return _settled(_members([g for g in main if g.meant or _shares(g, meant)]), found, tokens), False
    return _unconflicted(main), True


def _cleared_throughout(groups: Sequence[Group]) -> list[Group]:
    """汪芳…你该跟汪芳好好学学: whoever is spared once is spared wherever he is named."""
    spared = {m.value for group in groups if group.spared for m in group.members if m.kind in PERSONAL}
    return [g._replace(cleared=True) if spared & {m.value for m in g.members} else g for g in groups]


def _settled(members: list[Mention], found: Sequence[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """With what the others tell: a surname of somebody else goes, and a successor has the window."""
    names = {m.value for m in members if m.kind is Kind.NAME}
    others = {m.value for m in found if m.kind is Kind.NAME} - names
    settled = [
        m
        for m in members
        if m.kind is not Kind.SURNAME or not _is_of(m.value, others) or _is_of(m.value, names)
    ]
    if len({m.value for m in settled if m.kind is Kind.SURNAME}) > 1:
        settled = [m for m in settled if m.kind is not Kind.SURNAME]  # 有人说姓周，有人说姓邹
    windows = {m.value: m for m in found if m.kind is Kind.WINDOW and m.counts}
    if len(windows) == 1 and members and not any(m.kind is Kind.WINDOW for m in members):
        (window,) = windows.values()
        if any(token.kind == "changed" for token in tokens[window.last : members[0].first]):
            settled.append(window)
    return settled


def _somebody_else(found: Sequence[Mention], tokens: Sequence[Token]) -> bool:
    """Whether the good that is said may be of a bystander, or of whoever sat there before."""
    kinds = {token.kind for token in tokens}
    return "changed" in kinds or ("side" not in kinds and bool(_bystanders(found)))


def _windows(group: Group) -> tuple[Mention, ...]:
    """W是P，挺好，这次换了人: who is not meant sat at the window that is."""
    return tuple(member for member in group.members if member.kind is Kind.WINDOW)


def _is_of(surname: str, names: Iterable[str]) -> bool:
    return any(name.startswith(surname) for name in names)


def _one_spelling(found: Sequence[Mention]) -> list[Mention]:
    """Names that sound alike are one name in speech, however it was written down each time."""
    spellings: list[str] = []
    heard: list[Mention] = []
    for mention in found:
        if mention.kind is Kind.NAME:
            known = next((name for name in spellings if sound_alike(name, mention.value)), None)
            if known is None:
                spellings.append(mention.value)
            else:
                mention = mention._replace(value=known)
        heard.append(mention)
    return heard


def _members(groups: Sequence[Group]) -> list[Mention]:
    return [member for group in groups for member in group.members]


def _conflicts(groups: Sequence[Group]) -> set[Kind]:
    one: dict[Kind | None, str] = {}
    stated = [m for group in groups for m in group.members if m.kind in ALWAYS_ONE]
    return {m.kind for m in stated if m.kind and one.setdefault(m.kind, m.value) != m.value}


def _shares(group: Group, others: Sequence[Group]) -> bool:
    return any(
        group.value_of(kind) is not None and group.value_of(kind) == other.value_of(kind)
        for kind in ALWAYS_ONE
        for other in others
    ) and not _conflicts([group, *others])


def _unconflicted(groups: Sequence[Group]) -> list[Mention]:
    """Only kinds with one value, and only if one group states them all: never parts of two people.

    Two staff numbers or two names are two people, so nothing that names a person is left.
    """
    conflicts = _conflicts(groups)
    if conflicts & PERSONAL:
        conflicts |= PERSONAL
    rest = [[m for m in group.members if m.kind not in conflicts] for group in groups]
    stating = [members for members in rest if any(m.kind in ALWAYS_ONE for m in members)]
    return stating[0] if len(stating) == 1 else []


def _bystanders(found: Sequence[Mention]) -> list[int]:
    """Where somebody who doesn't count is named: what is said from there on is of them."""
    spared = [m for m in found if m.kind in PERSONAL and not m.counts]
    counted = {mention.value for mention in found if mention.counts} if spared else ()
    return [mention.first for mention in spared if mention.value not in counted]


def _grouped(
    found: Sequence[Mention], tokens: Sequence[Token], bystanders: Sequence[int], *, praise: bool
) -> list[Group]:
    runs: list[list[Mention]] = []
    for mention in found:
        if runs and _together(runs[-1], mention, tokens):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    bounds = [*(run[0].first for run in runs), len(tokens)][1:]
    groups: list[Group] = []
    person = len(tokens)  # where the next one is named
    for run, bound in reversed(list(zip(runs, bounds, strict=True))):
        until = next((n for n in bystanders if run[-1].last <= n < bound), bound) if bystanders else bound
        group = _group(run, until, tokens, praise=praise)
        if any(member.kind in PERSONAL for member in run):
            if group.main and _outdone(tokens[run[-1].last : person], tokens[person:]):
                group = group._replace(main=False)
            person = run[0].first
        if groups and _joined(run, bound, tokens):
            group = group._replace(cleared=group.cleared or groups[-1].cleared)
        groups.append(group)
    return groups[::-1]


def _joined(run: Sequence[Mention], bound: int, tokens: Sequence[Token]) -> bool:
    """甲和乙都不错: what is said of the second is said of both."""
    between = {token.kind for token in tokens[run[-1].last : bound]}
    return "conj" in between and between <= {"conj", "punct", "that"}


def _together(run: Sequence[Mention], mention: Mention, tokens: Sequence[Token]) -> bool:
    kinds = [token.kind for token in tokens[run[-1].last : mention.first]]
    if len(kinds) > WIDEST_GAP or not JOINING.issuperset(kinds):
        return False
    return not any(m.kind is mention.kind and m.value != mention.value for m in run)


def _sent_there(first: int, tokens: Sequence[Token]) -> bool:
    """他叫我去3号窗口: whoever sent the writer there is meant, and not who sits there."""
    for place in range(first - 1, max(first - 1 - FAR, 0), -1):
        if tokens[place].kind in ("punct", "stop"):
            return False
        if tokens[place].kind == "complain":
            return False
        if tokens[place].kind == "sent" and tokens[place + 1].kind == "de":
            return False  # 喊我去的窗口是3号
        if tokens[place].kind == "sent":
            return any(token.kind in SENDERS for token in tokens[max(place - FAR, 0) : place])
    return False


def _stands_behind(said: Sequence[str]) -> bool:
    """李丽华的领导, 李丽华她们科长, 工号1024的同事: not whoever is named, but somebody of theirs."""
    first, second = (*said[:2], "", "")[:2]
    return first == "friend" or (first in ("de", "pronoun") and second in ("boss", "kin", "friend"))


def _outdone(after: Sequence[Token], later: Sequence[Token]) -> bool:
    """刘阳带我走到11号窗口，但是那个杨金花骂我: nothing against the first before the "but", but then."""
    kinds = [token.kind for token in after[:MOST_BETWEEN]]
    if "but" not in kinds or set(CROSS) & set(kinds[: kinds.index("but")]):
        return False
    if not later and "person" not in kinds[kinds.index("but") :]:
        return False  # 事情不大但我咽不下: nobody else comes after it
    then = (*kinds[kinds.index("but") :], *(token.kind for token in later[:MOST_BETWEEN]))
    return any(kind in AGAINST for kind in then)


def _group(run: list[Mention], bound: int, tokens: Sequence[Token], *, praise: bool) -> Group:
    first, last = run[0].first, run[-1].last
    before = [token.kind for token in tokens[max(first - NEAR, 0) : first]]
    after = [token.value if token.value == THANKS else token.kind for token in tokens[last:bound]]
    ends = [place for place, kind in enumerate(after) if kind in ENDING]
    said = after[: ends[0]] if ends else after
    other = before[-1:] == ["friend"] and run[0].kind in (Kind.NAME, Kind.SURNAME)
    aside = not ASIDE.isdisjoint(before) or other or _sent_there(first, tokens)
    attitude = next((kind for kind in said if kind in PLEASED_OR_CROSS), "")
    beside = "side" in said[:2] and set(said[:2]) <= {"side", "de", "that", "person"}
    if _stands_behind(said):
        run = [member for member in run if member.kind is Kind.WINDOW]
    if after[-1:] == ["clear"] and bound < len(tokens):
        said = said[: len(after) - 1]  # 是王芳，对不住5号窗口: it clears whoever follows
    spared = beside or not run or "clear" in before or before[-1:] == ["than"] or "clear" in said[:3]
    cleared = spared or attitude in (CROSS if praise else PLEASED)
    return Group(tuple(run), main=not aside, cleared=cleared, meant="complain" in before, spared=spared)
