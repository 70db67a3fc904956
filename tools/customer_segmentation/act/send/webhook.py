"""A webhook: batches of customers as JSON over HTTPS, signed so that the receiver knows who sent them and when.

``X-Customer-Segmentation-Signature`` is ``v1=`` and the HMAC-SHA256 (RFC 2104), in hex, of the timestamp of
``X-Customer-Segmentation-Timestamp``, a point, and the body. A batch sent again has the same ``Idempotency-Key`` and
the same body.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from customer_segmentation.act.send.connector import Batch, Connector, Fields, Receipt
from customer_segmentation.act.send.hook_address import HookAddress
from customer_segmentation.act.send.https_post import https_post
from customer_segmentation.act.send.retrying import PASSING, Again, Pace, persistently, seconds_now
from customer_segmentation.kit.errors import InputError

SECRET = "CUSTOMER_SEGMENTATION_WEBHOOK_SECRET"  # noqa: S105 - the name of one
ADDRESS = "CUSTOMER_SEGMENTATION_WEBHOOK_URL"


class Webhook(Connector):
    """A receiver that takes signed batches."""

    most_rows: ClassVar[int] = 500
    most_bytes: ClassVar[int] = 1_000_000
    per_second: ClassVar[float] = 5.0

    def __init__(self, address: HookAddress, secret: str) -> None:
        self.host = address.shown
        self.mark = hashlib.sha256(address.whole.encode()).hexdigest()
        self._address = address
        self._secret = secret.encode()
        self._pace = Pace(self.per_second)

    def fields(self, row: Mapping[str, Any]) -> Fields:
        """Return a customer as the columns are called."""
        return dict(row)

    def deliver(self, batch: Batch, reference: str, keep: Callable[[str], None]) -> Receipt:  # noqa: ARG002
        """Send a batch, again and again under the same key if need be; an answer of 2xx takes all of it."""
        told = {**batch.about, "batch": batch.number, "batches": batch.of, "customers": batch.rows}
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        persistently(lambda: self._attempt(body, batch.key), batch.key)
        return Receipt(accepted=len(batch.rows))

    def _attempt(self, body: bytes, key: str) -> None:
        self._pace.wait()
        answer = https_post(self._address, body, self._headers(body, key))
        status = answer.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise InputError("send_redirected", host=self.host, status=status)
        problem = InputError("send_status", host=self.host, status=status)
        if status in PASSING:
            raise Again(problem, answer.after)
        raise problem

    def _headers(self, body: bytes, key: str) -> dict[str, str]:
        at = str(int(seconds_now()))
        return {
            "Content-Type": "application/json",
            "User-Agent": "customer-segmentation",
            "Idempotency-Key": key,
            "X-Customer-Segmentation-Timestamp": at,
            "X-Customer-Segmentation-Signature": f"v1={signature(self._secret, at, body)}",
        }


def signature(secret: bytes, at: str, body: bytes) -> str:
    """Return the signature of a body sent ``at`` a time (seconds since 1970), in hex."""
    return hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
