"""What the arms of a test were: actions that can be taken again.

An arm is the action of a playbook where it bears its name, or where the person says so; else it is an action of its own,
by the channel that its name tells. What a name does not tell is asked: the channel, and what an offer gave away.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from customer_segmentation.advise.playbook import Action, Bilingual, Channel, CostField, Offer, ScenarioLift
from customer_segmentation.advise.prospect import Prospect
from customer_segmentation.kit.errors import InputError, NeedsAnswer
from customer_segmentation.kit.words import shown
from customer_segmentation.plan.budget.request import BudgetRequest
from customer_segmentation.plan.budget.told import CHANNELS, channel_of, entries

_ENTRY: Final = re.compile(r"(?P<arm>.+?)\s*[=＝]\s*(?P<meant>[^=＝]+)")
_PERCENT: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s*[%％]")
_OFFER: Final = re.compile(
    r"(?<![a-z])(offers?|discount|coupon|voucher|code|promo(tion)?|rebate|sale)(?![a-z])|[券折惠减]",
    re.IGNORECASE,
)
_LATIN: Final = re.compile(r"[a-z-]+", re.IGNORECASE)
_PIECES: Final = {
    Channel.POST: ("catalogue", "catalog", "brochure", "flyer", "leaflet", "postcard", "目录", "邮寄")
}
_PROPOSED: Final = ("10%", "20%", "0%")


@dataclass(frozen=True)
class _Told:
    """What a person says of an arm: an action, or a channel; what its offer gives away, None where not said."""

    action: Action | None
    channel: Channel | None
    discount: float | None


def actions_of(arms: Sequence[str], request: BudgetRequest, found: Sequence[Prospect]) -> dict[str, Action]:
    """Return the action that each arm was.

    Raises:
        InputError: Words that name no arm, no action and no channel, or two arms for one action.
        NeedsAnswer: Nothing tells the channel of an arm, or what its offer gave away.
    """
    known = _known(found)
    told = dict(_told(request.arms, arms, known))
    made = {}
    for number, arm in enumerate(arms, 1):
        said = told.get(arm) or _Told(known.get(_tidy(arm)), channel_in(arm), None)
        made[arm] = said.action or _own(f"arm_{number}", arm, said, request)
    ids = [action.id for action in made.values()]
    if len(set(ids)) < len(ids):
        raise InputError("budget_arms_alike", arms=", ".join(arms))
    return made


def channel_in(name: str) -> Channel | None:
    """Return the one channel that a name tells; None for none or several.

    Chinese is written without spaces, and the word for a letter ends those for a text message and for WeChat: of words
    within others the longer one counts.
    """
    words = {word.casefold() for word in _LATIN.findall(name.replace("_", " "))}
    told, left = set(), name
    for length in sorted({len(one) for one, _ in _names()}, reverse=True):
        for one, channel in _names():
            if len(one) == length and (one in words if one.isascii() else one in left):
                told.add(channel)
                left = left if one.isascii() else left.replace(one, " ")
    return told.pop() if len(told) == 1 else None


def _names() -> list[tuple[str, Channel]]:
    return [
        (one, channel) for channel, names in CHANNELS.items() for one in (*names, *_PIECES.get(channel, ()))
    ]


def _tidy(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _known(found: Sequence[Prospect]) -> dict[str, Action]:
    """Return the actions of the playbooks by their ids and names."""
    actions = [case.action for one in found for case in one.cases if case.action.channel is not Channel.NONE]
    named: dict[str, Action] = {}
    for action in actions:
        for name in (action.id, action.name.en, action.name.zh):
            named.setdefault(_tidy(name), action)
    return named


def _told(words: str, arms: Sequence[str], known: Mapping[str, Action]) -> Iterator[tuple[str, _Told]]:
    by_name = {_tidy(arm): arm for arm in arms}
    for entry in entries(words):
        read = _ENTRY.fullmatch(entry)
        arm = by_name.get(_tidy(read["arm"])) if read else None
        if read is None or arm is None:
            raise InputError("budget_arm_unknown", entry=entry, arms=", ".join(arms))
        percent = _PERCENT.search(read["meant"])
        meant = _PERCENT.sub("", read["meant"]).strip(" ,，")
        action, channel = (
            known.get(_tidy(meant)),
            channel_of(meant) or channel_in(meant or arm),
        )
        if action is None and channel is None:
            raise InputError(
                "budget_arm_wrong", entry=entry, channels=", ".join(str(one) for one in CHANNELS)
            )
        yield arm, _Told(action, channel, float(percent[1]) / 100 if percent else None)


def _own(identity: str, arm: str, said: _Told, request: BudgetRequest) -> Action:
    """Return an arm as an action of its own."""
    if said.channel is None:
        raise _ask("budget_which_channel", arm, request, [str(one) for one in CHANNELS])
    discount, written = said.discount, _PERCENT.search(arm)
    if discount is None and written:
        discount = float(written[1]) / 100
    if discount is None and _OFFER.search(arm.replace("_", " ")):
        if request.discount is None:
            options = [f"{said.channel} {percent}" for percent in _PROPOSED]
            raise _ask("budget_which_offer", arm, request, options)
        discount = float(request.discount)
    words = Bilingual.model_construct(en=shown(arm), zh=shown(arm))
    paid = {one.value: one for one in CostField}
    return Action.model_construct(
        id=identity,
        name=words,
        channel=said.channel,
        when=words,
        how=words,
        offer=Offer.DISCOUNT if discount else Offer.NONE,
        offer_guidance=words,
        cost_field=paid.get(said.channel.value, CostField.NONE),
        repeats=1,
        scenario_lift=ScenarioLift(low=0, likely=0, high=0),
        discount_rate=discount or None,
    )


def _ask(code: str, arm: str, request: BudgetRequest, meant: Sequence[str]) -> NeedsAnswer:
    before = f"{request.arms}; " if request.arms.strip() else ""
    options = [(one, {"arms": f"{before}{arm}={one}"}) for one in meant]
    return NeedsAnswer(code, options=options, arm=arm)


def discount_in(action: Action, order_value: Decimal) -> Decimal:
    """Return the money that an action gives away on a redeemed order."""
    return Decimal(str(action.discount_rate or 0)) * order_value
