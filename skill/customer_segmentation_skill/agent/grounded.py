"""No unchecked draft reaches a person: figures and comparisons in a brain's prose must stand on facts.

A draft with problems goes back to the model once, with the complaint; what remains is marked.
"""

from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, HumanMessage

from customer_segmentation.kit.grounding import Problem, check, complaint, marked
from customer_segmentation_skill.agent.session import Session

_TEMPLATES_MAY_SAY = frozenset({"bare_number", "comparison"})
"""The offline brain speaks from templates, whose own words (a timing, a plain rule) are reviewed and tested."""

Handler = Callable[[ModelRequest[Any]], ModelResponse[Any]]


class Grounded(AgentMiddleware[Any, Any, Any]):
    """Checks every final draft against the thread's ledger."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def wrap_model_call(self, request: ModelRequest[Any], handler: Handler) -> ModelResponse[Any]:
        """Check the draft; on problems ask once for another, then mark what remains."""
        response = handler(request)
        draft = _final(response)
        if draft is None:
            return response
        problems = self._problems(draft)
        if problems and not self._session.brain.is_offline:
            again = [*request.messages, draft, HumanMessage(complaint(problems))]
            repaired = handler(request.override(messages=again))
            redraft = _final(repaired)
            if redraft is None:
                return repaired
            response, draft = repaired, redraft
            problems = self._problems(draft)
        if not problems:
            return response
        text = marked(draft.text, problems, self._session.language)
        return ModelResponse(result=[draft.model_copy(update={"content": text})])

    def _problems(self, draft: AIMessage) -> list[Problem]:
        found = check(draft.text, self._session.ledger)
        if not self._session.brain.is_offline:
            return found
        return [problem for problem in found if problem.kind not in _TEMPLATES_MAY_SAY]


def _final(response: ModelResponse[Any]) -> AIMessage | None:
    """Return the draft for the person, or None while tools are still being called."""
    last = response.result[-1]
    return last if isinstance(last, AIMessage) and not last.tool_calls and last.text else None
