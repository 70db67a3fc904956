"""The words of a playbook as a reply carries them: in every language, their days turned into facts.

A reply shows no bare figure, so ``within 7 days`` becomes ``within [[recommend.all.days_7]]``.
"""

import re
from typing import Any, Final

from customer_segmentation.advise.playbook import Bilingual, Playbook
from customer_segmentation.advise.prospect import Case
from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.words import LANGUAGES

_SPAN: Final = re.compile(r"(?<!第 )(?<!第)\b(\d+)(?: days?\b| ?天)")
_NTH: Final = re.compile(r"(?<=day )\d+\b|(?<=第 )\d+(?= 天)", re.IGNORECASE)

Said = dict[str, str]


class PlaybookWords:
    """Turns words into replies' words and keeps the facts that their days become."""

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self.facts: dict[str, Fact] = {}

    def playbook(self, playbook: Playbook) -> dict[str, Said]:
        """Return what a segment means, what to reach, the risk and what would prove it wrong, by language."""
        told = {
            "meaning": playbook.meaning,
            "goal": playbook.goal,
            "priority": playbook.priority_reason,
            "kpi": playbook.kpi,
            "risk": playbook.risk,
            "not_to_do": playbook.not_to_do,
            "wrong": playbook.what_would_prove_it_wrong,
        }
        return {name: self._said(words) for name, words in told.items()}

    def action(self, case: Case) -> dict[str, Any]:
        """Return an action: its id, channel and reach, and its words by language."""
        action = case.action
        told = {
            "name": action.name,
            "when": action.when,
            "how": action.how,
            "offer": action.offer_guidance,
        }
        return {
            "id": action.id,
            "channel": action.channel.value,
            "reach": case.reach.value,
            "discount": action.discount_rate is not None,
            **{name: self._said(words) for name, words in told.items()},
        }

    def _said(self, words: Bilingual) -> Said:
        said = {}
        for language in LANGUAGES:
            text = _SPAN.sub(lambda found: self._days("days", found[1]), words.text(language))
            said[language] = _NTH.sub(lambda found: self._days("day", found[0]), text)
        return said

    def _days(self, measure: str, number: str) -> str:
        key = f"{self._tool}.all.{measure}_{number}"
        unit = "days" if measure == "days" else "count"
        self.facts[key] = Fact(value=int(number), unit=unit, kind=Kind.PROPOSED)
        return f"[[{key}]]"
