"""Figures of something to pass on: set into its words, each traceable to the fact it stands for.

A figure that tells of fewer than five customers is not shown: what is passed on might let a person be recognised.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from customer_segmentation.kit.fact import Fact, split_key
from customer_segmentation.kit.format import Style, formatted
from customer_segmentation.kit.placeholder import set_in
from customer_segmentation.kit.prose import fact_meaning
from customer_segmentation.kit.reply import SMALLEST_GROUP, Reply, small_subjects
from customer_segmentation.kit.words import message, words_of

_PLACE: Final = re.compile("\ue000([0-9]+)\ue001")
"""Where a figure will stand. Data cannot hold it: characters for private use are taken out of words first."""
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Figure:
    """A figure as it is written.

    Attributes:
        text: What is written.
        key: Of the fact; ``meaning`` says it in words, ``origin`` how it came to be.
        told: Whether the value is written, and not hidden for being about a handful of people.
    """

    text: str
    key: str
    fact: Fact
    meaning: str
    origin: str
    told: bool


class Figures:
    """Sets figures in and remembers them, in order of appearance.

    Attributes:
        pictures: How many pictures were drawn.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.all: list[Figure] = []
        self.pictures = 0

    def figure(self, key: str, reply: Reply, style: Style = "prose") -> Figure:
        """Return a fact of a reply as it is written, and remember it; raises KeyError for no such fact."""
        fact = reply.facts[key]
        told = not tells_of_few(key, reply)
        made = Figure(
            text=formatted(fact, self.language, style) if told else self._few(fact),
            key=key,
            fact=fact,
            meaning=fact_meaning(key, reply, self.language),
            origin=words_of("labels", self.language)["kinds"][fact.kind.value],
            told=told,
        )
        self.all.append(made)
        return made

    def marked(self, draft: str, reply: Reply) -> str:
        """Return a draft with a mark for every placeholder, to be ``filled`` when its words are written."""

        def mark(found: re.Match[str]) -> str:
            style: Style = "approx" if found["style"] == "approx" else "table" if found["style"] else "prose"
            text = self.figure(found["key"], reply, style).text
            # Chinese sets no gap between 万 or 亿 and the word that follows.
            gap = "" if text.endswith(("万", "亿")) else found["gap"] or ""
            return f"\ue000{len(self.all) - 1}\ue001{gap}"

        return set_in(_PRIVATE.sub("", draft), mark)

    def filled(self, text: str, written: Callable[[Figure], str]) -> str:
        """Return a text with a figure for every mark."""
        return _PLACE.sub(lambda found: written(self.all[int(found[1])]), text)

    def _few(self, fact: Fact) -> str:
        return message("report_few" if fact.unit == "customers" else "report_hidden", self.language)


def tells_of_few(key: str, reply: Reply) -> bool:
    """Tell whether a fact is about so few customers that one might be recognised."""
    fact = reply.facts[key]
    few = fact.unit == "customers" and 0 < fact.number < SMALLEST_GROUP
    return few or split_key(key)[1] in small_subjects(reply)
