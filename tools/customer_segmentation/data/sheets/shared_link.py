"""A sheet that everybody who has its link may read: exported as CSV over https, with nothing but Python.

Cells come as the sheet shows them, since an export knows no other form.
"""

import http.client
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import IO, Final
from urllib.parse import urlencode

from customer_segmentation.data.sheets.address import Part, SheetAddress
from customer_segmentation.data.sheets.content import SheetContent, document_name
from customer_segmentation.data.sheets.hosts import check_redirect, documents
from customer_segmentation.data.sheets.patience import PASSING, Again, Patience
from customer_segmentation.kit.errors import InputError

_AT_ONCE: Final = 1 << 18
_CLOSED: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def by_link(address: SheetAddress, part: Part, patience: Patience) -> SheetContent:
    """Return the tab that a link opens.

    Raises:
        InputError: The sheet is not open to everybody, is not there, has no such part, is too large, or Google
            cannot be reached; or a tab is named, which a link cannot find.
    """
    if part.tab or (part.cells and address.published):
        raise InputError("sheet_tab_by_link", tab=part.tab or part.cells)
    opener = urllib.request.build_opener(_OnlyToGoogle())
    url = _export(address, part)

    def attempt() -> SheetContent:
        try:
            with opener.open(url, timeout=patience.silence) as answer:
                return _content(answer, patience)
        except urllib.error.HTTPError as error:
            with error:
                raise _problem(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise InputError("sheet_unreachable") from error

    return patience.persistently(attempt)


class _OnlyToGoogle(urllib.request.HTTPRedirectHandler):
    """Follows an export to where Google keeps it, and to no other place."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        check_redirect(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _export(address: SheetAddress, part: Part) -> str:
    tab = {"gid": address.gid} if address.gid else {}
    if address.published:
        asked = {"output": "csv", "single": "true", **tab}
        return f"{documents()}/spreadsheets/d/e/{address.id}/pub?{urlencode(asked)}"
    asked = {"format": "csv", **tab, **({"range": part.cells} if part.cells else {})}
    return f"{documents()}/spreadsheets/d/{address.id}/export?{urlencode(asked)}"


def _content(answer: http.client.HTTPResponse, patience: Patience) -> SheetContent:
    if answer.headers.get_content_type() == "text/html":
        raise InputError("sheet_not_public")
    pieces, size = [], 0
    while piece := answer.read(_AT_ONCE):
        size += len(piece)
        patience.check(size)
        pieces.append(piece)
    if answer.length:  # http.client takes a connection that breaks off for the end
        raise InputError("sheet_unreachable")
    name = (answer.headers.get_filename() or "").removesuffix(".csv")
    return SheetContent(document_name(name), b"".join(pieces))


def _problem(error: urllib.error.HTTPError) -> Exception:
    if error.code in PASSING:
        return Again(error.code, error.headers.get("Retry-After"))
    if error.code in _CLOSED:
        return InputError("sheet_not_public")
    if error.code in _GONE:
        return InputError("sheet_missing")
    if error.code == HTTPStatus.BAD_REQUEST:
        return InputError("sheet_part_missing")
    return InputError("sheet_problem", status=error.code)
