"""A chat model at an OpenAI-compatible endpoint, and what its failures mean for a person."""

from typing import TYPE_CHECKING

from customer_segmentation.kit.errors import InputError
from customer_segmentation_skill.config import Brain

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def chat_model(brain: Brain) -> "BaseChatModel":
    """Return the chat model of an endpoint. Retries are the graph's; responses-API switching is off."""
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=brain.model,
        base_url=brain.base_url,
        api_key=SecretStr(brain.api_key or "none"),
        use_responses_api=False,
        max_retries=0,
        timeout=120,
        stream_usage=True,
        tags=["nostream"],
    )


def is_passing(error: Exception) -> bool:
    """Tell whether a failure may pass when tried again."""
    import openai

    passing = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
    return isinstance(error, passing)


def endpoint_problem(error: Exception, brain: Brain) -> InputError | None:
    """Return what a failure of the endpoint means, or None if it is no failure of the endpoint."""
    import openai

    codes: list[tuple[type[Exception], str]] = [
        (openai.AuthenticationError, "endpoint_key_wrong"),
        (openai.PermissionDeniedError, "endpoint_key_wrong"),
        (openai.NotFoundError, "endpoint_model_unknown"),
        (openai.RateLimitError, "endpoint_busy"),
        (openai.APIConnectionError, "endpoint_down"),
        (openai.APIStatusError, "endpoint_failed"),
        (openai.OpenAIError, "endpoint_failed"),
    ]
    for kind, code in codes:
        if isinstance(error, kind):
            status = getattr(error, "status_code", "")
            return InputError(
                code, model=brain.model, host=brain.host, problem=status or type(error).__name__
            )
    return None
