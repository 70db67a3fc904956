"""A connector: how an audience reaches one kind of receiver. The next receiver is one more file like ``webhook.py``."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from customer_segmentation.act.audience_columns import AudienceColumn

Fields = dict[str, Any]
"""What is sent about one customer, as JSON knows it."""


class Refusal(NamedTuple):
    """A customer that was not taken, and the receiver's code of why."""

    customer: str
    reason: str


@dataclass(frozen=True)
class Batch:
    """Some customers that travel together, the same ones whenever it is tried again.

    Attributes:
        key: The same whenever this batch is sent again, and never that of another: receivers tell by it what they
            have already.
        customers: Their ids, which do not leave unless they are among the ``rows``.
        about: What the batch belongs to.
    """

    number: int
    of: int
    key: str
    customers: list[str]
    rows: list[Fields]
    about: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What became of a batch.

    Attributes:
        unnamed: How many were refused without the receiver saying who.
        subscribed: Of the accepted, those whom the receiver has as subscribed or asked to confirm it.
        opted_out_there: Of the accepted, those who had opted out at the receiver and were not subscribed.
    """

    accepted: int
    refused: list[Refusal] = field(default_factory=list)
    unnamed: int = 0
    subscribed: int = 0
    opted_out_there: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The counts that are not zero, and always ``accepted``."""
        counts = {
            "unnamed": self.unnamed,
            "subscribed": self.subscribed,
            "opted_out_there": self.opted_out_there,
        }
        return {"accepted": self.accepted, **{name: count for name, count in counts.items() if count}}


class Connector(ABC):
    """The way to one receiver.

    Attributes:
        host: Where the data go, as the person sees it.
        mark: Tells whether it is still the receiver that was approved, without naming its address or secret.
        most_rows: The most customers of a batch.
        most_bytes: The most that a batch may weigh as JSON.
    """

    host: str
    mark: str
    most_rows: ClassVar[int]
    most_bytes: ClassVar[int]

    def check(self, columns: list[AudienceColumn]) -> None:  # noqa: B027 - most receivers take any column
        """Raise InputError where the receiver cannot take such columns."""

    @abstractmethod
    def fields(self, row: Mapping[str, Any]) -> Fields | str:
        """Return what is sent about a customer, given by heading; or a code of why nothing is."""

    @abstractmethod
    def deliver(self, batch: Batch, reference: str, keep: Callable[[str], None]) -> Receipt:
        """Hand a batch over and return the receipt.

        Args:
            batch: The customers.
            reference: What ``keep`` was last given for this batch when an earlier attempt was interrupted.
            keep: Keeps the receiver's name of the batch, so that after an interruption it is asked about and not
                sent again.

        Raises:
            InputError: The receiver cannot be reached, or took nothing of it.
        """
