"""Who agreed to be contacted by a channel, where the customer table says so.

Whoever refused in any column is left out of every audience. For a sending that is not enough: where a column is
about the channel, or about contact in general, only those who said yes in it go.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

from customer_segmentation.act.audience import Audience
from customer_segmentation.engine.sql_file import identifier

Channel = Literal["email", "sms", "phone", "post", "wechat"]

_ABOUT: Final[dict[str, re.Pattern[str]]] = {
    channel: re.compile(words, re.IGNORECASE)
    for channel, words in {
        "email": r"e.?mail|newsletter|邮",
        "sms": r"sms|text.?mess|短信",
        "phone": r"phone|(?<![a-z])call|电话|外呼",
        "post": r"post|letter(?<!newsletter)|信函|邮寄",
        "wechat": r"we.?chat|微信",
    }.items()
}
_AGREED: Final = (
    "'yes', 'y', 'true', '1', '1.0', 't', 'subscribed', 'opted in', 'opt-in', 'agreed', 'granted', "
    "'是', '同意', '已同意', '订阅', '已订阅'"
)


def about(channel: Channel, headings: Sequence[str]) -> list[str]:
    """Return the consent columns that count for a channel: those that name it, else those that name none."""
    named = [heading for heading in headings if _ABOUT[channel].search(heading)]
    general = [heading for heading in headings if not any(p.search(heading) for p in _ABOUT.values())]
    return named or general


def agreed(audience: Audience, headings: Sequence[str]) -> str:
    """Return SQL that tells whether a customer said yes, or gave the day on which they did, in each column."""
    wanted = [name for name, heading in audience.consent_columns.items() if heading in headings]
    rules = []
    for name in wanted:
        text = f"lower(trim(CAST({identifier(name)} AS VARCHAR)))"
        rules.append(f"COALESCE({text} IN ({_AGREED}) OR TRY_CAST({text} AS DATE) IS NOT NULL, FALSE)")
    return f"({' AND '.join(rules)})" if rules else "TRUE"
