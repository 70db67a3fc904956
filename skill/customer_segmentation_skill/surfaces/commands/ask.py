"""``ask TEXT``: one message, one reply."""

from typing import TYPE_CHECKING

import click

from customer_segmentation_skill.surfaces.endings import WAITING
from customer_segmentation_skill.surfaces.options import Options, said

if TYPE_CHECKING:
    from customer_segmentation.workspace.workspace import Workspace
    from customer_segmentation_skill.chat.turn import Turn
    from customer_segmentation_skill.config import Brain


@click.command(help=said("help_ask"))
@click.argument("text")
@click.option("--thread", default="default", metavar="NAME", help=said("help_thread"))
@click.option("--json", "as_json", is_flag=True, help=said("help_json"))
@click.option("--yes", is_flag=True, help=said("help_yes"))
@click.option("--consent", is_flag=True, help=said("help_consent"))
@click.pass_context
def ask(ctx: click.Context, *, text: str, thread: str, as_json: bool, yes: bool, consent: bool) -> None:
    """Answer one message and leave with 3 if the person must decide or answer, with 1 if nothing could be done."""
    from customer_segmentation.workspace.approval import open_approvals
    from customer_segmentation_skill.chat.consent import give_consent, has_consent

    asked = ctx.ensure_object(Options)
    workspace, brain = asked.open(thread), asked.brain()
    asked.words = text
    if consent:
        give_consent(workspace, brain)
    waiting = {approval.id for approval in open_approvals(workspace)}
    turn = _answered(text, workspace, brain, asked.wanted_language, as_json=as_json)
    if yes:
        turn = _with_yes(turn, workspace, waiting, as_json=as_json)
    if as_json:
        click.echo(turn.model_dump_json())
    if turn.waits or not has_consent(workspace, brain):
        ctx.exit(WAITING)
    failed = [call for call in turn.tools if call.error]
    ctx.exit(1 if failed and not any(call.result_id for call in turn.tools) else 0)


def _answered(text: str, workspace: "Workspace", brain: "Brain", language: str, *, as_json: bool) -> "Turn":
    from customer_segmentation_skill.chat.conversation import Conversation
    from customer_segmentation_skill.surfaces.interruption import stoppable
    from customer_segmentation_skill.surfaces.screen import Screen, usage_words, window

    conversation = Conversation(workspace, brain, surface="ask", language=language)
    with stoppable(), Screen() as screen:
        if as_json:
            return conversation.send(text, progress=screen.step)
        turn = conversation.send(text, show=screen.show, progress=screen.step, window=window())
    if used := usage_words(turn):
        click.echo(used, err=True)
    return turn


def _with_yes(turn: "Turn", workspace: "Workspace", before: set[str], *, as_json: bool) -> "Turn":
    """Approve and do what this turn proposed, as far as ``--yes`` covers it."""
    from customer_segmentation_skill.chat.turn import ShownArtifact, ToolCall
    from customer_segmentation_skill.surfaces.consented import approved, covered_by_yes
    from customer_segmentation_skill.surfaces.screen import Screen

    for waiting in turn.pending:
        if waiting.id in before or not covered_by_yes(waiting.id, workspace):
            continue
        words, result = approved(waiting.id, workspace, turn.language, "ask --yes")
        call = ToolCall(name=waiting.tool, arguments=waiting.arguments, result_id=result.id, error="")
        made = [
            ShownArtifact(name=a.name, path=str(result.file(a)), media_type=a.media_type)
            for a in result.reply.artifacts
        ]
        turn = turn.model_copy(
            update={
                "reply": f"{turn.reply}\n\n{words}",
                "pending": [other for other in turn.pending if other.id != waiting.id],
                "tools": [*turn.tools, call],
                "artifacts": [*turn.artifacts, *made],
            }
        )
        if not as_json:
            with Screen() as screen:
                screen.show(f"\n{words}")
    return turn
