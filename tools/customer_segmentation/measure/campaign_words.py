"""What the columns and cells of a campaign's file are called; the words stand in ``prompts/lexicon/campaign.yaml``."""

from dataclasses import dataclass
from functools import cache

from customer_segmentation.data.understand.lexicon import plain
from customer_segmentation.kit.assets import prompt_text


@dataclass(frozen=True)
class CampaignWords:
    """Headers by role as they are compared, the likeliest first; and cells in lower case.

    Attributes:
        headers: Of arm, held_out, sent_on and outcome.
        control: Cells that cannot mean anything but left alone.
        likely_control: Cells that mean it in a column of who was contacted.
        yes: Cells that mean left alone in a column of who was held out.
    """

    headers: dict[str, list[str]]
    control: frozenset[str]
    likely_control: frozenset[str]
    yes: frozenset[str]

    def means(self, role: str, header: str) -> bool:
        """Tell whether a header means a role."""
        return plain(header) in self.headers[role]


@cache
def campaign_words() -> CampaignWords:
    """Return the words."""
    from yaml import CSafeLoader, load

    words = load(prompt_text("lexicon/campaign.yaml"), Loader=CSafeLoader)
    return CampaignWords(
        headers={
            role: [plain(name) for name in words[role]] for role in ("arm", "held_out", "sent_on", "outcome")
        },
        control=frozenset(words["control"]["sure"]),
        likely_control=frozenset(words["control"]["likely"]),
        yes=frozenset(words["affirmed"]),
    )
