"""Which column a person says is which: the order id is wrong, it is order_no."""

import re
from typing import Final

from customer_segmentation_skill.offline.reading.cues import found_terms
from customer_segmentation_skill.offline.reading.reading import Reading

_IDENTIFIER: Final = re.compile(
    r"(?<![\w.])[a-z][a-z0-9]*(?:[_.][a-z0-9]+)+(?![\w.])|(?<![\w.])[a-z]+[0-9]+(?![\w.])"
)
_FOR: Final = re.compile(
    r"(?:\bit(?:'s| is| should be| must be)|\bshould (?:be|read|use)|\bmust be|\bis(?: actually| really| in fact)?(?: in| called| named| stored in| found in)?|\bare(?: in)?|\buse|\btake|"
    r"\bto|=|\bin|\bas|\bcolumn|\bfield|\bfrom|\bwith|\bread|\bwas|应该是|应该用|应为|应用|用|是|改成|换成|为|改用|在|取|选|看|就是|叫|列)"
    r"(?: the)?(?: column| field)?(?: called| named)?[\s:：\"'“]*$"
)
_AGAINST: Final = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\bover|不是|不要用|别用|而不是|不用|不该用)(?: the)?(?: column)?[\s\"'“]*$"
)
_NOT_THIS: Final = re.compile(
    r"^[\"'”]?\s*(?:is|was)(?: not|n't| only| just| (?:the )?(?:shipment|delivery|wrong|parcel|row|line|internal|gross|net|tax|a |an ))|^[\"'”]?\s*(?:不是|不对|错|只是|有误)"
    r"|^[\"'”]?\s*isn't"
)
_THIS: Final = re.compile(
    r"^[\"'”]?\s*(?:column |field )?(?:as|for|is|holds|contains|has|means|=)(?: (?:the|my|our|a|an|really|actually|real|actual|true|correct|right))* "
    r"|^[\"'”]?\s*(?:这一?列|列|字段)?(?:才是|就是|作为|当作?|当成|做|算|表示|代表|是真正)"
)
_LAST_RESORT: Final = (
    (
        r"(?:it(?:'s| is| should be)|should be|should read|use|take|switch(?:ed)? to|change (?:it )?to|is (?:actually |really )?(?:in |called )?|are in) "
        r"(?:the |column |field |called )*(?P<name>[\w][\w ]{0,30}?)(?= (?:instead|as|for|column|field|not|rather|please|and)\b|[,.;!]|$)"
    ),
    r"(?:应该是|应该用|应为|请用|改用|改成|换成|用的?是|而是|是在|是|用|取)(?:的是)?(?P<name>[^\s，。,;；!！]{2,12}?)(?=这一?列|那一?列|列|字段|才对|[，。,;；!！]|作为|当|$)",
    r"(?:用|把|将|拿|以)(?P<name>[^\s，。,;；!！]{2,12}?)(?:这一?列|列|字段)?(?:作为|当作?|当成|设为|做|视为|算)",
)


def role_in(reading: Reading) -> str:
    """Return the role that a message speaks of, such as ``order_id``; empty if none."""
    column = column_in(reading).lower()
    at = reading.folded.rfind(column) if column else -1
    found = [
        (role, start, end)
        for role, start, end in found_terms("roles", reading.folded)
        if not at <= start < at + len(column)
    ]
    if not found:
        return ""
    named = [
        one
        for one in found
        if re.match(r"\s*(?:column|field|id|列|字段)|.*(?:wrong|错|不对)", reading.folded[one[2] :])
    ]
    return _weightiest(found, named)


def _weightiest(found: list[tuple[str, int, int]], named: list[tuple[str, int, int]]) -> str:
    """Prefer a role of several words, then one that is called wrong, then the first."""
    return max(found, key=lambda one: (one[2] - one[1] > len("customers"), one in named, -one[1]))[0]


def candidates(reading: Reading) -> list[tuple[str, int, int]]:
    """Return what may be a column: quoted, a header of the data, or an identifier."""
    found = [(reading.said(start + 1, end - 1), start, end) for _, start, end in reading.quoted]
    found += [(reading.said(*m.span()), *m.span()) for m in _IDENTIFIER.finditer(reading.folded)]
    taken = [(start, end) for _, start, end in found]
    found += [
        (reading.said(start, end), start, end)
        for _, start, end in reading.headers
        if all(end <= s or e <= start for s, e in taken)
    ]
    return sorted(found, key=lambda one: one[1])


def column_in(reading: Reading) -> str:
    """Return the column that a message says is the right one; empty if none."""
    text = reading.folded
    best: tuple[int, str] = (0, "")
    for name, start, end in candidates(reading):
        before, after = text[:start], text[end:]
        points = 1 if _is_name(name) else 0
        points += 2 * bool(_FOR.search(before)) + 2 * bool(_THIS.match(after))
        points -= 4 * bool(_AGAINST.search(before)) + 4 * bool(_NOT_THIS.match(after))
        if points > best[0]:
            best = (points, name)
    return best[1] or _after_words(reading)


def _is_name(name: str) -> bool:
    """Tell a name that can only be a column from a word that is a role too."""
    return bool(re.search(r"[_\d]|[A-Z].*[A-Z]| ", name)) or not found_terms("roles", name.lower())


def _after_words(reading: Reading) -> str:
    for pattern in _LAST_RESORT:
        if found := re.search(pattern, reading.folded):
            name = reading.said(*found.span("name"))
            if name and name.lower() not in {"wrong", "not", "the", "错的", "错了", "不对", "这个", "哪个"}:
                return name
    return ""
