"""The words of the filter grammar: its operators in English and Chinese, and how a value is read."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from customer_segmentation.engine.condition import Filterable, Operator, Value

_DIGITS: Final = 18


def _word(english: str, chinese: str = "", signs: str = "") -> re.Pattern[str]:
    parts = [rf"(?:{english})\b" if english else "", chinese, signs]
    return re.compile("|".join(part for part in parts if part), re.IGNORECASE)


AND = _word("and", "并且|而且|同时|且|和", "&&")
OR = _word("or", "或者|或", r"\|\|")
NOT = _word("not", "不|非", "!(?!=)")
IN = _word("in", "属于")
BETWEEN = _word("between", "介于")
LIKE = _word("i?like")
CONTAINS = _word("contains", "包含")
IS_NULL = _word(r"is\s+null|is\s+unknown", "为空|未知")
IS_NOT_NULL = _word(r"is\s+not\s+null|is\s+known", "不为空|非空|已知")
IS = _word("is")
OPEN, CLOSE = re.compile(r"[(（]"), re.compile(r"[)）]")
COMMA = re.compile(r"[,，、]")
NULL = _word("null")
QUOTED = re.compile(
    r"'((?:[^']|'')*)'|\"((?:[^\"]|\"\")*)\"|“([^”]*)”|‘([^’]*)’|「([^」]*)」|`([^`]*)`", re.DOTALL
)
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?![0-9A-Za-z_.%/-])")
DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?![0-9A-Za-z_.-])")
BARE = re.compile(r"[^\s()（）,，、;；=<>!＝＞＜≥≤≠'\"“”‘’「」`]+")
FOREIGN = re.compile(r";|；|--|/\*|\w+\s*\(|\(?\s*(?:select|with|values|from)\b", re.IGNORECASE)

COMPARISONS: Final[tuple[tuple[re.Pattern[str], Operator, bool], ...]] = (
    (re.compile(r">=|≥|＞＝|大于等于|不小于|不少于|不低于|至少"), ">=", False),
    (re.compile(r"<=|≤|＜＝|小于等于|不大于|不多于|不超过|不高于|至多|最多"), "<=", False),
    (re.compile(r"<>|!=|≠|不等于|不是"), "in", True),
    (re.compile(r"==?|＝|等于"), "in", False),
    (re.compile(r">|＞|大于|超过|多于|高于"), ">", False),
    (re.compile(r"<|＜|小于|少于|低于"), "<", False),
)
WORDED: Final[tuple[tuple[re.Pattern[str], Operator], ...]] = (
    (IN, "in"),
    (BETWEEN, "between"),
    (CONTAINS, "contains"),
    (LIKE, "like"),
)
TURNED: Final[dict[Operator, Operator]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "in": "in"}
ALLOWED: Final[dict[str, frozenset[Operator]]] = {
    "text": frozenset({"in", "like", "contains", "null"}),
    "number": frozenset({"in", "<", "<=", ">", ">=", "between", "null"}),
    "date": frozenset({"in", "<", "<=", ">", ">=", "between", "null"}),
    "boolean": frozenset({"in", "true", "null"}),
}
_TRUE: Final = frozenset({"true", "yes", "y", "1", "是", "真"})
_FALSE: Final = frozenset({"false", "no", "n", "0", "否", "假"})


def unquoted(found: re.Match[str]) -> str:
    """Return what stands between the quotes that ``QUOTED`` found."""
    single, double, *others = found.groups()
    if single is not None:
        return single.replace("''", "'")
    if double is not None:
        return double.replace('""', '"')
    return next(other for other in others if other is not None)


def typed(field: Filterable, raw: str) -> Value | None:
    """Return a value as the type of ``field``, or None if it cannot be read as such."""
    text = raw.strip()
    if field.type == "text":
        return raw
    if field.type == "boolean":
        return True if text.lower() in _TRUE else False if text.lower() in _FALSE else None
    if field.type == "date":
        parts = text.split("-")
        try:
            return date(*(int(part) for part in parts)) if len(parts) == 3 else None  # noqa: PLR2004
        except ValueError:
            return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    fits = (
        number.is_finite() and abs(number.adjusted()) <= _DIGITS and len(number.as_tuple().digits) <= _DIGITS
    )
    return number if fits else None
