import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def demo_file(here):
    """A small demo shop beside the workspace, as a person would have it."""
    from customer_segmentation.data.demo_shop import write_demo_shop

    return write_demo_shop(here / "shop", customers=400).orders.relative_to(here)


@pytest.fixture
def talk(workspace):
    """Send messages in one thread, offline unless an endpoint is given; returns the turn."""
    from customer_segmentation_skill.chat.conversation import Conversation
    from customer_segmentation_skill.config import Brain

    def send(text, *, endpoint=None, thread="default", **options):
        brain = Brain("offline") if endpoint is None else Brain("scripted", endpoint.url, "key")
        return Conversation(workspace.with_(thread=thread), brain, **options).send(text)

    return send
