"""A person's decision on what waits for approval, read from the whole of a message.

Only a message that is nothing but a decision is one. A question, a condition, a mere "ok", or a word more
than the decision needs is none: it is better to ask again than to do what nobody asked for.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from customer_segmentation_skill.adapters.deciding.edits import edit_in, plain_share, share_in
from customer_segmentation_skill.adapters.deciding.proposals import MANY, ONE, Proposal, numbered, which_of
from customer_segmentation_skill.adapters.deciding.schedule_edits import schedule_edit_in

_LONGEST: Final = 240
_LETS_OUT: Final = frozenset({"export_audience", "send_audience"})
"""What holds somebody out."""

_ALL: Final = (
    r"(?:it|that|this|them|both|both of them|all|all of them|all of it|everything|(?:the|this|that) (?:request|proposal|plan)"
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
    rf"{_POLITE}(?P<only>only |just )?(?:{_YES})(?P<only2> only| just)?(?: (?:for )?(?:{_ALL}|{MANY}))?(?P<only3> only)?{_PLEASE}",
    rf"{_POLITE}(?P<only>only |just )?{_DO}(?P<only2> only| just)? (?:{_ALL}|{MANY})(?P<only3> only)?{_PLEASE}",
    rf"(?:{_POLITE})?(?P<only>only|just) {MANY}{_PLEASE}",
    rf"{MANY} (?P<only>only)",
    rf"(?:yes|yeah|yep|yup|yes please|yes yes|aye|affirmative|absolutely|definitely|of course|certainly){_PLEASE}",
    rf"{_POLITE}(?:go ahead|do it|make it so|ship it|go for it|please do|let us do it|let's do it|proceed|i do|looks good do it){_PLEASE}",
    rf"(?:yes|yeah|ok|okay|sure)[ ,]+(?:to |for )?(?:{MANY}|{_ALL}){_PLEASE}",
)
_CHINESE_LEAD: Final = r"(?:好的?|可以|行|嗯|没问题|对|是的?|请|那就|那|就|我)?[, ]*"
_CHINESE_YES: Final = r"(?:批准|同意|确认|通过|核准|准许|许可|执行|准了|照办)"
_CHINESE_APPROVE: Final = (
    rf"{_CHINESE_LEAD}(?:全部|都|全都)?(?P<only>只|仅)?(?:全部|都)?{_CHINESE_YES}(?:全部|所有|{MANY}|它|这个|这些)?(?:执行|的)?(?:吧|了|啊|即可|就行|就好|就可以)*",
    rf"(?P<only>只|仅|只要|只做|仅限|只执行|只通过|只批准){MANY}(?:吧|即可|就行|就好|就可以)*",
    rf"{MANY}(?:可以|同意|批准|通过|执行)(?:吧|了)?",
    r"(?:可以|是的?|是,?同意|好的?,?(?:做|执行|去做|办)|可以,?(?:做|去做|办|的)|去做|做|就这么办|就这么做|照做|就这样做|全部可以|没问题,?(?:做|执行|去做)|没问题,?同意|准)(?:吧|了)?",
)
_NO: Final = (
    r"(?:no|nope|nah|reject(?:ed)?|i reject|decline[d]?|i decline|deny|denied|refuse|cancel|abort|stop|do not|don't|dont|never|"
    r"no thanks|no thank you|not approved|do not approve|don't approve|disapprove|veto|discard|drop|dismiss)"
)
_ENGLISH_REJECT: Final = (
    rf"(?:please |no[ ,]+)?{_NO}(?: (?:do |to |approve |with |execute |export )?(?:{_ALL}|{MANY}))?{_PLEASE}",
    r"no[ ,]+(?:i do not want (?:that|this|it)|i don't want (?:that|this|it)|stop|cancel|leave it|not that|better not|rather not)",
    r"(?:better not|rather not|i would rather not|i'd rather not|please do not|please don't|leave it|none|none of them|neither|not (?:now|this time|today))",
)
_CHINESE_REJECT: Final = (
    rf"(?:我)?(?:全部|都|全都)?(?:拒绝|不同意|不批准|驳回|不通过|否决|否|不行|不可以|不要|不要了|不用了?|不必了?|取消|算了|别做|别执行|别|不|不执行|先不|先别|先不要|不做|不准|放弃|免了)(?:全部|所有|{MANY}|它|这个|这些|执行|做)?(?:吧|了)?",
    rf"{MANY}(?:不行|不要|不同意|拒绝|不批准|取消)(?:吧|了)?",
)
_REASON: Final = re.compile(
    rf"^(?P<head>(?:reject(?:ed)?|i reject|decline[d]?|拒绝|不同意|不批准|驳回|否决)(?: ?(?:it|that|this|them|all|{MANY}))?)"
    r"\s*(?:[:,;–—-]\s*(?:because |since |as |因为|理由是?[:]?)?|because |since |因为)(?P<reason>\S.*)$"
    r"|^(?:no|nope|不行?)[ ,:;]*(?:because |since |因为)(?P<because>\S.*)$"
)
_NOT_A_REASON: Final = re.compile(
    r"\b(?:if|unless|but|instead|then|approve|accept|only|use|make|change|rather|please|export|except|until|and do)\b|\?"
    r"|如果|除非|但|改|换|只|然后|请|批准|再|用"
)
_REST_NO: Final = (
    (
        rf"(?:{_POLITE})?(?:{_YES}|yes(?: to)?) {MANY}[ ,]+(?:and |but )?(?:reject|decline|not|no to|cancel|drop|skip|no|without)"
        rf" (?:(?P<other>{ONE})|the (?:rest|others?|other one)|everything else){_PLEASE}"
    ),
    rf"{_CHINESE_LEAD}{_CHINESE_YES}{MANY}[, ]*(?:但)?(?:拒绝|不要|取消|不批准|不同意)(?:(?P<other>{ONE})|其他的?|其余的?|另一个|另外的?|剩下的?)",
    rf"{_CHINESE_LEAD}{_CHINESE_YES}{MANY}[, ]*(?P<other>{ONE})(?:就)?(?:拒绝|不要|取消|不批准|不同意|不行|不用)了?",
)
_ALL_BUT: Final = (
    rf"(?:{_POLITE})?{_YES} (?:all|everything|them all|all of them)(?:,? but|,? except(?: for)?) {MANY}{_PLEASE}",
    rf"除了?{MANY}[, ]*(?:以?外)?[, ]*(?:其他的?|其余的?)?(?:都|全部?){_CHINESE_YES}",
    rf"(?:都|全部){_CHINESE_YES}[, ]*除了{MANY}",
)


@dataclass(frozen=True)
class Decision:
    """What a person decided.

    Attributes:
        which: Which of the waiting ones it is about, counted from 1; empty for all.
        refused: Which others are rejected with it: "only the first", "approve 1, no schedule".
        reason: Why it was rejected, in the person's words.
        changes: For an edit: request fields and their new values.
    """

    kind: Literal["approve", "reject", "edit"]
    which: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    reason: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


def decision(text: str, proposals: Sequence[Proposal]) -> Decision | None:
    """Return the decision that a whole message is on what waits, or None if it is anything more or less than one."""
    said = unicodedata.normalize("NFKC", text).translate(_SAME).strip()
    plain = " ".join(said.lower().split()).strip(" .!,;~").replace("’", "'")
    if not proposals or not plain or len(plain) > _LONGEST or "?" in said or re.search(r"[吗么呢]$", plain):
        return None
    named = numbered(plain, proposals)
    found = (
        _split(named, said, proposals)
        or _all_but(named, proposals)
        or _approved(named, proposals)
        or _rejected(named, proposals)
        or _reasoned(named, said, proposals)
        or _edited(plain, said, proposals)
        or _edited(named, said, proposals)
        or _held_out(plain, proposals)
    )
    if found is None or any(number > len(proposals) for number in (*found.which, *found.refused)):
        return None
    return found


_SAME: Final = str.maketrans(
    "確認絕執執行駁準這個沒問題條項號剛對麼嗎組導為別請設換與",
    "确认绝执执行驳准这个没问题条项号刚对么吗组导为别请设换与",
)


def _whole(patterns: Sequence[str], plain: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := re.fullmatch(pattern, plain))), None)


def _group(match: re.Match[str], name: str) -> str:
    return str(match[name] or "") if name in match.re.groupindex else ""


def _others(which: Sequence[int], proposals: Sequence[Proposal]) -> tuple[int, ...]:
    return tuple(number for number in range(1, len(proposals) + 1) if number not in which)


def _approved(plain: str, proposals: Sequence[Proposal]) -> Decision | None:
    match = _whole(_ENGLISH_APPROVE, plain) or _whole(_CHINESE_APPROVE, plain)
    if match is None:
        return None
    which = which_of(_group(match, "which"), proposals)
    only = any(_group(match, name) for name in ("only", "only2", "only3"))
    if which is None or (only and not which):
        return None
    return Decision("approve", which, refused=_others(which, proposals) if only else ())


def _rejected(plain: str, proposals: Sequence[Proposal]) -> Decision | None:
    match = _whole(_ENGLISH_REJECT, plain) or _whole(_CHINESE_REJECT, plain)
    which = which_of(_group(match, "which"), proposals) if match else None
    return None if which is None else Decision("reject", which)


def _reasoned(plain: str, said: str, proposals: Sequence[Proposal]) -> Decision | None:
    match = _REASON.match(plain)
    if match is None:
        return None
    reason = match["reason"] or match["because"]
    which = which_of(_group(match, "which"), proposals)
    if which is None or _NOT_A_REASON.search(reason):
        return None
    return Decision("reject", which, reason=_as_said(reason, said))


def _as_said(reason: str, said: str) -> str:
    """Return a reason as the person wrote it."""
    flat = " ".join(said.split())
    at = flat.lower().find(reason)
    return (
        flat[at : at + len(reason)]
        if at >= 0
        else re.split(r"[:,;–—-]|because|since|因为", flat, maxsplit=1)[-1].strip()
    )


def _split(plain: str, said: str, proposals: Sequence[Proposal]) -> Decision | None:
    """Read "approve 1, reject 2" and "approve the export, no schedule"."""
    head, reason = _without_reason(plain)
    match = _whole(_REST_NO, head)
    which = which_of(match["which"], proposals) if match else None
    if match is None or not which:
        return None
    other = which_of(_group(match, "other"), proposals)
    if other is None or set(other) & set(which):
        return None
    refused = other or _others(which, proposals)
    return Decision("approve", which, refused=refused, reason=_as_said(reason, said))


def _without_reason(plain: str) -> tuple[str, str]:
    """Return the words before "because" and the reason after it; all of them and nothing where there is none."""
    found = re.fullmatch(r"(?P<head>.+?)[ ,:]*(?:because|since|因为) ?(?P<reason>\S.*)", plain)
    return (
        (found["head"], found["reason"])
        if found and not _NOT_A_REASON.search(found["reason"])
        else (plain, "")
    )


def _all_but(plain: str, proposals: Sequence[Proposal]) -> Decision | None:
    """Read "everything except 2": those named wait on."""
    match = _whole(_ALL_BUT, plain)
    left_out = which_of(match["which"], proposals) if match else None
    which = _others(left_out, proposals) if left_out else ()
    return Decision("approve", which) if which else None


def _edited(plain: str, said: str, proposals: Sequence[Proposal]) -> Decision | None:
    """Read changes such as "as csv, 20% holdout", one after the other; of a schedule such as "at 9:30 instead"."""
    found = edit_in(plain, said)
    if found is None and any(one.tool == "schedule_refresh" for one in proposals):
        found = schedule_edit_in(plain)
    which = which_of(found[0], proposals) if found else None
    return Decision("edit", which, changes=found[1]) if found and which is not None else None


def _held_out(plain: str, proposals: Sequence[Proposal]) -> Decision | None:
    """Read "make it 10%" as the share held out where one export or one sending waits: nothing else has a percent."""
    places = [number for number, one in enumerate(proposals, 1) if one.tool in _LETS_OUT]
    share = share_in(plain) if len(places) == 1 else None
    if share is None:
        return None
    return Decision(
        "edit", tuple(places) if len(proposals) > 1 else (), changes={"holdout": plain_share(share)}
    )
