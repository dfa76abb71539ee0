"""Who appears in a message: somebody of the hall, the writer's family, outsiders; and whom 他 and 她 are."""

from __future__ import annotations

from collections.abc import Sequence

from matching.tokens import Token

AGENT = ["that", "hall", "de"]  # 那个办事的
WITHIN = "里上面处"  # 城里人 is nobody in particular, 那个人 is
ROLED = frozenset(
    ("person", "pronoun", "staff", "de", "kin", "outsider", "unvouched", "boss", "name", "stop")
)
SUPPOSING = ("如果", "要是", "假如", "假设", "假使", "万一")
CONTRARY = ("就不会", "就好了", "早就")  # 要是她在就不会骂我了: somebody did
SUPPOSED = frozenset(("bad", "harm", "complain", "attitude"))
THITHER = frozenset("去找到回问给跟和在由从是往做当的")  # 去派出所: a place to go to, and nobody who acts
TO_THEM = frozenset("喊叫给帮找跟等接送替陪为")  # 喊他挪一下
POSSESSED = (*"儿女妈爸爹娘老姐哥弟妹孙舅叔姨姑媳的家", "单位", "公司", "那边")  # 她老家
CALLED = frozenset("你您好,早")  # 阿姨您好: spoken to
ACTS = frozenset("说讲骂喊叫让吼")  # 我妈说我
OWN, OUTSIDE, OURS = "kin", "outsider", "ours"


class Figures:
    """Counted in one walk over the tokens.

    ours: how often somebody who may be of the hall is pointed at. they: how often one acts as 他 or 她.
    theirs: how often 他 or 她 stands for the writer's family or outsiders. outside: how often outsiders act.
    family: how often one of the family says something. badge: how often a staff number is spoken of.
    supposed: words of conduct that stand after an "if".
    until: where in the text the writer begins to suppose.
    """

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        self.tokens, self.text = tokens, text
        self.ours = self.they = self.theirs = self.outside = self.family = self.badge = 0
        self.supposed = dict.fromkeys(SUPPOSED, 0)
        self.until = len(text)
        self._last = ""  # who was spoken of last
        self._supposing = False
        self._walk()

    def _walk(self) -> None:
        for place, token in enumerate(self.tokens):
            if token.kind in ROLED:
                self._note(token, place)
            elif self._supposing and token.kind in SUPPOSED:
                self.supposed[token.kind] += 1

    def _note(self, token: Token, place: int) -> None:
        kind = token.kind
        if kind == "unvouched":
            self._suppose(token)
        elif kind == "stop":
            self._supposing = False
        elif kind == "staff":
            self.badge += self.tokens[place + 1 : place + 2] == [] or self.tokens[place + 1].kind != "corr"
        elif kind == "de":
            self.ours += [token.kind for token in self.tokens[max(place - 2, 0) : place + 1]] == AGENT
        else:
            self._note_somebody(token, place, self.tokens[place - 1].kind if place else "")

    def _note_somebody(self, token: Token, place: int, before: str) -> None:
        kind = token.kind
        if kind == "pronoun":
            self._note_pronoun(token)
        elif kind == "person":
            if not self._supposing and self._is_pointed_at(token, place, before):
                self.ours += 1
                self._last = OURS
        elif kind == "outsider":
            if self.text[token.start - 1 : token.start] not in THITHER:
                self.outside += 1
                self._last = OUTSIDE
        elif kind == "kin":
            self._last = OWN
            self.family += self.text[token.end : token.end + 1] in ACTS
        elif before != "kin":
            self._last = OURS  # and not 我姐姐段晓梅

    def _suppose(self, token: Token) -> None:
        if not self.text.startswith(SUPPOSING, token.start):
            return
        if self.until == len(self.text) and not any(word in self.text for word in CONTRARY):
            self.until = token.start  # 要是又让我跑
        self._supposing = self.until <= token.start

    def _note_pronoun(self, token: Token) -> None:
        plural = token.end - token.start > 1
        if self._last == OUTSIDE or (self._last == OWN and not plural):
            self.theirs += 1
        elif self._acts(token):
            self.they += 1

    def _acts(self, token: Token) -> bool:
        """Whether a pronoun is a subject: neither 喊他, nor 联系不上她, nor 她老家的."""
        before, after = self.text[token.start - 1 : token.start], self.text[token.end : token.end + 1]
        if self.text[token.start] == "它" or before in TO_THEM:
            return False
        if not after.isalnum():
            return before == "是"  # 去年也是他，今年还是他
        return not self.text.startswith(POSSESSED, token.end)

    def _is_pointed_at(self, token: Token, place: int, before: str) -> bool:
        after = self.tokens[place + 1].kind if place + 1 < len(self.tokens) else ""
        if after == "thing" and self.text[token.end - 1] == "的":
            return False  # 那个女的机器声音
        if token.end - token.start > 1:
            spoken_to = (
                self.text[token.end - 1] != "的"
                and before in ("", "punct", "stop")
                and self.text[token.end : token.end + 1] in CALLED
            )
            return not spoken_to
        if before == "that":
            return self.text[self.tokens[place - 1].end - 1] not in WITHIN
        if before == "de":
            return self.tokens[max(place - 2, 0)].kind != "outsider"  # 物业的人
        return before == "window"
