"""Changes to what waits for approval: another file, another holdout."""

import re
from typing import Any, Final

from customer_segmentation_skill.adapters.deciding.proposals import MANY

_EDIT_LEAD: Final = (
    rf"(?:(?:please|ok|okay|yes|no|nope|but|rather|only|just)[ ,]+)*(?:(?:change|make|set|do|edit|switch|use)(?: (?:it|that|them))?(?: to)? ?|i want it )?"
    rf"(?:{MANY}[ ,:]*(?:to |be )?)?"
)
_CHINESE_EDIT_LEAD: Final = rf"(?:(?:不|不对|好的?|可以|不行)[, ]+)?(?:请|把)?(?:{MANY})?(?:只|仅)?(?:改成?|换成?|改为|设为|用|要|存成|导出成?|改用)?"
_PATH: Final = r"[^\s,;\"']+\.(?:csv|xlsx|parquet|jsonl|tsv)"
_EDITS: Final = (
    ("format", r"(?:as |in |to |into )?(?:an? )?(?P<format>csv|excel|xlsx|parquet|jsonl)(?: file| format| instead|格式|文件|表)?"),
    ("holdout", r"(?:with |use )?(?:an? )?(?P<holdout>\d{1,2}(?:\.\d+)?) ?(?:%|percent|per cent)(?:的)? ?(?:hold ?out|control(?: group)?|held out|holdout group|对照组?|留出|控制组)(?: instead)?"),
    ("holdout", r"(?:hold ?out|control group|对照组?|留出|控制组)(?: of| to| at| =|改成|改为|设为|是|为|比例|留)* ?(?P<holdout>\d{1,2}(?:\.\d+)?) ?(?:%|percent)"),
    ("holdout", r"(?:留|设|要|用)?(?:出)?(?P<holdout>\d{1,2}(?:\.\d+)?)%(?:的)?(?:(?:做|作|当|作为|当作)?(?:对照组?|控制组)|留出)"),
    ("holdout", r"(?:hold(?:ing)? (?:out|back)|keep(?:ing)? (?:out|back)) (?:only |just )?(?P<holdout>\d{1,2}(?:\.\d+)?) ?(?:%|percent|per cent)"),
    ("none", r"(?:without|with no|no)(?: a| any)? (?:hold ?out|control group)|(?:不要|不留|不设|去掉|取消)(?:对照组|留出|控制组)"),
    ("path", rf"(?:save (?:it )?(?:as|to)|name it|call it|(?:write|export)(?: it)? to|to|as|into|文件名(?:用|为|改成)?|存到|保存到|写到|命名为|叫) ?\"?(?P<path>{_PATH})\"?"),
)  # fmt: skip
_MAIL: Final = r"e-?mails?(?: address(?:es)?)?|addresses|邮箱|邮件(?:地址)?"
_COLUMNS: Final = re.compile(
    r"\b(?:only|just|nothing but|no more than)(?: send| include| with)? (?:the |their )?"
    r"(?P<columns>[\w-]+(?:(?:,| and|, and) [\w-]+){0,5}?)(?: addresses)? (?:columns?|fields?)\b"
    rf"|\b(?:only|just|nothing but)(?: send| include| with)? (?:the |their )?(?P<mail>{_MAIL})$"
    r"|只(?:发送?|要|含|留|用|包含)?(?P<zh>[\w-]+?(?:[、和][\w-]+){0,5}?)(?:这?[一两二三]?(?:列|栏)|字段)"
    rf"|只(?:发送?|要|含|留)?(?P<zhmail>{_MAIL})$"
)
_SHARE: Final = re.compile(
    r"(?:to |留)?(?:only |just |只)?(?P<share>\d{1,2}(?:\.\d+)?) ?(?:%|percent|per cent)"
)
_JOIN: Final = re.compile(r"\s*(?:,| and | with |和|并且?|、)\s*")
_FORMATS: Final = {"excel": "xlsx"}


def edit_in(plain: str, said: str) -> tuple[str, dict[str, Any]] | None:
    """Return which proposals a message changes, in its words, and the new values; None if it is more than that."""
    plain = re.sub(r"(?: please| thanks| thank you| instead)+$", "", plain)
    lead = re.match(_CHINESE_EDIT_LEAD if re.search(r"[㐀-鿿]", plain) else _EDIT_LEAD, plain)
    whole = _changes(plain, said)
    if lead and lead[0] and (changes := _changes(plain[lead.end() :], said)):
        return str(lead["which"] or ""), changes
    return ("", whole) if whole else None


def share_in(plain: str) -> float | None:
    """Return the percent of "only 5%", "make it 10%" or 改成10%; None for a bare figure and for anything more."""
    plain = re.sub(
        r"(?: please| thanks| thank you| instead| is enough|就够了?|就行|就好|吧|即可)+$", "", plain
    )
    lead = re.match(_CHINESE_EDIT_LEAD if re.search(r"[㐀-鿿]", plain) else _EDIT_LEAD, plain)
    share = _SHARE.fullmatch(plain, lead.end()) if lead and lead[0] and not lead["which"] else None
    return float(share["share"]) if share else None


def columns_in(plain: str) -> str:
    """Return the columns that alone shall leave ("only the e-mail column"), comma-separated; empty if not said."""
    found = _COLUMNS.search(plain)
    if not found:
        return ""
    if found["mail"] or found["zhmail"]:
        return "email"
    names = re.split(r",? and |, ?|、|和", found["columns"] or found["zh"])
    return ",".join("email" if re.fullmatch(_MAIL, name) else name for name in names if name)


def plain_share(percent: float) -> float:
    """Return a percent without decimals where it has none."""
    return int(percent) if percent.is_integer() else percent


def _changes(text: str, said: str) -> dict[str, Any]:
    whole = _COLUMNS.fullmatch(text.strip())
    if whole:
        return {"columns": columns_in(text.strip())}
    changes: dict[str, Any] = {}
    for part in _JOIN.split(text.strip()):
        found = next(
            ((kind, match) for kind, pattern in _EDITS if (match := re.fullmatch(pattern, part.strip()))),
            None,
        )
        if found is None:
            return {}
        kind, match = found
        if kind == "none":
            changes["holdout"] = 0
        elif kind == "holdout":
            changes["holdout"] = plain_share(float(match["holdout"]))
        elif kind == "format":
            changes["format"] = _FORMATS.get(match["format"], match["format"])
        else:
            at = said.lower().find(match["path"])
            changes["path"] = said[at : at + len(match["path"])] if at >= 0 else match["path"]
    return changes
