"""Was the model right before? It is fitted on the first part of the data and held against what followed.

Customers are those known on the split day, and what is known of them is what was known then: returns that came
later, and conditions such as ``orders >= 2``, are not allowed to tell what followed.
"""

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.data.scope import open_scope
from customer_segmentation.engine.sql_file import sql
from customer_segmentation.explain.behaviour_scope import without_behaviour
from customer_segmentation.explain.value.fit import Choice, chosen
from customer_segmentation.explain.value.forecast import Total, forecast
from customer_segmentation.explain.value.gamma_gamma import fit_spend
from customer_segmentation.explain.value.histories import TABLE, Histories, read_histories
from customer_segmentation.explain.value.request import PredictValueRequest
from customer_segmentation.explain.value.suitability import FEWEST_REPEATING
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import SMALLEST_GROUP
from customer_segmentation.stats.rank_auc import rank_auc
from customer_segmentation.workspace.workspace import Workspace

if TYPE_CHECKING:
    from customer_segmentation.explain.value.histories import Counts, Floats

SHORTEST: Final = 30
"""A holdout of fewer days says little."""
CLASSES: Final = {"bought_1": 1, "bought_2": 2, "bought_3": 3, "bought_4_6": 4, "bought_7_up": 7}
"""By id, from how many purchase days on a customer belongs to a class of frequency."""


@dataclass(frozen=True)
class Held:
    """What was predicted for some customers and what they did; value after is None where no money is known."""

    predicted: Total
    bought: int
    spent: float


@dataclass(frozen=True)
class Calibration:
    """A model of the first part of the data held against the rest.

    Attributes:
        split_on: First day that the model did not see.
        classes: By class of frequency on that day, those with customers.
        pairs: Of all pairs of a customer who came back and one who did not, the share that the expected
            purchases put right; None where everybody or nobody came back.
        by_recency: The same for days since the last purchase alone.
    """

    split_on: date
    days: int
    choice: Choice
    everybody: Held
    classes: dict[str, Held]
    pairs: Fraction | None
    by_recency: Fraction | None

    @property
    def judged(self) -> list[Held]:
        """The classes with customers enough to be held against their interval."""
        return [held for held in self.classes.values() if held.predicted.customers >= SMALLEST_GROUP]

    @property
    def covered(self) -> int:
        """Of the judged classes, those whose purchases lie inside the interval predicted."""
        return sum(h.predicted.purchases.low <= h.bought <= h.predicted.purchases.high for h in self.judged)


def calibrated(
    request: PredictValueRequest, workspace: Workspace, histories: Histories
) -> Calibration | None:
    """Return how the model did on the last part of the data; None where the first part is too little to fit."""
    days = min(request.horizon_days, histories.days // 3)
    if days < SHORTEST:
        return None
    split_on = histories.last_day + timedelta(days=1 - days)
    with tempfile.TemporaryDirectory(dir=workspace.root) as folder:
        file = Path(folder) / "earlier.parquet"
        try:
            with open_scope(request, workspace, as_of=split_on) as scope:
                known = read_histories(scope)
                scope.engine.write_parquet(f"SELECT b.customer_id FROM {TABLE} AS b", file)
        except (InputError, MethodError):
            return None  # Nobody of those asked about had bought by then.
        if known.repeat_customers < FEWEST_REPEATING:
            return None
        bought, spent = _what_followed(request, workspace, file, split_on, histories.last_day)
    return _held(known, request, split_on, days, bought, spent)


def _what_followed(
    request: PredictValueRequest, workspace: Workspace, file: Path, split_on: date, last_day: date
) -> "tuple[Counts, Floats]":
    """Return the purchase days and the money after the split of the customers in ``file``, in their order."""
    import numpy as np

    ends_on = last_day + timedelta(days=1)
    dataset = Dataset.read(workspace.result(request.data, "dataset").folder)
    where = without_behaviour(request.where, dataset, ends_on)
    with open_scope(request.model_copy(update={"where": where}), workspace, as_of=ends_on) as scope:
        scope.engine.view("earlier", file)
        query = sql("btyd_holdout", split_on=split_on, ends_on=ends_on)
        found = scope.engine.connection.execute(query).fetchnumpy()
    return np.asarray(found["bought_after"]), np.asarray(found["spent_after"], dtype=float)


def _held(
    known: Histories,
    request: PredictValueRequest,
    split_on: date,
    days: int,
    bought: "Counts",
    spent: "Floats",
) -> Calibration:
    import numpy as np

    choice = chosen(known.groups, request.model.asked)
    expected = forecast(known, choice.fit, fit_spend(known.spent, known.occasions), days)
    starts = np.array(list(CLASSES.values()))
    codes = np.searchsorted(starts, known.repeats + 1, side="right") - 1

    def held(code: "Counts", many: int) -> list[Held]:
        after = np.bincount(code, weights=bought, minlength=many)
        money = np.bincount(code, weights=spent, minlength=many)
        return [
            Held(total, int(n), float(m))
            for total, n, m in zip(expected.totals(code, many), after, money, strict=True)
        ]

    classes = dict(zip(CLASSES, held(codes, len(CLASSES)), strict=True))
    return Calibration(
        split_on=split_on,
        days=days,
        choice=choice,
        everybody=held(codes * 0, 1)[0],
        classes={name: one for name, one in classes.items() if one.predicted.customers},
        pairs=_pairs(-expected.purchases.each, bought > 0),
        by_recency=_pairs(known.known_days - known.active_days, bought > 0),
    )


def _pairs(score: "Floats", came_back: "Counts") -> Fraction | None:
    """Return how well a score, lowest first, puts those who came back before those who did not."""
    import numpy as np

    _, place, customers = np.unique(score, return_inverse=True, return_counts=True)
    back = np.bincount(place.reshape(-1), weights=came_back)
    return rank_auc(zip(customers.tolist(), back.astype(int).tolist(), strict=True))
