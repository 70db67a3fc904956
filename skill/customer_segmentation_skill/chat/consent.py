"""Consent: nothing goes to an endpoint off this machine before a person agreed to it once."""

from customer_segmentation.kit.words import message
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.config import Brain

_EVERYWHERE = "*"


def has_consent(workspace: Workspace, brain: Brain) -> bool:
    """Tell whether this brain may be used: it is on this machine, or a person agreed to its host."""
    if brain.is_offline or brain.is_local:
        return True
    return workspace.journal.setting(_EVERYWHERE, f"consent:{brain.host}") == "yes"


def give_consent(workspace: Workspace, brain: Brain) -> None:
    """Enter that a person agreed to the brain's host."""
    workspace.journal.set_setting(_EVERYWHERE, f"consent:{brain.host}", "yes")


def consent_notice(brain: Brain, language: str) -> str:
    """Return what would be sent and where, and how to agree."""
    return message("consent_needed", language, model=brain.model, host=brain.host)
