"""``doctor``: what is installed, which brain answers, whether it can be reached, and the workspace; or one host."""

from typing import TYPE_CHECKING

import click

from customer_segmentation_skill.surfaces.hosts import HOSTS
from customer_segmentation_skill.surfaces.options import Options, said

if TYPE_CHECKING:
    from customer_segmentation_skill.surfaces.checks import Check


@click.command(help=said("help_doctor"))
@click.option("--host", type=click.Choice(list(HOSTS)), default=None, help=said("help_host"))
@click.pass_context
def doctor(ctx: click.Context, *, host: str | None) -> None:
    """Print one line per check and leave with 1 if one of them failed."""
    from customer_segmentation_skill.surfaces.lines import calm

    asked = ctx.ensure_object(Options)
    checks = _of_host(host, asked) if host else _of_product(asked)
    for check in checks:
        click.echo(calm(f"{'ok' if check.fine else '! '} {check.words}"))
    if host:
        _show_lines(host, asked)
    ctx.exit(0 if all(check.fine for check in checks) else 1)


def _of_product(asked: Options) -> "list[Check]":
    from customer_segmentation_skill.surfaces.checks import (
        brain_checks,
        installed,
        prompts_found,
        workspace_check,
    )

    workspace, language = asked.open(), asked.spoken()
    return [
        *installed(language),
        *brain_checks(asked.brain(), workspace, language),
        workspace_check(workspace, language),
        prompts_found(language),
    ]


def _of_host(name: str, asked: Options) -> "list[Check]":
    from customer_segmentation_skill.surfaces.host_checks import host_checks

    return list(host_checks(HOSTS[name], asked.spoken()))


def _show_lines(name: str, asked: Options) -> None:
    from customer_segmentation.kit.words import message
    from customer_segmentation_skill.surfaces.hosts import config_of, lines_for

    host = HOSTS[name]
    code = "doctor_host_type" if host.adding else "doctor_host_write"
    click.echo(f"\n{message(code, asked.spoken(), path=config_of(host) or '')}\n")
    for line in lines_for(host):
        click.echo(line)
