"""Google's interface for sheets through gspread, with our patience and none of its own; it only reads.

This module needs gspread: it is imported where a service account reads a sheet, and nowhere else.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, TypeVar

from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.oauth2.service_account import Credentials
from gspread import HTTPClient
from gspread.http_client import ParamsType
from requests import RequestException, Response

from customer_segmentation.data.sheets.hosts import on_interface
from customer_segmentation.data.sheets.patience import PASSING, Again, Patience
from customer_segmentation.data.sheets.service_account import ServiceAccount
from customer_segmentation.kit.errors import InputError

T = TypeVar("T")

_SCOPE: Final = "https://www.googleapis.com/auth/spreadsheets.readonly"
_CONNECT: Final = 10.0
_FIELDS: Final = (
    "properties(title),sheets.properties(sheetId,title,hidden,sheetType,gridProperties(rowCount,columnCount))"
)
_AS_KEPT: Final = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
"""Cells as they are kept. As they are shown, an amount may have lost its cents and a day its year to a format, and
what 3/4/2024 means hangs on the locale of the document; the number of a day can only be read one way."""


class SheetsInterface:
    """What a service account may read of Google Sheets."""

    def __init__(self, account: ServiceAccount, patience: Patience) -> None:
        made: Callable[..., Credentials] = Credentials.from_service_account_info
        try:
            credentials = made(account.key, scopes=[_SCOPE])
        except (ValueError, GoogleAuthError):
            # What the library says of a key may quote it.
            raise InputError("sheet_key_refused", email=account.email) from None
        self._email = account.email
        self._client = _Client(credentials, account.email, patience)

    def document(self, identity: str) -> dict[str, Any]:
        """Return the title and the tabs of a document, as ``spreadsheets.get`` tells them; no cells."""
        params: ParamsType = {"includeGridData": "false", "fields": _FIELDS}
        return dict(self._told(lambda: self._client.fetch_sheet_metadata(identity, params)))

    def values(self, identity: str, cells: str) -> list[list[Any]]:
        """Return the rows of a range; empty cells and rows at its end are left out."""
        told = self._told(lambda: self._client.values_batch_get(identity, [cells], dict(_AS_KEPT)))
        return list(told["valueRanges"][0].get("values", []))

    def _told(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except RefreshError as error:
            raise InputError("sheet_key_refused", email=self._email) from error
        except TransportError as error:
            raise InputError("sheet_unreachable") from error
        except (GoogleAuthError, ValueError) as error:
            raise InputError("sheet_problem", status=type(error).__name__) from error
        except RequestException as error:
            raise InputError("sheet_unreachable") from error


class _Client(HTTPClient):
    """Calls the interface as gspread does, but waits for no more than a reading may take, and follows no redirect."""

    def __init__(self, credentials: Credentials, email: str, patience: Patience) -> None:
        super().__init__(credentials)
        self._email = email
        self._patience = patience

    def request(self, method: str, endpoint: str, params: Any = None, *_: Any, **__: Any) -> Response:
        def attempt() -> Response:
            self._patience.check(0)
            answer = self.session.request(
                method,
                on_interface(endpoint),
                params=params,
                timeout=(_CONNECT, self._patience.silence),
                allow_redirects=False,
            )
            if answer.status_code != HTTPStatus.OK:
                raise self._problem(answer)
            return answer

        return self._patience.persistently(attempt)

    def _problem(self, answer: Response) -> Exception:
        status = answer.status_code
        if status in PASSING:
            return Again(status, answer.headers.get("Retry-After"))
        if status == HTTPStatus.UNAUTHORIZED:
            return InputError("sheet_key_refused", email=self._email)
        if status == HTTPStatus.FORBIDDEN:
            return InputError("sheet_not_shared", email=self._email)
        if status == HTTPStatus.NOT_FOUND:
            return InputError("sheet_missing")
        if status == HTTPStatus.BAD_REQUEST:
            return InputError("sheet_part_missing")
        return InputError("sheet_problem", status=status)
