"""The prompts that hosts show as commands: the main job, advice on a segment, and a plan."""

from dataclasses import dataclass
from typing import Final

from mcp import types

from customer_segmentation.kit.assets import prompt_text
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.words import message, shown


@dataclass(frozen=True)
class _Prompt:
    """A prompt and the one thing it may be given besides the language."""

    name: str
    argument: str

    def described(self, language: str) -> types.Prompt:
        code = self.name.replace("-", "_")
        return types.Prompt(
            name=self.name,
            description=message(f"mcp_prompt_{code}", language),
            arguments=[
                types.PromptArgument(
                    name=self.argument, description=message(f"mcp_argument_{self.argument}", language)
                ),
                types.PromptArgument(name="language", description=message("mcp_argument_language", language)),
            ],
        )


_PROMPTS: Final = {
    one.name: one
    for one in (
        _Prompt("customer-segmentation", "file"),
        _Prompt("segment-advice", "segment"),
        _Prompt("optimisation-plan", "budget"),
    )
}


def listed(language: str) -> list[types.Prompt]:
    """Return the prompts with what they may be given."""
    return [one.described(language) for one in _PROMPTS.values()]


def filled(name: str, given: dict[str, str], language: str) -> types.GetPromptResult:
    """Return a prompt as a message of the person; what it was given is set in as one bounded line.

    Raises:
        InputError: There is no such prompt.
    """
    if name not in _PROMPTS:
        raise InputError("mcp_no_prompt", name=name, names=", ".join(_PROMPTS))
    one = _PROMPTS[name]
    value = shown(given.get(one.argument, ""))
    which = name if value else f"{name}.open"
    text = prompt_text(f"mcp/{which}.{language}.md").strip().replace("{given}", value)
    content = types.TextContent(text=text)
    return types.GetPromptResult(
        description=one.described(language).description,
        messages=[types.PromptMessage(role="user", content=content)],
    )
