"""The calls of Klaviyo's library that a sending needs, with our patience, and none of its own."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from importlib import import_module
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, urlsplit

from customer_segmentation.act.send.retrying import PASSING, Again, Pace, persistently, retry_after
from customer_segmentation.kit.errors import InputError

_TIMEOUT: Final = (10.0, 60.0)
"""Seconds to connect and without a byte."""
_PAGES: Final = 1000
_NO_NAME: Final = frozenset("\"'\\")


class Missing(InputError):  # noqa: N818 - it tells what is so
    """Klaviyo knows nothing of that name."""


class Refused(InputError):  # noqa: N818 - it tells what is so
    """Klaviyo found a request malformed; ``errors`` are its own, as JSON:API knows them."""

    def __init__(self, errors: list[dict[str, Any]], **values: object) -> None:
        self.errors = errors
        super().__init__("send_status", **values)


class KlaviyoApi:
    """An account of Klaviyo; ``base`` is where its interface is, empty for the usual place."""

    per_second: ClassVar[float] = 2.0
    """Klaviyo lets 150 import calls pass in a minute."""

    def __init__(self, key: str, base: str = "") -> None:
        try:
            library = import_module("klaviyo_api")
            from openapi_client.api_arg_options import USE_DICTIONARY_FOR_RESPONSE_DATA
            from urllib3.util.retry import Retry
        except ImportError as error:
            raise InputError("send_needs_klaviyo") from error
        options = {USE_DICTIONARY_FOR_RESPONSE_DATA: True}
        self._library = library.KlaviyoAPI(key, max_retries=1, test_host=base, options=options)
        self.host = urlsplit(self._library.configuration.host).netloc
        # The library would follow redirects and try again by itself; a redirect is an answer like any other here.
        never = Retry(0, redirect=0, raise_on_redirect=False)
        self._library.api_client.rest_client.pool_manager.connection_pool_kw["retries"] = never
        self._pace = Pace(self.per_second)
        self._lists: dict[str, str] = {}

    def list_called(self, name: str, key: str) -> str:
        """Return the id of the list of a name, made if there is none."""
        if set(name) & _NO_NAME or not name.isprintable():
            raise InputError("send_list_name")
        if name not in self._lists:
            lists = self._library.Lists
            asked = {"filter": f'equals(name,"{name}")', **_patient()}
            known = self._call(
                lambda: sorted(str(one["id"]) for one in lists.get_lists(**asked)["data"]), key
            )
            made = {"data": {"type": "list", "attributes": {"name": name}}}
            self._lists[name] = (
                known[0]
                if known
                else self._call(lambda: str(lists.create_list(made, **_patient())["data"]["id"]), key)
            )
        return self._lists[name]

    def start(self, profiles: list[dict[str, Any]], list_id: str, key: str) -> str:
        """Start an import job and return its id; raises Refused where profiles are malformed."""
        data = [{"type": "profile", "attributes": profile} for profile in profiles]
        job: dict[str, Any] = {
            "type": "profile-bulk-import-job",
            "attributes": {"profiles": {"data": data}},
        }
        if list_id:
            job["relationships"] = {"lists": {"data": [{"type": "list", "id": list_id}]}}
        start = self._library.Profiles.bulk_import_profiles
        return str(self._call(lambda: start({"data": job}, **_patient())["data"]["id"], key))

    def job(self, identity: str, key: str) -> dict[str, Any] | None:
        """Return what a job tells of itself; None if Klaviyo knows no such job."""
        look = self._library.Profiles.get_bulk_import_profiles_job
        try:
            return dict(self._call(lambda: dict(look(identity, **_patient())["data"]["attributes"]), key))
        except Missing:
            return None

    def errors(self, identity: str, key: str) -> Iterator[dict[str, Any]]:
        """Yield what a job says about each profile that it did not take."""
        yield from self._pages(
            self._library.Profiles.get_errors_for_bulk_import_profiles_job, identity, {}, key
        )

    def profiles(self, identity: str, key: str) -> Iterator[dict[str, Any]]:
        """Yield the profiles that a job took, each with what it is subscribed to."""
        look = self._library.Profiles.get_profiles_for_bulk_import_profiles_job
        yield from self._pages(look, identity, {"additional_fields_profile": ["subscriptions"]}, key)

    def subscribe(self, people: list[dict[str, Any]], channel: str, list_id: str, key: str) -> bool:
        """Have people subscribed to marketing by a channel; raises Refused where some are malformed."""
        agreed = {channel: {"marketing": {"consent": "SUBSCRIBED"}}}
        data = [{"type": "profile", "attributes": {**one, "subscriptions": agreed}} for one in people]
        job: dict[str, Any] = {
            "type": "profile-subscription-bulk-create-job",
            "attributes": {"custom_source": "customer-segmentation", "profiles": {"data": data}},
        }
        if list_id:
            job["relationships"] = {"list": {"data": {"type": "list", "id": list_id}}}
        start = self._library.Profiles.bulk_subscribe_profiles
        self._call(lambda: start({"data": job}, **_patient()), key)
        return True

    def _pages(
        self, look: Callable[..., Any], identity: str, asked: dict[str, Any], key: str
    ) -> Iterator[dict[str, Any]]:
        """Yield the attributes of what a list about a job holds."""
        page: dict[str, Any] = {}
        for _ in range(_PAGES):
            told = self._call(
                partial(_page, look, identity, {**asked, **page, "page_size": 100, **_patient()}), key
            )
            yield from told[0]
            if not told[1]:
                return
            page = {"page_cursor": told[1]}

    def _call(self, call: Callable[[], Any], key: str) -> Any:
        return persistently(lambda: self._attempt(call), key)

    def _attempt(self, call: Callable[[], Any]) -> Any:
        from openapi_client.exceptions import ApiException
        from pydantic import ValidationError
        from urllib3.exceptions import HTTPError, SSLError

        self._pace.wait()
        try:
            return call()
        except ApiException as error:
            raise self._meant(error) from None
        except SSLError:
            raise InputError("send_certificate", host=self.host) from None
        except HTTPError:
            raise Again(InputError("send_unreachable", host=self.host)) from None
        except (ValidationError, ValueError, KeyError, TypeError):
            # Its answer is not what Klaviyo documents; what it says is not repeated.
            raise InputError("send_answer_odd", host=self.host) from None

    def _meant(self, error: Any) -> Exception:
        """Return what an answer other than success means, without anything that it says."""
        status = int(error.status or 0)
        if status == 0:
            return InputError("send_certificate", host=self.host)
        problem = InputError("send_status", host=self.host, status=status)
        if status in PASSING:
            return Again(problem, retry_after((error.headers or {}).get("Retry-After")))
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return InputError("send_key_refused", host=self.host, status=status)
        if status == HTTPStatus.NOT_FOUND:
            return Missing("send_status", host=self.host, status=status)
        if status == HTTPStatus.BAD_REQUEST:
            return Refused(_errors(error.body), host=self.host, status=status)
        return problem


def _page(look: Callable[..., Any], identity: str, asked: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """Return what one page of a list holds, and where the next one is."""
    told = look(identity, **asked)
    next_page = str((told.get("links") or {}).get("next") or "")
    # The library would take a whole address too, but keeps the equals sign before the cursor.
    cursor = parse_qs(urlsplit(next_page).query).get("page[cursor]", [""])[0]
    return [dict(one["attributes"]) for one in told["data"]], cursor


def _patient() -> dict[str, Any]:
    return {"_request_timeout": _TIMEOUT}


def _errors(body: object) -> list[dict[str, Any]]:
    try:
        told = json.loads(body) if isinstance(body, (str, bytes)) else {}
    except ValueError:
        return []
    errors = told.get("errors") if isinstance(told, dict) else None
    return [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
