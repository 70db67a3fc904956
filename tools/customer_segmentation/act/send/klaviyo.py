"""Klaviyo through its official library: profiles in bulk import jobs, put on a list where one is named.

A job updates a profile that is there and makes one that is not, so that handing a batch over twice changes nothing.
Nobody is subscribed by it: whether Klaviyo may write to a profile stays as it is there.
Source: developers.klaviyo.com, "Use Klaviyo's Bulk Profile Import API"; at most 10,000 profiles, 5 MB a job.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from customer_segmentation.act.audience_columns import AudienceColumn
from customer_segmentation.act.send.connector import Batch, Connector, Fields, Receipt, Refusal
from customer_segmentation.act.send.klaviyo_api import KlaviyoApi, Refused
from customer_segmentation.act.send.outbox import is_mail
from customer_segmentation.kit.errors import InputError

KEY = "KLAVIYO_API_KEY"
_MAIL: Final = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]+\.[^@\s<>,;\".]{2,}")
_LONGEST_MAIL: Final = 254
_HEAVIEST: Final = 100_000
_PLACE: Final = re.compile(r"/data/attributes/profiles/data/(\d{1,6})(?:/|$)")
_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_LOOKS: Final = 60
_LONGEST_LOOK: Final = 15.0
"""A job is looked at so often, with pauses that grow to so many seconds."""


class Klaviyo(Connector):
    """One account of Klaviyo; ``list_name`` is the list that the profiles are put on, empty for none."""

    most_rows: ClassVar[int] = 1000
    most_bytes: ClassVar[int] = 4_000_000

    def __init__(self, key: str, list_name: str) -> None:
        self._api = KlaviyoApi(key)
        self.host = self._api.host
        self._list_name = list_name
        self._mail = ""

    def check(self, columns: list[AudienceColumn]) -> None:
        """Take the first column of readable addresses; Klaviyo knows people by it."""
        mails = [column.heading for column in columns if is_mail(column)]
        if not mails:
            raise InputError("send_klaviyo_no_mail")
        self._mail = mails[0]
        self._seen: set[str] = set()

    def fields(self, row: Mapping[str, Any]) -> Fields | str:
        """Return a profile, or why there is none: no address, or that of an earlier customer."""
        mail = str(row[self._mail] or "")
        if len(mail) > _LONGEST_MAIL or not _MAIL.fullmatch(mail):
            return "no_address"
        if mail in self._seen:
            return "same_address"
        rest = {name: value for name, value in row.items() if value is not None and name != self._mail}
        customer = rest.pop("customer_id", None)
        profile: Fields = {"email": mail, **({} if customer is None else {"external_id": str(customer)})}
        if rest:
            profile["properties"] = {f"customer_segmentation_{name}": value for name, value in rest.items()}
        if len(json.dumps(profile)) > _HEAVIEST:
            return "too_large"
        self._seen.add(mail)
        return profile

    def deliver(self, batch: Batch, reference: str, keep: Callable[[str], None]) -> Receipt:
        """Start an import job unless one was started, wait for it, and read who was not taken."""
        kept = reference or self._started(batch)
        keep(kept)
        started = json.loads(kept)
        malformed = [Refusal(batch.customers[int(n)], code) for n, code in started["malformed"].items()]
        if not started["job"]:
            return Receipt(accepted=0, refused=malformed)
        told = self._finished(started["job"], batch, keep)
        failed = int(told.get("failed_count") or 0)
        found = self._errors(started["job"], batch) if failed else []
        named = {one.customer: one for one in found if one.customer}
        total = len(batch.rows) - len(malformed)
        return Receipt(
            accepted=max(total - max(failed, len(named)), 0),
            refused=[*malformed, *named.values()],
            unnamed=max(failed - len(named), 0),
        )

    def _started(self, batch: Batch) -> str:
        """Start a job and return its id with the places of profiles that Klaviyo finds malformed: those are left out."""
        malformed: dict[int, str] = {}
        list_id = self._api.list_called(self._list_name, batch.key) if self._list_name else ""
        job = ""
        while not job and len(malformed) < len(batch.rows):
            left = [place for place in range(len(batch.rows)) if place not in malformed]
            try:
                job = self._api.start([batch.rows[place] for place in left], list_id, batch.key)
            except Refused as problem:
                wrong = {
                    left[int(found[1])]: _code(one.get("code"))
                    for one in problem.errors
                    if (found := _PLACE.match(_pointer(one))) and int(found[1]) < len(left)
                }
                if not wrong:
                    raise
                malformed |= wrong
        return json.dumps({"job": job, "malformed": malformed})

    def _finished(self, job: str, batch: Batch, keep: Callable[[str], None]) -> dict[str, Any]:
        """Return what a job tells of itself when it has ended."""
        for look in range(_LOOKS):
            told = self._api.job(job, batch.key)
            if told is None or told.get("status") == "cancelled":
                keep("")
                raise InputError("send_job_gone", host=self.host)
            if told.get("status") == "complete":
                return told
            time.sleep(min(_LONGEST_LOOK, 0.25 * 2.0**look))
        raise InputError("send_job_waiting", host=self.host)

    def _errors(self, job: str, batch: Batch) -> list[Refusal]:
        by_mail = {row["email"]: c for c, row in zip(batch.customers, batch.rows, strict=True)}
        by_id = {
            row["external_id"]: c
            for c, row in zip(batch.customers, batch.rows, strict=True)
            if "external_id" in row
        }
        found = []
        for told in self._api.errors(job, batch.key):
            sent = told.get("original_payload")
            payload: dict[str, Any] = sent if isinstance(sent, dict) else {}
            known = payload.get("attributes") if isinstance(payload.get("attributes"), dict) else payload
            mail = str((known or {}).get("email") or "").strip().lower()
            customer = by_mail.get(mail) or by_id.get(str((known or {}).get("external_id") or ""))
            if customer is None and (place := _PLACE.match(_pointer(told))):
                customer = batch.customers[int(place[1])] if int(place[1]) < len(batch.customers) else None
            found.append(Refusal(customer or "", _code(told.get("code"))))
        return found


def _pointer(error: Mapping[str, Any]) -> str:
    source = error.get("source")
    return str(source.get("pointer") or "") if isinstance(source, dict) else ""


def _code(code: object) -> str:
    """Return the receiver's word for a reason if it is one, never its sentences: they may quote the person."""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "other"
