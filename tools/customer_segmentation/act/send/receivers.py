"""Which receiver a request means, and the connector that reaches it."""

import hashlib
import os
from typing import Final

from customer_segmentation.act.send.connector import Connector
from customer_segmentation.act.send.hook_address import hook_address
from customer_segmentation.act.send.secret import secret
from customer_segmentation.act.send.webhook import ADDRESS, SECRET, Webhook
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace

KLAVIYO: Final = "klaviyo"
WEBHOOK: Final = "webhook"


def kind_of(receiver: str) -> str:
    """Return what kind of receiver is meant; raises InputError for none of ours."""
    plain = receiver.strip().lower()
    if plain == KLAVIYO:
        raise InputError("send_klaviyo_not_yet")
    if plain == WEBHOOK:
        return plain
    if plain.startswith(("https://", "http://")):
        return WEBHOOK
    raise InputError("send_receiver_unknown", receiver=receiver)


def connector_of(receiver: str, workspace: Workspace, *, private: bool, approved: bool = False) -> Connector:
    """Return the connector to a receiver; nothing is sent or looked up yet.

    A webhook is where its address in the environment says, or at an address that a person ``approved`` or typed.

    Raises:
        InputError: The receiver is unknown, has no secret, or its address may not be sent to.
    """
    kind_of(receiver)
    url = address_of(receiver)
    address = hook_address(url, private=private)
    if receiver.strip().lower() != WEBHOOK and not approved and not _typed(url, workspace):
        raise InputError("send_address_not_typed", host=address.shown)
    return Webhook(address, secret(SECRET))


def address_of(receiver: str) -> str:
    """Return the address of a webhook; raises InputError where none is set."""
    if receiver.strip().lower() != WEBHOOK:
        return receiver.strip()
    url = os.environ.get(ADDRESS, "").strip()
    if not url:
        raise InputError("send_which_address", name=ADDRESS)
    return url


def mark_of(receiver: str) -> str:
    """Return what tells whether a receiver is still the one that was approved, without naming its address."""
    return hashlib.sha256(address_of(receiver).encode()).hexdigest()


def _typed(url: str, workspace: Workspace) -> bool:
    plain = {typed.strip().rstrip("/.,;:!?)") for typed in workspace.typed}
    return url.rstrip("/.,;:!?)") in plain
