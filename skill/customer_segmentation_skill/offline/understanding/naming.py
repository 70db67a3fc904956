"""The name that a person gives to a segment: call them VIPs, 把冠军客户改名为 VIP."""

import re
from typing import Final

from customer_segmentation_skill.offline.reading.reading import Reading

_LONGEST: Final = 60
_HIDDEN: Final = "\ue000"
"""Stands in a message where the renamed segment does; one character, as a segment may be called c1."""
_PARTING: Final = re.compile(r"[=＝;；\n]+")
"""Signs that part one name from the next where names are passed on."""

_ENGLISH: Final = (
    r"\b(?:named|called|labell?ed|titled|renamed|known as|refer to \w+ as) (?:to |as )?(?P<name>.+)$",
    r"\b(?:rename|relabel|retitle|change|set|update)\b.*? (?:to|as|into|in) (?P<name>.+)$",
    (
        r"\b(?:call|name|label|dub|title|christen) (?:(?:the |our |my )?SEG|them|it|those|these|this|that|this (?:one|group|segment)|"
        r"that (?:one|group|segment)|the (?:segment|group)|the \w+ (?:one|segment|group)|both|the two|the result|the new one) "
        r"(?:as |simply |just |now |by the name )?(?P<name>.+)$"
    ),
    r"SEG (?:is|are) (?:now |our |just )*(?P<name>.+)$",
    r"SEG (?:should|could|shall|must) (?:be|read|say) (?P<name>.+)$",
    r"\binstead of SEG .*?(?:say|use|write|call them) (?P<name>.+)$",
    r"\b(?:use|give) the name (?P<name>.+?)(?: (?:for|to) .*)?$",
    r"\b(?:call|name) (?P<name>.+)$",
    r"SEG ?(?:=|->|=>|→) ?(?P<name>.+)$",
)
_CHINESE: Final = (
    (
        r"(?:改名为|改名成|改名叫|重命名为|重命名成|更名为|命名为|改叫做?|改称为?|称为|称作|取名叫?|起名叫?|名为|换名为|名字改成|名字改为|"
        r"名字换成|名称改成|名称改为|名称换成)(?P<name>.+)$"
    ),
    r"(?:应该|统一|以后|就|都|还是|可以|要|我们)?叫做?(?P<name>.+)$",
    r"(?:改成|改为|换成|写成)(?P<name>.+)$",
)
_MERGED_ENGLISH: Final = (
    r"\b(?:named|called|labell?ed|titled|known as) (?P<name>.+)$",
    r"\b(?:call|name|label) (?:it|them|that|this|the result|the new (?:one|segment|group)|the group|the segment) (?P<name>.+)$",
    r"\b(?:as|into|to|under) (?!one\b|a single\b|the same\b|a new\b|an? (?:segment|group)\b)(?P<name>.+)$",
    r"= ?(?P<name>.+)$",
)
_MERGED_CHINESE: Final = (
    r"(?:叫做?|命名为|称为|名为|取名|起名叫?|名字叫做?|名称为)(?P<name>.+)$",
    r"(?:合并|合|并|归|SEG)\s*(?:为|成)(?!一)(?P<name>.+)$",
)
_LEADING: Final = re.compile(r"^(?:the |as |to |simply |just |something like |为|成|做|一下|：|:|“|\"|')+")
_TRAILING: Final = re.compile(
    r"(?:[\s,.;!?，。；！？]|\b(?:please|instead|from now on|for (?:me|us|now)|thanks?(?: you)?|from here on|now|ok|okay)$|吧$|了$|就行$|就好$|好了$|可以吗$|行吗$|谢谢$)+$"
)


def given_name(reading: Reading) -> tuple[str, int]:
    """Return the new name in a message that renames, and where it starts; empty and the end if there is none."""
    return _name(reading, _CHINESE if reading.utterance.chinese else (), _ENGLISH, before_first=True)


def merged_name(reading: Reading) -> str:
    """Return the name of a merged segment, if one was given."""
    chinese = _MERGED_CHINESE if reading.utterance.chinese else ()
    return _name(reading, chinese, _MERGED_ENGLISH, before_first=False)[0]


def _name(
    reading: Reading, chinese: tuple[str, ...], english: tuple[str, ...], *, before_first: bool
) -> tuple[str, int]:
    if reading.quoted:
        _, start, end = reading.quoted[-1]
        return _bounded(reading.said(start + 1, end - 1)), start
    text = _with_first_segment_hidden(reading, all_of_them=not before_first)
    for pattern in (*chinese, *english):
        if found := re.search(
            pattern.replace("SEG", _HIDDEN).replace(" ?", r"\s*").replace(" ", r"\s+"), text
        ):
            start, end = found.span("name")
            lead = _LEADING.match(text[start:end])
            start += lead.end() if lead else 0
            name = _TRAILING.sub("", reading.said(start, end)).strip(" \"'“”‘’「」")
            if name:
                return _bounded(name), start
    return "", len(text)


def _with_first_segment_hidden(reading: Reading, *, all_of_them: bool) -> str:
    """Return the message with a mark, padded to equal length, where the renamed segment stands."""
    text = reading.folded
    for _, start, end in reading.segments if all_of_them else reading.segments[:1]:
        text = text[:start] + _HIDDEN.ljust(end - start) + text[end:]
    return text


def _bounded(name: str) -> str:
    return " ".join(_PARTING.sub(" ", name).split())[:_LONGEST]
