"""``doctor``: what is installed, which brain answers, whether it can be reached, and the workspace."""

import click

from customer_segmentation_skill.surfaces.options import Options, said


@click.command(help=said("help_doctor"))
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Print one line per check and leave with 1 if one of them failed."""
    from customer_segmentation_skill.surfaces.checks import (
        brain_checks,
        installed,
        prompts_found,
        workspace_check,
    )
    from customer_segmentation_skill.surfaces.lines import calm

    asked = ctx.ensure_object(Options)
    workspace, language = asked.open(), asked.spoken()
    checks = [
        *installed(language),
        *brain_checks(asked.brain(), workspace, language),
        workspace_check(workspace, language),
        prompts_found(language),
    ]
    for check in checks:
        click.echo(calm(f"{'ok' if check.fine else '! '} {check.words}"))
    ctx.exit(0 if all(check.fine for check in checks) else 1)
