"""Which receiver a request means, and the connector that reaches it."""

import os
import re
from typing import Final

from customer_segmentation.act.send.connector import Connector
from customer_segmentation.act.send.hook_address import hook_address
from customer_segmentation.act.send.klaviyo import KEY, Klaviyo
from customer_segmentation.act.send.secret import secret
from customer_segmentation.act.send.send_request import SendRequest
from customer_segmentation.act.send.webhook import ADDRESS, SECRET, Webhook
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace

KLAVIYO: Final = "klaviyo"
WEBHOOK: Final = "webhook"
STAND_IN: Final = "CUSTOMER_SEGMENTATION_KLAVIYO_URL"
_THIS_MACHINE: Final = re.compile(r"http://(?:127\.0\.0\.1|\[::1\]|localhost):\d{2,5}")


def kind_of(receiver: str) -> str:
    """Return what kind of receiver is meant; raises InputError for none of ours."""
    plain = receiver.strip().lower()
    if plain in {KLAVIYO, WEBHOOK}:
        return plain
    if plain.startswith(("https://", "http://")):
        return WEBHOOK
    raise InputError("send_receiver_unknown", receiver=receiver)


def connector_of(request: SendRequest, workspace: Workspace, *, approved: bool = False) -> Connector:
    """Return the connector to a receiver; nothing is sent or looked up yet.

    A webhook is where its address in the environment says, or at an address that a person ``approved`` or typed.

    Raises:
        InputError: The receiver is unknown, has no secret, cannot do what is asked, or its address may not be sent to.
    """
    if kind_of(request.receiver) == KLAVIYO:
        return _klaviyo(request)
    if request.list_name.strip() or request.subscribe:
        raise InputError("send_only_klaviyo")
    url = _address_of(request.receiver)
    address = hook_address(url, private=request.private)
    if request.receiver.strip().lower() != WEBHOOK and not approved and not _typed(url, workspace):
        raise InputError("send_address_not_typed", host=address.shown)
    return Webhook(address, secret(SECRET))


def _klaviyo(request: SendRequest) -> Klaviyo:
    base = os.environ.get(STAND_IN, "").strip()
    if base and not _THIS_MACHINE.fullmatch(base):
        raise InputError("send_stand_in", name=STAND_IN)
    if not request.subscribe:
        return Klaviyo(secret(KEY), request.list_name.strip(), base=base)
    if request.channel not in {"email", "sms"}:
        raise InputError("send_subscribe_channel")
    return Klaviyo(secret(KEY), request.list_name.strip(), request.channel, base=base)


def _address_of(receiver: str) -> str:
    if receiver.strip().lower() != WEBHOOK:
        return receiver.strip()
    url = os.environ.get(ADDRESS, "").strip()
    if not url:
        raise InputError("send_which_address", name=ADDRESS)
    return url


def _typed(url: str, workspace: Workspace) -> bool:
    plain = {typed.strip().rstrip("/.,;:!?)") for typed in workspace.typed}
    return url.rstrip("/.,;:!?)") in plain
