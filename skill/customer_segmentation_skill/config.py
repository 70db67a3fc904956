"""Which brain drives the conversation, and how it is reached."""

import os
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

OFFLINE = "offline"
MODEL_VARIABLE = "CUSTOMER_SEGMENTATION_MODEL"
_DEFAULT_MODEL = "gpt-5-mini"
_OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True)
class Brain:
    """The chosen brain.

    Attributes:
        model: ``offline``, or the model's name at its endpoint.
        base_url: The endpoint; empty for the offline brain.
    """

    model: str
    base_url: str = ""
    api_key: str = ""

    @property
    def is_offline(self) -> bool:
        """Whether the rule-based brain is meant."""
        return self.model == OFFLINE

    @property
    def name(self) -> str:
        """What to call it: ``offline`` or ``openai:MODEL``."""
        return OFFLINE if self.is_offline else f"openai:{self.model}"

    @property
    def host(self) -> str:
        """The endpoint's host and port."""
        return urlsplit(self.base_url).netloc

    @property
    def is_local(self) -> bool:
        """Whether the endpoint is on this machine, so that nothing leaves it."""
        name = urlsplit(self.base_url).hostname or ""
        try:
            return ip_address(name).is_loopback
        except ValueError:
            return name == "localhost"

    def __repr__(self) -> str:
        return f"Brain({self.name}, {self.base_url})"


def chosen_brain(wanted: str = "") -> Brain:
    """Return the brain asked for, by option or environment; offline when there is neither key nor endpoint."""
    wanted = wanted or os.environ.get(MODEL_VARIABLE, "")
    key = os.environ.get("OPENAI_API_KEY", "")
    base_url = os.environ.get("OPENAI_BASE_URL", "")
    if wanted == OFFLINE or not (key or base_url or wanted):
        return Brain(OFFLINE)
    model = wanted.removeprefix("openai:") or _DEFAULT_MODEL
    return Brain(model, base_url or _OPENAI, key)
