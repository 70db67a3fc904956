"""The part of the data in which the customers of a segmentation are followed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.data.filterables import BUYER, filterables
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.engine.condition import Condition, conjuncts, tests_of, words_of
from customer_segmentation.engine.where import parse_where
from customer_segmentation.kit.request import DataRequest
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace


@contextmanager
def behaviour_scope(
    segmentation: Result, workspace: Workspace, *, as_of: date | None = None
) -> Iterator[Scope]:
    """Give the data that the segments of a result were formed on, without conditions on what customers did.

    It is seen from the day that the segments were formed on, or from ``as_of``.

    A condition such as ``orders >= 2`` looks at all orders up to the last day: whoever it chooses has come
    back. Kept here, it would tell the future of the customers who are followed.
    """
    part = formed_on(segmentation)
    formed = Segmentation.read(segmentation.folder)
    dataset = Dataset.read(workspace.result(part.data, "dataset").folder)
    where = without_behaviour(part.where, dataset, formed.as_of)
    with open_scope(
        part.model_copy(update={"where": where}), workspace, as_of=as_of or formed.as_of
    ) as scope:
        yield scope


def formed_on(segmentation: Result) -> DataRequest:
    """Return the part of the data that segments were formed on."""
    asked = segmentation.request
    return DataRequest.model_validate(
        {name: asked.get(name, "") for name in ("data", "where", "date_from", "date_to")}
    )


def without_behaviour(where: str, dataset: Dataset, as_of: date) -> str:
    """Return a filter without its conditions on what customers did over time."""
    parts = _parts(where, dataset, as_of)
    return " and ".join(f"({words_of(part)})" for part in parts if not _looks_at_behaviour(part))


def has_behaviour(where: str, dataset: Dataset, as_of: date) -> bool:
    """Tell whether a filter has conditions on what customers did over time."""
    return any(_looks_at_behaviour(part) for part in _parts(where, dataset, as_of))


def _parts(where: str, dataset: Dataset, as_of: date) -> Sequence[Condition]:
    return conjuncts(parse_where(where, filterables(dataset, as_of))) if where.strip() else ()


def _looks_at_behaviour(part: Condition) -> bool:
    return any(f"{BUYER}." in f"{test.field.sql} {test.field.per}" for test in tests_of(part))
