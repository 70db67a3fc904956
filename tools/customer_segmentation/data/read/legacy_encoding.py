"""Which encoding from before UTF-8 some lines are written in: Chinese GB18030, Western, or another.

Nearly any bytes decode in several of these, so that success proves little. What tells them apart is how the
bytes above ASCII stand: in Chinese text they come in pairs that nearly all name the commonest characters; in
Western text single ones stand inside words of ASCII letters.
"""

import re
from typing import Final

_MOSTLY: Final = 0.7
_COMMON_GB = re.compile(rb"[\xa1-\xa9\xb0-\xd7][\xa1-\xfe]")
_IN_A_WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]{1,2}(?=[A-Za-z])")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_HIGH_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_DAMAGE: Final = 20
_ENOUGH: Final = 20
_OTHERS: Final = [
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r"),
    *("iso8859_2", "iso8859_5", "iso8859_9", "cp932", "euc_jp", "cp949", "big5", "mac_roman"),
]


def legacy_encoding(evidence: bytes) -> tuple[str, bool]:
    """Return (codec, certain) for lines that are not valid UTF-8.

    Deterministic. UTF-8 itself is the answer where only a few characters of it are damaged.
    """
    if _is_damaged_utf8(evidence):
        return "utf-8", True
    if _is_chinese(evidence, common=0.7, errors=0.02):
        return "gb18030", True
    if _is_western(evidence):
        return "cp1252", True
    return "gb18030" if _is_chinese(evidence, common=0.4, errors=0) else _guessed(evidence), False


def _is_damaged_utf8(evidence: bytes) -> bool:
    text = evidence.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(not character.isascii() for character in text) - bad
    return good >= _DAMAGE * bad


def _is_chinese(evidence: bytes, *, common: float, errors: float) -> bool:
    """Tell whether at least the share ``common`` are common characters and at most ``errors`` unreadable."""
    text = evidence.decode("gb18030", errors="replace")
    characters = [character for character in text if not character.isascii()]
    if characters.count("\ufffd") > errors * len(characters):
        return False
    pairs = [character.encode("gb18030") for character in characters]
    known = sum(bool(_COMMON_GB.fullmatch(pair)) for pair in pairs)
    if _looks_korean(pairs) or _looks_traditional(pairs):
        return False
    inside_words = len(_IN_A_WORD.findall(evidence))
    runs = len(_HIGH_RUN.findall(evidence))
    return known >= common * len(characters) and inside_words < runs / 2


def _looks_korean(pairs: list[bytes]) -> bool:
    """Tell whether no pair begins above the Korean syllables, as a third of Chinese characters do."""
    return len(pairs) >= _ENOUGH and sum(b"\xc9" <= pair[:1] <= b"\xd7" for pair in pairs) < len(pairs) / 20


def _looks_traditional(pairs: list[bytes]) -> bool:
    """Tell whether many pairs end in an ASCII byte: common in Big5, rare in GBK."""
    return sum(len(pair) == 2 and pair[1] < 0x7F for pair in pairs) > len(pairs) / 6  # noqa: PLR2004 - bytes and ASCII


def _is_western(evidence: bytes) -> bool:
    """Tell whether words are mostly ASCII letters, and what is not ASCII in them are Western letters."""
    words = [word for word in _HIGH_WORD.findall(evidence) if len(word) > 1]
    if not words:
        return True
    foreign = letters = 0
    for word in words:
        high = _HIGH_RUN.findall(word)
        decoded = b"".join(high).decode("cp1252", errors="replace")
        letters += all(character.isalpha() or character in "’‘“”" for character in decoded)
        foreign += 2 * len(decoded) > len(word)
    return foreign <= len(words) / 2 and letters >= _MOSTLY * len(words)


def _guessed(evidence: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(evidence, cp_isolation=_OTHERS, explain=False).best()
    return best.encoding if best else "cp1252"
