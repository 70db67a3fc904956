"""What a person tells of segments, channels and effects in a line of words, such as ``at_risk=100; champions=50``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from customer_segmentation.advise.playbook import Channel
from customer_segmentation.advise.prospect import Prospect
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.effects import Effect
from customer_segmentation.plan.budget.request import BudgetRequest
from customer_segmentation.segment.naming import identified
from customer_segmentation.segment.segmentation import Segment

CHANNELS: Final = {
    Channel.EMAIL: ("email", "e-mail", "mail", "emails", "e-mails", "邮件", "电子邮件"),
    Channel.SMS: ("sms", "text", "texts", "text message", "text messages", "短信"),
    Channel.PUSH: ("push", "推送"),
    Channel.PHONE: ("phone", "call", "calls", "telephone", "电话"),
    Channel.POST: ("post", "letter", "letters", "mailing", "card", "信件", "信", "寄信"),
    Channel.WECHAT: ("wechat", "微信", "企业微信"),
    Channel.ONSITE: ("onsite", "on-site", "site", "website", "站内"),
}
_COUNT: Final = re.compile(r"(?P<left>.+?)\s*[=:＝：]\s*(?P<count>\d{1,12})")
_NUMBER: Final = r"\s*([-−]?\d{1,4}(?:\.\d{1,3})?)\s*"
_EFFECT: Final = re.compile(rf"(?P<left>.+?)\s*[=:＝：]{_NUMBER}/{_NUMBER}/{_NUMBER}")
_PER: Final = 1000


@dataclass(frozen=True)
class Told:
    """What the person told.

    Attributes:
        effects: By segment and action; by segment and nothing where any action of it is meant.
        capacity: Contacts by channel.
    """

    without_segments: frozenset[str] = frozenset()
    without_channels: frozenset[Channel] = frozenset()
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    capacity: Mapping[Channel, int] = field(default_factory=dict)
    effects: Mapping[tuple[str, str], Effect] = field(default_factory=dict)

    def effect_of(self, segment: str, action: str) -> Effect | None:
        """Return the effect told of an action, else the one told of its segment."""
        return self.effects.get((segment, action)) or self.effects.get((segment, ""))


def told_of(request: BudgetRequest, segments: Sequence[Segment], found: Sequence[Prospect]) -> Told:
    """Read what a request tells in words.

    Raises:
        InputError: Words that name no segment, channel or action, or figures that cannot be read.
    """
    left_out = [(word, channel_of(word)) for word in re.split(r"[,，、;；]", request.without) if word.strip()]
    return Told(
        without_segments=frozenset(identified(word, segments) for word, channel in left_out if not channel),
        without_channels=frozenset(channel for _, channel in left_out if channel),
        least=dict(_counts(request.least, "least", segments)),
        most=dict(_counts(request.most, "most", segments)),
        capacity=dict(_capacities(request.capacity)),
        effects=dict(_effects(request.effects, segments, found)),
    )


def channel_of(words: str) -> Channel | None:
    """Return the channel that words name, in any language; None if they name none."""
    said = words.strip().casefold()
    return next((channel for channel, names in CHANNELS.items() if said in names), None)


def entries(text: str) -> list[str]:
    """Return the entries of a line of words."""
    return [part.strip() for part in re.split(r"[;；\n]", text) if part.strip()]


def _count(entry: str, name: str) -> tuple[str, int]:
    read = _COUNT.fullmatch(entry)
    if read is None:
        raise InputError("budget_count_wrong", field=name, entry=entry)
    return read["left"], int(read["count"])


def _counts(text: str, name: str, segments: Sequence[Segment]) -> Iterator[tuple[str, int]]:
    for left, count in (_count(entry, name) for entry in entries(text)):
        yield identified(left, segments), count


def _capacities(text: str) -> Iterator[tuple[Channel, int]]:
    for left, count in (_count(entry, "capacity") for entry in entries(text)):
        channel = channel_of(left)
        if channel is None:
            raise InputError(
                "budget_channel_unknown", channel=left, channels=", ".join(str(one) for one in CHANNELS)
            )
        yield channel, count


def _effects(
    text: str, segments: Sequence[Segment], found: Sequence[Prospect]
) -> Iterator[tuple[tuple[str, str], Effect]]:
    for entry in entries(text):
        read = _EFFECT.fullmatch(entry)
        figures = [float(read[n].replace("−", "-")) for n in (2, 3, 4)] if read else []
        if not read or figures != sorted(figures) or max(map(abs, figures)) > _PER:
            raise InputError("budget_effect_wrong", entry=entry)
        worst, likely, best = (figure / _PER for figure in figures)
        segment, action = _named(read["left"], segments, found)
        yield (segment, action), Effect(worst, likely, best, Kind.GIVEN, apart=bool(action))


def _named(words: str, segments: Sequence[Segment], found: Sequence[Prospect]) -> tuple[str, str]:
    """Return the segment and the action meant by ``segment/action``; no action where only a segment is named."""
    try:
        return identified(words, segments), ""
    except InputError:
        segment, slash, action = words.rpartition("/")
        if not slash:
            raise
    meant = identified(segment, segments)
    actions = [case.action for one in found if one.segment.id == meant for case in one.cases]
    wanted = action.strip().casefold().replace("_", " ")
    for one in actions:
        if wanted in {one.id.replace("_", " "), one.name.en.casefold(), one.name.zh.casefold()}:
            return meant, one.id
    raise InputError(
        "budget_action_unknown", action=action, segment=segment, actions=", ".join(one.id for one in actions)
    )
