"""``profile``: what the person told about the shop."""

from typing import Any

import click

from customer_segmentation_skill.surfaces.options import Options, said


@click.command(help=said("help_profile"))
@click.argument("field", required=False)
@click.argument("value", required=False)
@click.pass_context
def profile(ctx: click.Context, *, field: str | None, value: str | None) -> None:
    """Show the profile or one field of it, or set a field; an empty value takes it back."""
    from customer_segmentation.kit.errors import InputError
    from customer_segmentation.workspace.profile import Profile

    asked = ctx.ensure_object(Options)
    root = asked.open().root
    found = Profile.read(root)
    if field and value is not None:
        found = found.told(field, value)
        found.write(root)
    known = found.model_dump(mode="json")
    if field and field not in known:
        raise InputError("profile_field_unknown", field=field, fields=", ".join(known))
    for name in [field] if field else known:
        click.echo(f"{name:<12} {_said(known[name])}".rstrip())


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "–"
    return "–" if value is None else str(value)
