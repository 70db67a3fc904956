"""The rules of a text to customers: its length, its places for the shop's facts, no offer and no claim of its own.

They hold for the drafts here and for a text that a person or a model wrote. Lengths are reckoned with every place taken
at the length that such a fact usually has.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from customer_segmentation.act.copy.request import Form
from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.reply import Finding, Severity
from customer_segmentation.kit.words import LANGUAGES

_PLACE: Final = re.compile(r"[{｛]\s*([^{}｛｝\n]{1,40}?)\s*[}｝]")
_DIGIT: Final = re.compile(r"[0-9０-９]+(?:[.,:][0-9０-９]+)*")
_BODY: Final = ("body", "text", "intro", "opening")
"""Parts that a text without parts is measured as."""


@dataclass(frozen=True)
class Length:
    """How long a part is, its places filled, and how long it may be."""

    characters: int
    most: int


@cache
def _rules() -> dict[str, Any]:
    from yaml import CSafeLoader, load

    text = (prompts_path() / "copy" / "rules.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = load(text, Loader=CSafeLoader)
    return found


def places_in(text: str) -> list[str]:
    """Return the places for the shop's facts in a text, each once."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def lengths(parts: Mapping[str, str], form: Form, language: str) -> dict[str, Length]:
    """Return how long each part is and may be."""
    limits = _rules()["limits"][form.value]
    return {
        part: Length(_filled(text), int(limits[part][language]))
        for part, text in parts.items()
        if part in limits
    }


def main_part(form: Form) -> str:
    """Return the part that holds most of what a channel says."""
    limits = _rules()["limits"][form.value]
    return next(part for part in _BODY if part in limits)


def problems(parts: Mapping[str, str], form: Form, language: str, offer: str = "") -> list[Finding]:
    """Return where a text breaks a rule; ``offer`` is what may be given away, in the words it is named in."""
    whole = "\n".join(parts.values())
    own = _PLACE.sub(" ", whole.replace(offer, " ") if offer else whole)
    found = [
        _broken("draft_too_long", part=part, characters=str(one.characters), most=str(one.most))
        for part, one in lengths(parts, form, language).items()
        if one.characters > one.most
    ]
    known = {name for each in LANGUAGES for name in _rules()["placeholders"][each]}
    found += [_broken("draft_place_unknown", place=place) for place in places_in(whole) if place not in known]
    figure = _DIGIT.search(own)
    said = {
        "draft_gives": "" if offer else _first("giving", own),
        "draft_claims": _first("claims", own),
        "draft_figure": figure[0] if figure else "",
    }
    found += [_broken(code, words=words) for code, words in said.items() if words]
    way_out = _rules()["way_out"].get(form.value, [])
    if way_out and not any(place in whole for place in way_out):
        found.append(_broken("draft_no_way_out", place=" / ".join(way_out)))
    return found


def gives(text: str) -> str:
    """Return the first words of a text that give something away; empty if none do."""
    return _first("giving", text)


def _first(rule: str, text: str) -> str:
    for language in LANGUAGES:
        said = re.search(_rules()[rule][language], text, re.IGNORECASE)
        if said:
            return said[0].strip()
    return ""


def _filled(text: str) -> int:
    """Return how many characters a text has once its places are filled."""
    known = {name: int(size) for each in LANGUAGES for name, size in _rules()["placeholders"][each].items()}
    return len(_PLACE.sub(lambda place: "x" * known.get(place[1], len(place[1])), text))


def _broken(code: str, **values: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, values=values)
