"""What a message tells about a text to customers: to whom, by which channel, in which language, with which offer."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Understanding

Slots = dict[str, Any]

_SHORT: Final = 40

_OFFER: Final = re.compile(
    r"\b(?P<en>\d{1,2} ?% (?:off|discount)|(?:an? )?\d{1,2} ?% (?:voucher|coupon)|free (?:shipping|delivery))(?![a-z])"
    r"|(?P<zh>打?[一二三四五六七八九1-9][一二三四五六七八九0-9]?\.?折|优惠 ?\d{1,2} ?%|\d{1,2} ?% ?(?:优惠|折扣)|满 ?\d+ ?减 ?\d+|包邮)"
)


def draft_slots(reading: Reading) -> Slots:
    """Return segment, channel, language and offer, as far as they are told."""
    named = [segment for segment, *_ in (reading.segments or reading.described)]
    offer = _OFFER.search(reading.folded)
    slots = {
        "segment": named[0] if named else "",
        "channel": first_term("draft_channels", reading.folded),
        "language": first_term("languages", reading.folded),
        "offer": reading.said(*offer.span()).removeprefix("打") if offer else "",
    }
    return {slot: value for slot, value in slots.items() if value}


def drafted_again(reading: Reading) -> Understanding | None:
    """Read "with 10% off" after a draft as the same draft with that offer; None for anything else."""
    situation = reading.situation
    if situation.last_intent != "draft" or len(reading.folded) > _SHORT:
        return None
    told = draft_slots(reading)
    return Understanding("draft", {**situation.last_slots, **told}) if told.get("offer") else None
