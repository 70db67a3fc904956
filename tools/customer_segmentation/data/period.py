"""The days that an analysis looks at, from a request's from and to and the day that recency is counted to."""

from dataclasses import dataclass
from datetime import date, timedelta

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.request import DataRequest

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Half-open: ``first`` is the first day included, ``before`` the first day left out.

    Attributes:
        first: None where nothing is cut off at the beginning.
        before: None where nothing is cut off at the end.
        as_of: Recency is counted to this day.
        told: The person's own first and last day, for the words of the filter.
    """

    first: date | None
    before: date | None
    as_of: date
    told: tuple[date | None, date | None]

    @property
    def cuts(self) -> bool:
        """Tell whether any line may lie outside."""
        return self.first is not None or self.before is not None


def read_period(request: DataRequest, dataset: Dataset, as_of: date | None) -> Period:
    """Return the period of a request; raises InputError for days that are none or stand in the wrong order."""
    first, last = read_day("from", request.date_from), read_day("to", request.date_to)
    if first and last and first > last:
        raise InputError("scope_dates_crossed", first=first, last=last)
    ends = [as_of or dataset.as_of] + ([last + _DAY] if last else [])
    before = min(ends)
    return Period(
        first=first if first and (dataset.first_on is None or dataset.first_on < first) else None,
        before=before if before <= (dataset.last_on or dataset.as_of - _DAY) else None,
        as_of=as_of or before,
        told=(first, last),
    )


def read_day(field: str, text: str) -> date | None:
    """Return the day that a field names, None if it is empty; raises InputError if it names none."""
    words = text.strip()
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise InputError("scope_date_wrong", field=field, value=words) from None
