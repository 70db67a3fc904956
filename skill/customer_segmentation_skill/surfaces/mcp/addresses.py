"""The addresses of what a host may read: results in words, and the pictures and reports that were made."""

from typing import Final
from urllib.parse import quote, unquote

SCHEME: Final = "customer-segmentation://"
_RESULTS: Final = f"{SCHEME}results/"
_FILES: Final = f"{SCHEME}files/"
RESULT_TEMPLATE: Final = f"{_RESULTS}{{result}}"
FILE_TEMPLATE: Final = f"{_FILES}{{result}}/{{name}}"


def of_result(result: str) -> str:
    """Return the address of a result in words."""
    return f"{_RESULTS}{result}"


def of_file(result: str, name: str) -> str:
    """Return the address of a file that a result made."""
    return f"{_FILES}{result}/{quote(name, safe='')}"


def parts(address: str) -> tuple[str, str] | None:
    """Return (result, file name or nothing) of an address; None if it is none of these."""
    if address.startswith(_RESULTS):
        return address.removeprefix(_RESULTS), ""
    result, slash, name = address.removeprefix(_FILES).partition("/")
    if not address.startswith(_FILES) or not slash:
        return None
    return result, unquote(name)
