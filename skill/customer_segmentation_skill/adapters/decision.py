"""A person's decision on what waits for approval, read from the whole of a message.

Only a message that is nothing but a decision is one. A question, a condition, a mere "ok", or a word more
than the decision needs is none: it is better to ask again than to do what nobody asked for.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

_LONGEST: Final = 240

_NUMBERS: Final = {
    "1": 1, "one": 1, "first": 1, "1st": 1, "一": 1, "2": 2, "two": 2, "second": 2, "2nd": 2, "二": 2, "两": 2,
    "3": 3, "three": 3, "third": 3, "3rd": 3, "三": 3, "4": 4, "four": 4, "fourth": 4, "4th": 4, "四": 4,
    "5": 5, "five": 5, "fifth": 5, "5th": 5, "五": 5, "6": 6, "sixth": 6, "六": 6, "7": 7, "七": 7, "8": 8,
    "八": 8, "9": 9, "九": 9,
}  # fmt: skip
_ENGLISH_NUMBER: Final = r"(?:[1-9](?![\d%.a-f])|1st|2nd|3rd|[4-9]th|first|second|third|fourth|fifth|sixth|one|two|three|four|five)"
_ONE: Final = (
    rf"(?:(?:the |number |no\.? ?|nr\.? ?|#|item |request |option )*{_ENGLISH_NUMBER}(?: one| item| request)?"
    r"|第?(?:[一二两三四五六七八九]|[1-9](?![\d%.a-f]))(?:个|项|条|号)?|(?<![0-9a-z])[0-9a-f]{6}(?![0-9a-z]))"
)
_MANY: Final = rf"(?P<which>{_ONE}(?:(?: ?, ?| ?and ?| ?& ?| ?\+ ?|和|、|与|跟| ){_ONE})*)"
_ALL: Final = (
    r"(?:it|that|this|them|both|both of them|all|all of them|all of it|everything|(?:the|this|that) (?:export|request|proposal|plan|file)"
    r"|them all|all (?:two|three|four)|the lot)"
)
_POLITE: Final = r"(?:(?:yes|yeah|yep|yup|ok|okay|sure|alright|all right|fine|great|good|perfect|right|please|thanks)[ ,]+)*"
_PLEASE: Final = r"(?: please| thanks| thank you| now| then)*"
_YES: Final = (
    r"(?:approved?|i approve|confirm(?:ed)?|i confirm|accept(?:ed)?|i accept|agreed?|i agree|go ahead(?: with)?|proceed(?: with)?"
    r"|permit|allow|authori[sz]ed?|green light)"
)
_DO: Final = r"(?:do|go for|execute|run|carry out|ok(?:ay)? to)"
_ENGLISH_APPROVE: Final = (
    rf"{_POLITE}(?P<only>only |just )?(?:{_YES})(?P<only2> only| just)?(?: (?:for )?(?:{_ALL}|{_MANY}))?(?P<only3> only)?{_PLEASE}",
    rf"{_POLITE}(?P<only>only |just )?{_DO}(?P<only2> only| just)? (?:{_ALL}|{_MANY})(?P<only3> only)?{_PLEASE}",
    rf"(?:{_POLITE})?(?P<only>only|just) {_MANY}{_PLEASE}",
    rf"{_MANY} (?P<only>only)",
    rf"(?:yes|yeah|yep|yup|yes please|yes yes|aye|affirmative|absolutely|definitely|of course|certainly){_PLEASE}",
    rf"{_POLITE}(?:go ahead|do it|make it so|ship it|go for it|please do|let us do it|let's do it|proceed|i do|looks good do it){_PLEASE}",
    rf"(?:yes|yeah|ok|okay|sure)[ ,]+(?:to |for )?(?:{_MANY}|{_ALL}){_PLEASE}",
)
_CHINESE_LEAD: Final = r"(?:好的?|可以|行|嗯|没问题|对|是的?|请|那就|那|就|我)?[, ]*"
_CHINESE_YES: Final = r"(?:批准|同意|确认|通过|核准|准许|许可|执行|准了|照办)"
_CHINESE_APPROVE: Final = (
    rf"{_CHINESE_LEAD}(?:全部|都|全都)?(?P<only>只|仅)?(?:全部|都)?{_CHINESE_YES}(?:全部|所有|{_MANY}|它|这个|这些)?(?:执行|的)?(?:吧|了|啊|即可|就行|就好|就可以)*",
    rf"(?P<only>只|仅|只要|只做|仅限|只执行|只通过|只批准){_MANY}(?:吧|即可|就行|就好|就可以)*",
    rf"{_MANY}(?:可以|同意|批准|通过|执行)(?:吧|了)?",
    r"(?:可以|是的?|是,?同意|好的?,?(?:做|执行|去做|办)|可以,?(?:做|去做|办|的)|去做|做|就这么办|就这么做|照做|就这样做|全部可以|没问题,?(?:做|执行|去做)|没问题,?同意|准)(?:吧|了)?",
)
_NO: Final = (
    r"(?:no|nope|nah|reject(?:ed)?|i reject|decline[d]?|i decline|deny|denied|refuse|cancel|abort|stop|do not|don't|dont|never|"
    r"no thanks|no thank you|not approved|do not approve|don't approve|disapprove|veto|discard|drop|dismiss)"
)
_ENGLISH_REJECT: Final = (
    rf"(?:please |no[ ,]+)?{_NO}(?: (?:do |to |approve |with |execute |export )?(?:{_ALL}|{_MANY}))?{_PLEASE}",
    r"no[ ,]+(?:i do not want (?:that|this|it)|i don't want (?:that|this|it)|stop|cancel|leave it|not that|better not|rather not)",
    r"(?:better not|rather not|i would rather not|i'd rather not|please do not|please don't|leave it|none|none of them|neither|not (?:now|this time|today))",
)
_CHINESE_REJECT: Final = (
    rf"(?:我)?(?:全部|都|全都)?(?:拒绝|不同意|不批准|驳回|不通过|否决|否|不行|不可以|不要|不要了|不用了?|不必了?|取消|算了|别做|别执行|别|不|不执行|先不|先别|先不要|不做|不准|放弃|免了)(?:全部|所有|{_MANY}|它|这个|这些|执行|做)?(?:吧|了)?",
    rf"{_MANY}(?:不行|不要|不同意|拒绝|不批准|取消)(?:吧|了)?",
)
_REASON: Final = re.compile(
    rf"^(?P<head>(?:reject(?:ed)?|i reject|decline[d]?|拒绝|不同意|不批准|驳回|否决)(?: ?(?:it|that|this|them|all|{_MANY}))?)"
    r"\s*(?:[:,;–—-]\s*(?:because |since |as |因为|理由是?[:]?)?|because |since |因为)(?P<reason>\S.*)$"
    r"|^(?:no|nope|不行?)[ ,:;]*(?:because |since |因为)(?P<because>\S.*)$"
)
_NOT_A_REASON: Final = re.compile(
    r"\b(?:if|unless|but|instead|then|approve|accept|only|use|make|change|rather|please|export|except|until|and do)\b|\?"
    r"|如果|除非|但|改|换|只|然后|请|批准|再|用"
)
_REST_NO: Final = (
    (
        rf"(?:{_POLITE})?(?:{_YES}|yes(?: to)?) {_MANY}[ ,]+(?:and |but )?(?:reject|decline|not|no to|cancel|drop|skip|no)"
        rf" (?:(?P<other>{_ONE})|the (?:rest|others?|other one)|everything else)"
    ),
    rf"{_CHINESE_YES}{_MANY}[, ]*(?:但)?(?:拒绝|不要|取消|不批准|不同意)(?:(?P<other>{_ONE})|其他的?|其余的?|另一个|另外的?|剩下的?)",
)
_EDIT_LEAD: Final = (
    rf"(?:(?:please|ok|okay|yes|but|rather)[ ,]+)*(?:(?:change|make|set|do|edit|switch|use)(?: (?:it|that|them))?(?: to)? ?|i want it )?"
    rf"(?:{_MANY}[ ,:]*(?:to |be )?)?"
)
_CHINESE_EDIT_LEAD: Final = rf"(?:请|把)?(?:{_MANY})?(?:改成?|换成?|改为|设为|用|要|存成|导出成?|改用)?"
_PATH: Final = r"[^\s,;\"']+\.(?:csv|xlsx|parquet|jsonl|tsv)"
_EDITS: Final = (
    ("format", r"(?:as |in |to |into )?(?:an? )?(?P<format>csv|excel|xlsx|parquet|jsonl)(?: file| format| instead|格式|文件|表)?"),
    ("holdout", r"(?:with |use )?(?:an? )?(?P<holdout>\d{1,2}(?:\.\d+)?) ?(?:%|percent|per cent)(?:的)? ?(?:hold ?out|control(?: group)?|held out|holdout group|对照组?|留出|控制组)(?: instead)?"),
    ("holdout", r"(?:hold ?out|control group|对照组?|留出|控制组)(?: of| to| at| =|改成|改为|设为|是|为|比例|留)* ?(?P<holdout>\d{1,2}(?:\.\d+)?) ?(?:%|percent)"),
    ("holdout", r"(?:留|设|要|用)?(?P<holdout>\d{1,2}(?:\.\d+)?)%(?:的)?(?:对照组?|留出|控制组)"),
    ("none", r"(?:without|with no|no)(?: a| any)? (?:hold ?out|control group)|(?:不要|不留|不设|去掉|取消)(?:对照组|留出|控制组)"),
    ("path", rf"(?:save (?:it )?(?:as|to)|name it|call it|(?:write|export)(?: it)? to|to|as|into|文件名(?:用|为|改成)?|存到|保存到|写到|命名为|叫) ?\"?(?P<path>{_PATH})\"?"),
)  # fmt: skip
_JOIN: Final = re.compile(r"\s*(?:,| and | with |和|并且?|、)\s*")
_FORMATS: Final = {"excel": "xlsx"}


@dataclass(frozen=True)
class Decision:
    """What a person decided.

    Attributes:
        which: Which of the waiting ones it is about, counted from 1; empty for all.
        rest: What becomes of the others: they wait on, or are rejected ("only the first").
        reason: Why it was rejected, in the person's words.
        changes: For an edit: request fields and their new values.
    """

    kind: Literal["approve", "reject", "edit"]
    which: tuple[int, ...] = ()
    rest: Literal["wait", "reject"] = "wait"
    reason: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


def decision(text: str, waiting: int, ids: Sequence[str] = ()) -> Decision | None:
    """Return the decision that a whole message is, or None if it is anything more or less than one.

    ``waiting`` is how many proposals wait; ``ids`` are their ids, in order, which may be named too.
    """
    said = unicodedata.normalize("NFKC", text).translate(_SAME).strip()
    plain = " ".join(said.lower().split()).strip(" .!,;~").replace("’", "'")
    if waiting < 1 or not plain or len(plain) > _LONGEST or "?" in said or re.search(r"[吗么呢]$", plain):
        return None
    found = (
        _split(plain, ids)
        or _approved(plain, ids)
        or _rejected(plain, ids)
        or _reasoned(plain, said, ids)
        or _edited(plain, said, ids)
    )
    if found is None or any(number > waiting for number in found.which):
        return None
    if found.rest == "reject" and found.which == tuple(range(1, waiting + 1)):
        return Decision(found.kind, found.which)
    return found


_SAME: Final = str.maketrans(
    "確認絕執執行駁準這個沒問題條項號剛對麼嗎組導為別請設換與",
    "确认绝执执行驳准这个没问题条项号刚对么吗组导为别请设换与",
)


def _whole(patterns: Sequence[str], plain: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := re.fullmatch(pattern, plain))), None)


def _group(match: re.Match[str], name: str) -> str:
    return str(match[name] or "") if name in match.re.groupindex else ""


def _which(text: str, ids: Sequence[str]) -> tuple[int, ...] | None:
    """Return the numbers that a list of them names; None if one is unknown."""
    found: list[int] = []
    for word in re.findall(r"[0-9a-f]{6}|[1-9](?:st|nd|rd|th)?|[a-z]+|[一二两三四五六七八九]", text):
        if word in ids:
            found.append(list(ids).index(word) + 1)
        elif word in _NUMBERS and not (word == "one" and found):
            found.append(_NUMBERS[word])
        elif re.fullmatch(r"[0-9a-f]{6}", word):
            return None
    return tuple(dict.fromkeys(found))


def _approved(plain: str, ids: Sequence[str]) -> Decision | None:
    match = _whole(_ENGLISH_APPROVE, plain) or _whole(_CHINESE_APPROVE, plain)
    if match is None:
        return None
    named = _group(match, "which")
    which = _which(named, ids)
    only = any(_group(match, name) for name in ("only", "only2", "only3"))
    if which is None or (only and not which):
        return None
    return Decision("approve", which, rest="reject" if only else "wait")


def _rejected(plain: str, ids: Sequence[str]) -> Decision | None:
    match = _whole(_ENGLISH_REJECT, plain) or _whole(_CHINESE_REJECT, plain)
    which = _which(_group(match, "which"), ids) if match else None
    return None if which is None else Decision("reject", which)


def _reasoned(plain: str, said: str, ids: Sequence[str]) -> Decision | None:
    match = _REASON.match(plain)
    if match is None:
        return None
    reason = match["reason"] or match["because"]
    which = _which(_group(match, "which"), ids)
    if which is None or _NOT_A_REASON.search(reason):
        return None
    at = said.lower().find(reason)
    return Decision("reject", which, reason=said[at : at + len(reason)] if at >= 0 else reason)


def _split(plain: str, ids: Sequence[str]) -> Decision | None:
    """Read "approve 1, reject 2"."""
    match = _whole(_REST_NO, plain)
    which = _which(match["which"], ids) if match else None
    if match is None or not which:
        return None
    other = _which(match["other"] or "", ids)
    if other and (set(other) & set(which) or len(other) + len(which) > 2):  # noqa: PLR2004 - a pair says it all
        return None
    return Decision("approve", which, rest="reject")


def _edited(plain: str, said: str, ids: Sequence[str]) -> Decision | None:
    """Read changes such as "as csv, 20% holdout", one after the other."""
    lead = re.match(_CHINESE_EDIT_LEAD if re.search(r"[㐀-鿿]", plain) else _EDIT_LEAD, plain)
    which = _which(_group(lead, "which"), ids) if lead else ()
    candidates = [plain[lead.end() :]] if lead and lead[0] else []
    for rest in [*candidates, plain]:
        changes = _changes(rest, said)
        if changes and which is not None:
            return Decision("edit", which if rest != plain else (), changes=changes)
    return None


def _changes(text: str, said: str) -> dict[str, Any]:
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
            value = float(match["holdout"])
            changes["holdout"] = int(value) if value.is_integer() else value
        elif kind == "format":
            changes["format"] = _FORMATS.get(match["format"], match["format"])
        else:
            at = said.lower().find(match["path"])
            changes["path"] = said[at : at + len(match["path"])] if at >= 0 else match["path"]
    return changes
