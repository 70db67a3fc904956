"""What was drawn or written last once more, with another look: "and in Chinese?", "the same in dark", 再来一份英文的."""

import re
from typing import Final

from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Understanding

_LOOKS: Final = {
    "chart": ("languages", "themes"),
    "report": ("languages", "report_formats"),
    "optimise": ("languages",),
    "draft": ("languages", "draft_channels"),
}
"""By what was made: the sections of terms that tell how it looks."""
_FILLS: Final = {
    "languages": "language",
    "themes": "theme",
    "report_formats": "format",
    "draft_channels": "channel",
}
_ONCE_MORE: Final = re.compile(
    r"^(?:(?:ok|okay|please|good|nice|great|now|and|also|then|so|or)[ ,]*)*"
    r"(?:(?P<again>and|also|again|(?:the )?same(?: one| thing)?|that(?: one)?|it|this(?: one)?|once more|another(?: one| copy)?"
    r"|make (?:it|that)|do (?:it|that)|save (?:it|that)|give (?:it|that) to me|can i (?:have|get) (?:it|that))(?: again| too)?[ ,]+)?"
    r"(?:(?:in|as|with|into|an?|the) )*(?P<look>[a-z ]+?)"
    r"(?P<kind> (?:version|copy|edition|one|file|background|theme|mode))?(?P<too> too| as well| also| instead)?(?: please)?[?.! ]*$"
    r"|^(?P<zh_again>再|也|还|那|同样|要|换|改)*(?:来|要|出|做|画|写|给我|成|用|为)*(?:一)?(?:份|张|版|个|条|封|段)?(?P<zh_look>[\u4e00-\u9fffa-z]+?)"
    r"(?P<zh_kind>的|版本?|格式)*(?:一)?(?P<zh_too>份|张|也要|呢|吧|个)*[?？。!！ ]*$"
)


def made_again(reading: Reading) -> Understanding | None:
    """Return the last picture or report with what a short message changes of it; None for anything else.

    A bare "in Chinese, please" is a wish for the talk, so something must point at what was made.
    """
    situation = reading.situation
    if situation.last_intent not in _LOOKS:
        return None
    said = _ONCE_MORE.match(reading.folded.strip())
    if said is None:
        return None
    pointed = any(said[group] for group in ("again", "kind", "too", "zh_again", "zh_kind", "zh_too")) or (
        reading.folded.lstrip().startswith(("and ", "also "))
    )
    look = (said["look"] or said["zh_look"] or "").strip()
    sections = _LOOKS[situation.last_intent]
    changes = {_FILLS[section]: first_term(section, look) for section in sections}
    changed = {slot: value for slot, value in changes.items() if value}
    pointed = pointed or (situation.last_intent == "draft" and "channel" in changed)
    if not changed or not pointed or len(look.split()) > 3:  # noqa: PLR2004 - a look and no more
        return None
    return Understanding(situation.last_intent, {**situation.last_slots, **changed})
