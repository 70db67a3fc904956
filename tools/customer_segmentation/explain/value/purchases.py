"""How many purchases to expect: the mean and the spread of a customer's purchases over a time to come.

An active customer with rate lambda and leaving chance p makes (1 - exp(-lambda p t)) / p purchases on average
within t. Over the gamma law of lambda this is known in closed form; over the beta law of p it is summed with
Gauss-Jacobi nodes (G. Golub, J. Welsch, "Calculation of Gauss quadrature rules", Mathematics of Computation 23
(1969) 221-230). Every term is positive, so nothing can turn negative, unlike the usual difference of
hypergeometric functions.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

from customer_segmentation.explain.value.bg_nbd import Parameters, active_chance, chances
from customer_segmentation.explain.value.histories import Groups

if TYPE_CHECKING:
    from customer_segmentation.explain.value.histories import Counts, Floats

NODES: Final = 48
_AT_ONCE: Final = 20_000
_NEAR_ZERO: Final = 1e-3


class Purchases(NamedTuple):
    """Per history: the probability of being active, and mean and variance of the purchases to come."""

    active: "Floats"
    mean: "Floats"
    variance: "Floats"


def purchases(parameters: Parameters, groups: Groups, weeks: float) -> Purchases:
    """Return what each history is expected to buy within ``weeks`` after the end of the data."""
    import numpy as np

    active = active_chance(parameters, groups)
    first, second = np.empty(len(active)), np.empty(len(active))
    rate = parameters.r + groups.repeats
    reach = weeks / (parameters.alpha + groups.known)
    n = chances(parameters.model, groups.repeats)
    for value, members in _members(n):
        leaving, weights = beta_nodes(parameters.a, parameters.b + value)
        for start in range(0, len(members), _AT_ONCE):
            part = members[start : start + _AT_ONCE]
            first[part], second[part] = _moments(leaving, weights, rate[part, None], reach[part, None])
    mean = active * first
    return Purchases(active, mean, active * second + mean - mean * mean)


def _members(values: "Counts") -> "list[tuple[int, Counts]]":
    """Return for each distinct value the places where it stands."""
    import numpy as np

    order = np.argsort(values, kind="stable")
    distinct, starts = np.unique(values[order], return_index=True)
    return list(zip(distinct.tolist(), np.split(order, starts[1:]), strict=True))


def _moments(
    leaving: "Floats", weights: "Floats", rate: "Floats", reach: "Floats"
) -> "tuple[Floats, Floats]":
    """Return the first and the second factorial moment of the purchases of active customers.

    ``rate`` and ``reach`` are columns: the shape of a customer's gamma law, and the time to come in units of its
    scale.
    """
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        far = leaving * reach
        stays = -np.expm1(-rate * np.log1p(far))
        mean = np.where(leaving > 0, stays / leaving, rate * reach)
        twice = stays - rate * far * np.exp(-(rate + 1) * np.log1p(far))
        pairs = 2 * (1 - leaving) * twice / leaving**2
    small = (rate + 1) * far < _NEAR_ZERO
    limit = (1 - leaving) * rate * (rate + 1) * reach**2 * (1 - 2 * (rate + 2) * far / 3)
    pairs = np.where(small, limit, pairs)
    # Not as a matrix product, whose last bits depend on the number of threads.
    return (mean * weights).sum(axis=1), (pairs * weights).sum(axis=1)


def beta_nodes(a: float, b: float) -> "tuple[Floats, Floats]":
    """Return nodes between 0 and 1 and weights that sum to one, for means over a beta law (a, b); a may be 0."""
    import numpy as np
    from scipy.linalg import eigh_tridiagonal

    if not a:
        return np.zeros(1), np.ones(1)
    low, high, both, k = a - 1, b - 1, a + b - 2, np.arange(1, NODES)
    total = 2 * k + both
    middle = np.append((low - high) / (both + 2), (low - high) * both / (total * (total + 2)))
    k, total = k[1:], total[1:]
    beside = k * (k + low) * (k + high) * (k + both) / (total**2 * (total + 1) * (total - 1))
    side = 2 * np.sqrt(np.append(a * b / ((both + 2) ** 2 * (both + 3)), beside))
    values, vectors = eigh_tridiagonal(middle, side, lapack_driver="stev")
    return np.clip((1 + values) / 2, 0, 1), vectors[0] ** 2
