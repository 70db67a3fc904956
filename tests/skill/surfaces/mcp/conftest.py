import shutil

import anyio
import pytest
from mcp import Client, types

from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.surfaces.mcp.server import mcp_server
from customer_segmentation_skill.surfaces.mcp.serving import Serving

SOURCE = "shop/orders.csv"


@pytest.fixture(scope="session")
def read_before(tmp_path_factory):
    """A folder with a demo shop and a workspace in which it was read and segmented in another thread."""
    from customer_segmentation.catalogue import find_tool
    from customer_segmentation.data.demo_shop import write_demo_shop
    from customer_segmentation.recipes.invoke import invoke

    folder = tmp_path_factory.mktemp("read_before")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_demo_shop(folder / "shop", customers=400)
        workspace = Workspace.open(folder / "workspace", thread="before")
        invoke(find_tool("rfm_segments"), {"source": SOURCE}, workspace)
    return folder


@pytest.fixture
def workspace(here, read_before):
    """A workspace that need not read the demo shop beside it again."""
    shutil.copytree(read_before, here, dirs_exist_ok=True)
    return Workspace.open(here / "workspace")


@pytest.fixture
def hosted(workspace):
    """Let a host talk with the server, in memory and in either era; a form is what its person does with forms."""

    def run(talk, *, mode="auto", form=None, language="en"):
        async def main():
            server = mcp_server(Serving(workspace, language))
            async with Client(server, mode=mode, elicitation_callback=form) as client:
                return await talk(client)

        return anyio.run(main)

    return run


@pytest.fixture
def person():
    """Make a person who does one thing with every form, and remembers what they were asked."""

    def made(action, **content):
        async def fill(_context, params):
            fill.asked.append(params.message)
            return types.ElicitResult(action=action, content=content or None)

        fill.asked = []
        return fill

    return made
