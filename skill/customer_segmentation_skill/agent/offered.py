"""Which tools a model is offered: at most ten at a time, by how far the thread has come."""

from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.tools import BaseTool

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.agent.session import Session

MOST = 10
_BY_STATE = {
    "empty": ("analyse_customers", "load_data"),
    "loaded": (
        "analyse_customers",
        "load_data",
        "describe_data",
        "query_data",
        "define_segment",
        "rfm_segments",
    ),
    "segmented": (
        "analyse_customers",
        "load_data",
        "describe_data",
        "query_data",
        "define_segment",
        "rfm_segments",
        "recommend",
        "export_audience",
    ),
}


def state_of(workspace: Workspace) -> str:
    """Return how far a thread has come: ``empty``, ``loaded`` or ``segmented``."""
    for state, produces in (("segmented", "segmentation"), ("loaded", "dataset")):
        try:
            workspace.resolve("latest", produces)
        except InputError:
            continue
        return state
    return "empty"


class Offered(AgentMiddleware[Any, Any, Any]):
    """Offers the tools that make sense now."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Leave out the tools that cannot be used yet."""
        names = _BY_STATE[state_of(self._session.workspace)]
        kept: list[BaseTool | dict[str, Any]] = [
            tool for tool in request.tools if isinstance(tool, BaseTool) and tool.name in names
        ]
        return handler(request.override(tools=kept[:MOST]))
