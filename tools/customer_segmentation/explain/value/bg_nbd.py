"""How long customers stay: buying at a rhythm of one's own until leaving unseen, BG/NBD and its relatives.

While active a customer buys at random with rate lambda; after a purchase the customer leaves with chance p.
Lambda varies between customers as a gamma law (r, alpha), p as a beta law (a, b).

- BG/NBD: P. Fader, B. Hardie, K. L. Lee, "'Counting your customers' the easy way: an alternative to the
  Pareto/NBD model", Marketing Science 24 (2005) 275-284. Leaving is possible after each further purchase, so
  whoever bought once counts as active.
- MBG/NBD: E. Batislam, M. Denizel, A. Filiztekin, "Empirical validation and comparison of models for customer
  base analysis", IJRM 24 (2007) 201-209; D. Hoppe, U. Wagner, Marketing ZFP 3 (2007) 75-90. Leaving is possible
  after the first purchase too.
- NBD: A. Ehrenberg, "The pattern of consumer purchases", Applied Statistics 8 (1959) 26-41. Nobody leaves.

With n, the number of purchases after which a customer could have left (x, or x + 1 for MBG/NBD), all three are
one formula. Ratios of gamma functions of whole steps are sums of logarithms, so that nothing is lost where
parameters are large.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from customer_segmentation.explain.value.histories import Groups

if TYPE_CHECKING:
    from customer_segmentation.explain.value.histories import Counts, Floats


class Model(StrEnum):
    """Who may leave when."""

    BG_NBD = "bg_nbd"
    MBG_NBD = "mbg_nbd"
    NBD = "nbd"


class Parameters(NamedTuple):
    """A model with its parameters; alpha is in weeks. a and b mean nothing where nobody leaves."""

    model: Model
    r: float
    alpha: float
    a: float = 0.0
    b: float = 1.0

    @property
    def free(self) -> tuple[float, ...]:
        """The parameters that the model has."""
        return self[1:3] if self.model is Model.NBD else self[1:]


def chances(model: Model, repeats: "Counts") -> "Counts":
    """Return after how many purchases each history could have ended."""
    if model is Model.NBD:
        return repeats * 0
    return repeats + 1 if model is Model.MBG_NBD else repeats


def log_likelihood(parameters: Parameters, groups: Groups) -> "tuple[Floats, Floats]":
    """Return the log likelihood of each history, and its derivatives to the logarithms of the free parameters.

    Returns:
        Arrays of shape (groups,) and (free parameters, groups).
    """
    import numpy as np

    model, r, alpha, a, b = parameters
    x, n = groups.repeats, chances(model, groups.repeats)
    steps = np.arange(int(max(x.max(), n.max())) + 1)
    bought = _sums(np.log(r + steps))[x] + r * np.log(alpha)
    active = _sums(-np.log1p(a / (b + steps)))[n] - (r + x) * np.log(alpha + groups.known)
    gone = _gone(parameters, groups, n)
    both = np.logaddexp(active, gone)
    weight = np.exp(active - both)
    by_r = _sums(1 / (r + steps))[x] + np.log(alpha)
    by_r -= weight * np.log(alpha + groups.known) + (1 - weight) * np.log(alpha + groups.last)
    by_alpha = r / alpha - (r + x) * (weight / (alpha + groups.known) + (1 - weight) / (alpha + groups.last))
    slopes = [r * by_r, alpha * by_alpha]
    if model is not Model.NBD:
        before, left = np.maximum(n - 1, 0), np.where(n > 0, 1 - weight, 0.0)
        stay_a, stay_b = _sums(-1 / (a + b + steps)), _sums(a / ((b + steps) * (a + b + steps)))
        by_a = weight * stay_a[n] + left * (stay_a[before] + 1 / a - 1 / (a + b + before))
        by_b = weight * stay_b[n] + left * (stay_b[before] - 1 / (a + b + before))
        slopes += [a * by_a, b * by_b]
    return bought + both, np.stack(slopes)


def _gone(parameters: Parameters, groups: Groups, n: "Counts") -> "Floats":
    """Return the log weight of having left after the last purchase."""
    import numpy as np

    _, r, alpha, a, b = parameters
    if not a:
        return np.full(len(n), -np.inf)
    before = np.maximum(n - 1, 0)
    steps = np.arange(int(n.max()) + 1)
    left = _sums(-np.log1p(a / (b + steps)))[before] + np.log(a) - np.log(a + b + before)
    left = left - (r + groups.repeats) * np.log(alpha + groups.last)
    return np.where(n > 0, left, -np.inf)


def _sums(terms: "Floats") -> "Floats":
    """Return the sums of the first 0, 1, 2, ... terms."""
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(terms)])


def active_chance(parameters: Parameters, groups: Groups) -> "Floats":
    """Return for each history the probability that the customer has not left."""
    import numpy as np

    model, r, alpha, a, b = parameters
    n = chances(model, groups.repeats)
    if not a:
        return np.ones(len(n))
    odds = np.log(a) - np.log(b + np.maximum(n - 1, 0))
    odds = odds + (r + groups.repeats) * (np.log(alpha + groups.known) - np.log(alpha + groups.last))
    left = np.where(n > 0, odds, -np.inf)
    return 1 / (1 + np.exp(np.minimum(left, 700.0)))
