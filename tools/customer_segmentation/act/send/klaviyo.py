"""Klaviyo through its official library: profiles in bulk import jobs, put on a list and subscribed where that is asked.

A job updates a profile that is there and makes one that is not, so that handing a batch over twice changes nothing.
By itself it subscribes nobody. Subscribing lifts an opt-out that Klaviyo knows of, so that the profiles are looked at
first: whoever opted out, complained or bounced there stays as they are. Where the list or the account asks for a
double opt-in, Klaviyo asks each person to confirm.
Source: developers.klaviyo.com, "Use Klaviyo's Bulk Profile Import API" and "Bulk Subscribe Profiles"; at most 10,000
profiles or 5 MB an import, 1000 profiles a subscription.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, Literal

from customer_segmentation.act.audience_columns import AudienceColumn
from customer_segmentation.act.send.connector import Batch, Connector, Fields, Receipt, Refusal
from customer_segmentation.act.send.klaviyo_api import KlaviyoApi
from customer_segmentation.act.send.klaviyo_errors import code_of, place_of, without_malformed
from customer_segmentation.act.send.klaviyo_standing import Standing, standing
from customer_segmentation.act.send.outbox import is_mail, is_phone
from customer_segmentation.kit.errors import InputError

KEY = "KLAVIYO_API_KEY"
_MAIL: Final = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]+\.[^@\s<>,;\".]{2,}")
_PHONE: Final = re.compile(r"\+[1-9]\d{7,14}")
_PHONE_DRESS: Final = re.compile(r"[\s().-]")
_LONGEST_MAIL: Final = 254
_HEAVIEST: Final = 100_000
_LOOKS: Final = 60
_LONGEST_LOOK: Final = 15.0
"""A job is looked at so often, with pauses that grow to so many seconds."""


class Klaviyo(Connector):
    """One account of Klaviyo.

    ``list_name`` is the list that the profiles are put on, empty for none; ``subscribed_to`` the channel they are
    subscribed to; ``base`` where its interface is, empty for the usual place.
    """

    most_rows: ClassVar[int] = 1000
    most_bytes: ClassVar[int] = 4_000_000

    def __init__(
        self, key: str, list_name: str, subscribed_to: Literal["", "email", "sms"] = "", *, base: str = ""
    ) -> None:
        self._api = KlaviyoApi(key, base)
        self.host = self._api.host
        # With another key it would be another account. The key cannot be found from this.
        self.mark = hmac.new(key.encode(), self.host.encode(), hashlib.sha256).hexdigest()
        self._list_name = list_name
        self._channel = subscribed_to
        self._mail = self._phone = ""

    def check(self, columns: list[AudienceColumn]) -> None:
        """Take the first column of readable addresses, by which Klaviyo knows people; for texts that of numbers too."""
        mails = [column.heading for column in columns if is_mail(column)]
        if not mails:
            raise InputError("send_klaviyo_no_mail")
        phones = [column.heading for column in columns if is_phone(column)]
        if self._channel == "sms" and not phones:
            raise InputError("send_klaviyo_no_phone")
        self._mail = mails[0]
        self._phone = phones[0] if self._channel == "sms" else ""
        self._seen: set[str] = set()

    def fields(self, row: Mapping[str, Any]) -> Fields | str:
        """Return a profile, or why there is none: no address, no number to text, or those of an earlier customer."""
        mail = str(row[self._mail] or "")
        if len(mail) > _LONGEST_MAIL or not _MAIL.fullmatch(mail):
            return "no_address"
        phone = _PHONE_DRESS.sub("", str(row[self._phone] or "")) if self._phone else ""
        if self._phone and not _PHONE.fullmatch(phone):
            return "no_phone"
        if {mail, phone} & self._seen:
            return "same_address"
        known = {self._mail, self._phone}
        rest = {name: value for name, value in row.items() if value is not None and name not in known}
        customer = rest.pop("customer_id", None)
        profile: Fields = {"email": mail}
        if phone:
            profile["phone_number"] = phone
        if customer is not None:
            profile["external_id"] = str(customer)
        if rest:
            profile["properties"] = {f"customer_segmentation_{name}": value for name, value in rest.items()}
        if len(json.dumps(profile)) > _HEAVIEST:
            return "too_large"
        self._seen |= {mail, phone} - {""}
        return profile

    def deliver(self, batch: Batch, reference: str, keep: Callable[[str], None]) -> Receipt:
        """Start an import job unless one was started, wait for it, read who was not taken, and subscribe the others."""
        kept = reference or self._started(batch)
        keep(kept)
        started = json.loads(kept)
        malformed = [Refusal(customer, code) for customer, code in started["malformed"].items()]
        if not started["job"]:
            return Receipt(accepted=0, refused=malformed)
        told = self._finished(started["job"], batch, keep)
        failed = int(told.get("failed_count") or 0)
        found = self._errors(started["job"], batch) if failed else []
        named = {one.customer: one for one in found if one.customer}
        total = len(batch.rows) - len(malformed)
        accepted = max(total - max(failed, len(named)), 0)
        subscribed, opted_out = (
            self._subscribed(started["job"], batch) if self._channel and accepted else (0, 0)
        )
        return Receipt(
            accepted=accepted,
            refused=[*malformed, *named.values()],
            unnamed=max(failed - len(named), 0),
            subscribed=subscribed,
            opted_out_there=opted_out,
        )

    def _started(self, batch: Batch) -> str:
        """Start a job and return its id with the customers that Klaviyo finds malformed: those are left out."""
        list_id = self._api.list_called(self._list_name, batch.key) if self._list_name else ""
        job, malformed = without_malformed(batch.rows, lambda rows: self._api.start(rows, list_id, batch.key))
        refused = {batch.customers[place]: code for place, code in malformed.items()}
        return json.dumps({"job": job or "", "malformed": refused})

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
        """Return whom a finished job did not take; without a customer where it does not say who."""
        people = list(zip(batch.customers, batch.rows, strict=True))
        known = {row["email"]: customer for customer, row in people}
        known |= {row["external_id"]: customer for customer, row in people if "external_id" in row}
        found = []
        for told in self._api.errors(job, batch.key):
            sent = told.get("original_payload")
            payload: dict[str, Any] = sent if isinstance(sent, dict) else {}
            inner = payload.get("attributes")
            said = inner if isinstance(inner, dict) else payload
            mail = str(said.get("email") or "").strip().lower()
            customer = known.get(mail) or known.get(str(said.get("external_id") or ""))
            place = place_of(told)
            if customer is None and place is not None and place < len(people):
                customer = batch.customers[place]
            found.append(Refusal(customer or "", code_of(told)))
        return found

    def _subscribed(self, job: str, batch: Batch) -> tuple[int, int]:
        """Subscribe whom a job took, but nobody who opted out there; return how many are, and how many had."""
        ours = {row["email"]: row.get("phone_number", "") for row in batch.rows}
        list_id = self._api.list_called(self._list_name, batch.key) if self._list_name else ""
        wanted, already, opted_out = [], 0, 0
        for mail, now in self._standings(job, list_id, batch.key):
            if mail not in ours:
                continue
            phone = ours.pop(mail)
            if now is Standing.OPTED_OUT:
                opted_out += 1
            elif now is Standing.SUBSCRIBED:
                already += 1
            else:
                wanted.append({"phone_number": phone} if self._channel == "sms" else {"email": mail})
        if not wanted:
            return already, opted_out
        _, malformed = without_malformed(
            wanted, lambda rows: self._api.subscribe(rows, self._channel, list_id, batch.key)
        )
        return already + len(wanted) - len(malformed), opted_out

    def _standings(self, job: str, list_id: str, key: str) -> list[tuple[str, Standing]]:
        profiles = self._api.profiles(job, key)
        return [
            (str(one.get("email") or "").strip().lower(), standing(one, self._channel, list_id))
            for one in profiles
        ]
