"""What a person said, folded for reading: same length as typed, so that names can be cut from the original."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

LONGEST: Final = 2_000
"""Characters of a message that are read; a longer one is a paste, not a sentence."""

_TRADITIONAL: Final = str.maketrans(
    "們個這來時間對應該為麼嗎請問說話幫導匯資料檔開讀載數據顯總銷額訂單號錯誤價錢幣購買賣頭錄歷撤還"
    "併類別較強響應給與從後過進與無效識變種條線圖畫預測計劃劃實際動態體現處理結構語國區華灣電腦寫詩"
    "戶細報層級誰們幾萬億兩顧離險懶潛誠歡舊",
    "们个这来时间对应该为么吗请问说话帮导汇资料档开读载数据显总销额订单号错误价钱币购买卖头录历撤还"
    "并类别较强响应给与从后过进与无效识变种条线图画预测计划划实际动态体现处理结构语国区华湾电脑写诗"
    "户细报层级谁们几万亿两顾离险懒潜诚欢旧",
)
_STRAIGHT: Final = str.maketrans("’‘`´“”„«»「」『』", '\'\'\'\'"""""""""')
_CHINESE: Final = re.compile(r"[㐀-鿿]")
_LATIN: Final = re.compile(r"[a-z]")
_CONTRACTIONS: Final = (
    (r"\b(what|who|where|how|when|that|it|there|here|let)'s\b", r"\1 is"),
    (r"\b(what|who|where|how)s\b(?! )", r"\1 is"),
    (r"\bwhats\b", "what is"),
    (r"\b(can)'?t\b(?! lose)", "can not"),
    (r"\bcannot\b", "can not"),
    (r"\b(do|does|did|have|has|had|is|are|was|were|would|should|could|need)n't\b", r"\1 not"),
    (r"\b(do|does|did|is|are)nt\b", r"\1 not"),
    (r"\bwon't\b", "will not"),
    (r"\b(i|you|we|they)'(d)\b", r"\1 would"),
    (r"\b(i|you|we|they|it|that)'ll\b", r"\1 will"),
    (r"\b(i|you|we|they)'ve\b", r"\1 have"),
    (r"\b(you|we|they)'re\b", r"\1 are"),
    (r"\bi'm\b", "i am"),
    (r"\b(wanna)\b", "want to"),
    (r"\b(gonna)\b", "going to"),
    (r"\b(gimme)\b", "give me"),
    (r"\b(pls|plz)\b", "please"),
    (r"\bppl\b", "people"),
    (r"\bcusts?\b", "customers"),
    (r"\bsegs\b", "segments"),
    (r"\bnxt\b", "next"),
    (r"\bwat\b", "what"),
    (r"\bmths?\b", "months"),
    (r"\bu\b", "you"),
    (r"\bur\b", "your"),
    (r"\br\b(?= (?:they|there|these|those|you|we|the|my|our)\b)", "are"),
)
_CONTRACTED: Final = tuple((re.compile(pattern), whole) for pattern, whole in _CONTRACTIONS)
_SEPARATORS: Final = re.compile(r"[,;:!?()\[\]\"…，。！？；：、（）《》~]+|\.(?=\s|$)|(?<=\s)[-–—](?=\s)")


def folded(text: str) -> str:
    """Return ``text`` lower-cased, half-width, simplified and with straight quotes, at the same length."""
    return "".join(_folded_character(c) for c in text)


def _folded_character(character: str) -> str:
    plain = character.translate(_STRAIGHT).translate(_TRADITIONAL)
    half = unicodedata.normalize("NFKC", plain)
    lower = (half if len(half) == 1 else plain).lower()
    return lower if len(lower) == 1 else plain


@dataclass(frozen=True)
class Utterance:
    """One message: ``said`` as typed and ``folded`` for reading, of equal length."""

    said: str

    @classmethod
    def of(cls, text: str) -> "Utterance":
        """Take a message, without control characters and bounded."""
        calm = "".join(c if c.isprintable() else " " for c in text[:LONGEST])
        return cls(calm)

    @cached_property
    def folded(self) -> str:
        """The message for reading."""
        return folded(self.said)

    @property
    def chinese(self) -> bool:
        """Whether it holds Chinese characters."""
        return bool(_CHINESE.search(self.folded))

    @property
    def latin(self) -> bool:
        """Whether it holds Latin letters."""
        return bool(_LATIN.search(self.folded))


def phrase(text: str) -> str:
    """Return folded text as words with single spaces: no punctuation, contractions written out."""
    for pattern, whole in _CONTRACTED:
        text = pattern.sub(whole, text)
    return " ".join(_SEPARATORS.sub(" ", text).split())


def characters(text: str) -> str:
    """Return folded text as one run of characters without spaces and punctuation, as Chinese is read."""
    return "".join(_SEPARATORS.sub("", text).split())
