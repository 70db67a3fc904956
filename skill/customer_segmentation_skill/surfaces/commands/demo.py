"""``demo``: the main job on the built-in demo shop, as it would be asked in a chat."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from customer_segmentation_skill.surfaces.options import Options, said

if TYPE_CHECKING:
    from customer_segmentation_skill.surfaces.screen import Screen


@click.command(help=said("help_demo"))
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("demo"), help=said("help_demo_folder")
)
@click.pass_context
def demo(ctx: click.Context, *, folder: Path) -> None:
    """Write the demo shop unless it is there, and answer the main command on it with the offline brain."""
    from customer_segmentation.kit.words import message
    from customer_segmentation_skill.chat.conversation import Conversation
    from customer_segmentation_skill.config import OFFLINE, Brain
    from customer_segmentation_skill.surfaces.interruption import stoppable
    from customer_segmentation_skill.surfaces.screen import Screen, window
    from customer_segmentation_skill.surfaces.typed_source import command_for

    asked = ctx.ensure_object(Options)
    language: Literal["en", "zh"] = "zh" if asked.spoken() == "zh" else "en"
    thread = f"demo-{language}"
    workspace = asked.open(thread)
    with Screen() as screen:
        command = command_for([_orders(folder, language, screen)])
    screen.typed(command)
    screen.gap()
    with stoppable(), screen:
        conversation = Conversation(workspace, Brain(OFFLINE), surface="demo", language=language)
        conversation.send(command, show=screen.show, progress=screen.step, window=window())
    screen.gap()
    screen.note(message("demo_goes_on", language, thread=thread))


def _orders(folder: Path, language: Literal["en", "zh"], screen: "Screen") -> str:
    """Return the path of the demo shop's order file; an existing one is left as it is."""
    from customer_segmentation.data.demo.edition import EDITIONS
    from customer_segmentation.data.demo_shop import write_demo_shop
    from customer_segmentation.kit.errors import InputError
    from customer_segmentation.kit.words import message

    path = folder / EDITIONS[language].orders_file
    if not path.exists():
        screen.step(message("progress_demo_shop", language))
        try:
            write_demo_shop(folder, language=language)
        except OSError as error:
            raise InputError("demo_not_written", path=folder, problem=error.strerror or error) from error
    return str(path)
