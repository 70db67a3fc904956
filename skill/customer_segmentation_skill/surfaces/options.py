"""What every command takes: the workspace, the brain, the language; given before or after the command's name."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from customer_segmentation.kit.errors import SegmentationError
from customer_segmentation.kit.words import LANGUAGES, message
from customer_segmentation_skill.chat.language import language_of, locale_language

if TYPE_CHECKING:
    from customer_segmentation.workspace.workspace import Workspace
    from customer_segmentation_skill.config import Brain

_AUTO = "auto"


@dataclass
class Options:
    """What was asked for on the command line, and the workspace once it is open."""

    workspace: str = ""
    model: str = ""
    language: str = ""
    words: str = ""
    """What the person wrote, as far as it tells their language."""
    opened: "Workspace | None" = None

    def open(self, thread: str = "default") -> "Workspace":
        """Open the workspace; raises InputError if it cannot be written."""
        from customer_segmentation.workspace.workspace import Workspace

        self.opened = Workspace.open(self.workspace or None, thread=thread)
        return self.opened

    @property
    def elsewhere(self) -> str:
        """What a command must be given to find the same workspace again; nothing for the usual one."""
        import shlex

        return f" --workspace {shlex.quote(self.workspace)}" if self.workspace else ""

    def brain(self) -> "Brain":
        """Return the brain asked for, by option or environment."""
        from customer_segmentation_skill.config import chosen_brain

        return chosen_brain(self.model)

    @property
    def wanted_language(self) -> str:
        """The language asked for, or nothing."""
        return "" if self.language == _AUTO else self.language

    def spoken(self) -> str:
        """Return the language to answer in: asked for, Chinese words, the profile's, the locale's, English."""
        typed = "zh" if language_of(self.words) == "zh" else ""
        return self.wanted_language or typed or self._settled() or locale_language() or LANGUAGES[0]

    def _settled(self) -> str:
        if self.opened is None:
            return ""
        try:
            language = self.opened.profile.language
        except SegmentationError:
            return ""
        return "" if language == _AUTO else language


def said(code: str, **values: object) -> str:
    """Return the message ``code`` in the language of the locale: for help, before anything is known."""
    return message(code, locale_language() or LANGUAGES[0], **values)


def shared_options(taken: set[str]) -> list[click.Option]:
    """Return the options that every command takes, save those whose names are ``taken``."""
    made = [
        _shared("workspace", "PATH", said("help_workspace")),
        _shared("model", "NAME", said("help_model")),
        _shared("language", "", said("help_language"), click.Choice([*LANGUAGES, _AUTO])),
    ]
    return [option for option in made if option.name not in taken]


def _shared(name: str, metavar: str, words: str, kind: "click.Choice[str] | None" = None) -> click.Option:
    def keep(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        if value is not None:
            setattr(ctx.ensure_object(Options), name, value)

    return click.Option(
        [f"--{name}"], metavar=metavar or None, type=kind, help=words, expose_value=False, callback=keep
    )
