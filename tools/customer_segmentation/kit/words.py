"""Words by language: messages, labels, units and names, read from ``prompts/``.

Values that come from data are bounded and stripped of control characters before they are set into a
sentence, so that a column name can neither flood a reply nor smuggle in escape codes or placeholders.
"""

import re
from functools import cache
from typing import Any, Final

from customer_segmentation.kit.assets import prompts_path

LANGUAGES: Final = ("en", "zh")
_LONGEST_VALUE: Final = 120
_NUMBERED: Final = re.compile(r"(\w+?)_(\d+)(_low|_high)?")


@cache
def words_of(name: str, language: str) -> dict[str, Any]:
    """Return the words of ``prompts/<name>/*.<language>.yaml`` as one dictionary; English for others.

    Each room has a file of its own; sections of the same name are merged, and a key stands only once.
    """
    from yaml import CSafeLoader, load

    known = language if language in LANGUAGES else "en"
    merged: dict[str, Any] = {}
    for path in sorted((prompts_path() / name).glob(f"*.{known}.yaml")):
        loaded = load(path.read_text(encoding="utf-8"), Loader=CSafeLoader)
        for key, value in (loaded or {}).items():
            merged[key] = {**merged.get(key, {}), **value} if isinstance(value, dict) else value
    return merged


def shown(value: object) -> str:
    """Return a data value as one bounded line that cannot carry markup codes or placeholders."""
    text = str(value)
    printable = "".join(c if c.isprintable() else " " for c in text[: 4 * _LONGEST_VALUE])
    calm = " ".join(printable.split()).replace("[[", "[ [").replace("]]", "] ]")
    return calm if len(calm) <= _LONGEST_VALUE else calm[: _LONGEST_VALUE - 1] + "…"


def message(code: str, language: str, **values: object) -> str:
    """Return the message ``code`` with ``values`` set in; raises KeyError for an unknown code."""
    text: str = words_of("messages", language)[code]
    return text.strip().format_map({name: shown(value) for name, value in values.items()})


def label(measure: str, language: str, *, tool: str = "", subject: str = "") -> str:
    """Return what a measure means, such as "customers in Champions"."""
    text = of_measure("measures", measure, language, tool=tool) or measure.replace("_", " ")
    return text.format(subject=subject)


def of_measure(section: str, measure: str, language: str, *, tool: str = "") -> str:
    """Return the words of a measure in a section of the labels, empty if there are none.

    A measure with a number, such as ``retention_3``, has the words of ``retention_n`` with its number as {n}.
    """
    labels = words_of("labels", language)[section]
    text: str = labels.get(f"{tool}.{measure}") or labels.get(measure, "")
    numbered = None if text else _NUMBERED.fullmatch(measure)
    if numbered:
        name = f"{numbered[1]}_n{numbered[3] or ''}"
        text = labels.get(f"{tool}.{name}") or labels.get(name, "")
        return text.replace("{n}", numbered[2])
    return text


def name_of(subject: str, language: str) -> str | None:
    """Return the built-in name of a subject id such as ``cant_lose``, or None if it has none."""
    name: str | None = words_of("labels", language)["subjects"].get(subject)
    return name
