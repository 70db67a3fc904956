"""What Klaviyo says is wrong with single profiles: where they stand in a request, and its word for why.

Its errors are those of JSON:API: ``code``, and ``source.pointer`` such as ``/data/attributes/profiles/data/3/…``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from customer_segmentation.act.send.klaviyo_api import Refused

T = TypeVar("T")

_PLACE: Final = re.compile(r"/data/attributes/profiles/data/(\d{1,6})(?:/|$)")
_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")


def place_of(error: Mapping[str, Any]) -> int | None:
    """Return the place of the profile that an error is about, if it tells."""
    source = error.get("source")
    found = _PLACE.match(str(source.get("pointer") or "")) if isinstance(source, dict) else None
    return int(found[1]) if found else None


def code_of(error: Mapping[str, Any]) -> str:
    """Return Klaviyo's word for a reason if it is one, never its sentences: they may quote the person."""
    code = error.get("code")
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "other"


def without_malformed(
    rows: Sequence[dict[str, Any]], ask: Callable[[list[dict[str, Any]]], T]
) -> tuple[T | None, dict[int, str]]:
    """Ask for all rows, then without those that are said to be malformed, until the others are taken.

    Returns:
        The answer, None if no row is left, and the places of the malformed rows with the reason.

    Raises:
        Refused: The request is refused without a word about single rows.
    """
    malformed: dict[int, str] = {}
    while left := [place for place in range(len(rows)) if place not in malformed]:
        try:
            return ask([rows[place] for place in left]), malformed
        except Refused as problem:
            wrong = {
                left[place]: code_of(one)
                for one in problem.errors
                if (place := place_of(one)) is not None and place < len(left)
            }
            if not wrong:
                raise
            malformed |= wrong
    return None, malformed
