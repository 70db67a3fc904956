"""What a purchase of each customer brings: the Gamma-Gamma model of spend.

P. Fader, B. Hardie, "The Gamma-Gamma model of monetary value" (2013), after P. Fader, B. Hardie, K. L. Lee, "RFM
and CLV: using iso-value curves for customer base analysis", Journal of Marketing Research 42 (2005) 415-430. A
customer's purchases vary around a mean of the customer's own as a gamma law of shape p; the means vary between
customers as an inverse gamma law (q, v). It assumes that how much a customer spends at a time says nothing about
how often: ``rank_correlation`` measures whether that holds.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from customer_segmentation.explain.value.fit import sandwich

if TYPE_CHECKING:
    from customer_segmentation.explain.value.histories import Counts, Floats

FEWEST: Final = 30
"""Fewer customers with known spend do not tell how customers differ."""
_EDGE: Final = 14.0
_STEP: Final = 1e-4
_SPREAD: Final = 0.25
"""The least by which the shape of a customer's law is taken to exceed two, so that its variance is finite."""


class Law(NamedTuple):
    """The parameters; v in the currency of the data."""

    p: float
    q: float
    v: float


class Spend(NamedTuple):
    """What a purchase brings, per customer.

    Attributes:
        mean: Expected money of a purchase.
        mean_square: Expected square of the customer's own mean.
        within: Expected variance of single purchases around that mean.
    """

    mean: "Floats"
    mean_square: "Floats"
    within: "Floats"


@dataclass(frozen=True)
class SpendFit:
    """What is known of spend.

    Attributes:
        law: None where the law cannot be found: then ``overall`` is every customer's mean.
        covariance: Of the logarithms of p, q and v.
        customers: Customers it was learnt from.
        overall: Money per purchase of all of them together.
        square: Mean square of their mean purchases.
    """

    law: Law | None
    covariance: "Floats"
    customers: int
    overall: float
    square: float


def log_likelihood(law: Law, means: "Floats", occasions: "Floats") -> "tuple[Floats, Floats]":
    """Return the log likelihood of each customer's mean purchase, and its derivatives to log p, log q and log v."""
    import numpy as np
    from scipy.special import digamma, gammaln

    p, q, v = law
    distinct, place = np.unique(occasions, return_inverse=True)
    shape, reach = p * occasions, np.log(v + occasions * means)
    steady = gammaln(p * distinct + q) - gammaln(p * distinct) - gammaln(q) + p * distinct * np.log(distinct)
    rise = digamma(p * distinct + q)
    values = steady[place] + q * np.log(v) + (shape - 1) * np.log(means) - (shape + q) * reach
    by_p = occasions * ((rise - digamma(p * distinct) + np.log(distinct))[place] + np.log(means) - reach)
    by_q = (rise - digamma(q))[place] + np.log(v) - reach
    by_v = q - v * (shape + q) / (v + occasions * means)
    return values, np.stack([p * by_p, q * by_q, by_v])


def fit_spend(spent: "Floats", occasions: "Counts") -> SpendFit:
    """Return what is known of spend from the money and the number of each customer's purchases.

    Customers without a purchase of known, positive money tell nothing.
    """
    import numpy as np

    known = (occasions > 0) & (spent > 0)
    counts = occasions[known].astype(float)
    means = spent[known] / np.maximum(counts, 1)
    many = int(known.sum())
    overall = float(spent[known].sum() / counts.sum()) if many else 0.0
    square = float((means**2).mean()) if many else 0.0
    nothing = SpendFit(None, np.zeros((0, 0)), many, overall, square)
    if many < FEWEST:
        return nothing
    law = _likeliest(means / overall, counts)
    if law.q <= 1:
        return nothing
    found = Law(law.p, law.q, law.v * overall)
    return SpendFit(found, _covariance(law, means / overall, counts), many, overall, square)


def _likeliest(means: "Floats", occasions: "Floats") -> Law:
    import numpy as np
    from scipy.optimize import minimize

    def loss(logs: "Floats") -> "tuple[float, Floats]":
        values, slopes = log_likelihood(Law(*np.exp(logs)), means, occasions)
        return -float(values.mean()), -slopes.mean(axis=1)

    found = [
        minimize(
            loss,
            np.array(start),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-_EDGE, _EDGE)] * 3,
            options={"maxiter": 1_000, "ftol": 1e-15, "gtol": 1e-10},
        )
        for start in ((0.0, 1.0, 0.5), (2.0, 1.5, -1.0))
    ]
    best = min(found, key=lambda result: float(result.fun))
    return Law(*(float(value) for value in np.exp(best.x)))


def _covariance(law: Law, means: "Floats", occasions: "Floats") -> "Floats":
    import numpy as np

    logs = np.log(law)

    def slopes(at: "Floats") -> "Floats":
        return log_likelihood(Law(*np.exp(at)), means, occasions)[1]

    steps = np.eye(len(logs)) * _STEP
    bend = np.stack([(slopes(logs - s) - slopes(logs + s)).sum(axis=1) for s in steps]) / (2 * _STEP)
    return sandwich(bend, slopes(logs), np.ones(len(means)))


def expected_spend(fit: SpendFit, law: Law | None, spent: "Floats", occasions: "Counts") -> Spend:
    """Return what a purchase of each customer is expected to bring under ``law``, given what they spent so far."""
    import numpy as np

    if law is None:
        everybody = np.ones(len(spent))
        spread = max(fit.square - fit.overall**2, 0.0)
        return Spend(fit.overall * everybody, fit.overall**2 * everybody, spread * everybody)
    p, q, v = law
    known = (occasions > 0) & (spent > 0)
    shape = q + p * np.where(known, occasions, 0)
    scale = v + np.where(known, spent, 0.0)
    mean = p * scale / (shape - 1)
    square = (p * scale) ** 2 / ((shape - 1) * np.maximum(shape - 2, _SPREAD))
    return Spend(mean, square, square / p)


def rank_correlation(spent: "Floats", occasions: "Counts") -> float | None:
    """Return Spearman's correlation of how often and how much at a time; None where it cannot be told."""
    import numpy as np

    known = (occasions > 0) & (spent > 0)
    if known.sum() < FEWEST:
        return None
    often, much = _ranks(occasions[known]), _ranks(spent[known] / occasions[known])
    if often.std() == 0 or much.std() == 0:
        return None
    return float(np.mean((often - often.mean()) * (much - much.mean())) / (often.std() * much.std()))


def _ranks(values: "Floats") -> "Floats":
    """Return the rank of each value, equals sharing the middle of their ranks."""
    import numpy as np

    _, place, many = np.unique(values, return_inverse=True, return_counts=True)
    middles: Floats = (np.cumsum(many) - (many - 1) / 2)[place.reshape(-1)]
    return middles
