"""A tool's request as command-line options: names, choices, ranges and help come from the request model.

``--customer-id`` and ``--customer_id`` are the same option; so are ``--from`` and ``--date-from``. Only what the
person gave is passed on, so that defaults stay where they are defined.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from customer_segmentation.kit.request import Request

_SEVERAL = "comma-separated"
"""Text fields that say so in their description may be given more than once."""


def normalised(token: str) -> str:
    """Return an option's or a choice's name as it is compared."""
    return token.replace("_", "-")


def options(request: "type[Request]", names: Collection[str] | None = None) -> list[click.Option]:
    """Return the options of a request's fields, of all or those named, in the model's order.

    The language of what is made is left out: every command takes ``--language``, and what is made is in it.
    """
    from customer_segmentation.kit.request import is_spoken

    schema = request.model_json_schema(by_alias=False)
    definitions = schema.get("$defs", {})
    return [
        _option(name, request.model_fields[name].alias, _plain(field, definitions))
        for name, field in schema.get("properties", {}).items()
        if (names is None or name in names) and not is_spoken(request.model_fields[name])
    ]


def _plain(field: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return a field's schema with references followed, and with the one type it has besides null."""
    if "$ref" in field:
        return _plain(
            {**definitions[field["$ref"].rsplit("/", 1)[-1]], **_without(field, "$ref")}, definitions
        )
    kinds = [kind for kind in field.get("anyOf", []) if kind.get("type") != "null"]
    if len(kinds) == 1:
        return _plain({**kinds[0], **_without(field, "anyOf")}, definitions)
    return field


def _without(field: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key != name}


def _option(name: str, alias: str | None, field: dict[str, Any]) -> click.Option:
    flags = [f"--{normalised(spelt)}" for spelt in dict.fromkeys((alias or name, name))]
    described = _help(field)
    kind = field.get("type")
    if kind == "boolean":
        first = f"{flags[0]}/--no-{normalised(name)}"
        return click.Option([name, first, *flags[1:]], is_flag=True, default=None, help=described)
    if kind == "array" or (kind == "string" and "enum" not in field):
        taken = _elements if kind == "array" else _text
        return click.Option([name, *flags], multiple=True, callback=taken, help=described)
    return click.Option([name, *flags], type=_type(kind, field), default=None, help=described)


def _help(field: dict[str, Any]) -> str:
    default = field.get("default")
    said = str(default).lower() if isinstance(default, bool) else default
    return f"{field.get('description', '')}{'' if said in {None, ''} else f'  [default: {said}]'}"


def _type(kind: str | None, field: dict[str, Any]) -> click.ParamType[Any]:
    if "enum" in field:
        return click.Choice([str(value) for value in field["enum"]], case_sensitive=False)
    if kind not in {"integer", "number"}:
        return click.STRING
    lowest, highest = field.get("minimum"), field.get("maximum")
    if kind == "integer":
        return click.IntRange(lowest, highest)
    above, below = field.get("exclusiveMinimum"), field.get("exclusiveMaximum")
    return click.FloatRange(
        above if lowest is None else lowest,
        below if highest is None else highest,
        min_open=above is not None,
        max_open=below is not None,
    )


def _text(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> str | None:
    """Return the one text given; several are joined where the field is a list, else refused."""
    if len(given) > 1 and _SEVERAL not in (getattr(param, "help", "") or ""):
        raise click.UsageError(f"{param.opts[0]} was given {len(given)} times; give it once.", ctx)
    return ",".join(given) if given else None


def _elements(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> list[str] | None:
    """Return the elements of a list given comma-separated, repeated, or both; quotes hold commas together."""
    import csv

    found = [part.strip() for line in csv.reader(given, skipinitialspace=True) for part in line]
    return [part for part in found if part] or None
