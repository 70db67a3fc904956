"""The mix of segments after another such span of days: a scenario, no forecast.

It supposes that customers of a segment move as those of the same segment moved (a Markov chain: how they came
there does not matter) and that as many new customers come, into the same segments. Where a row of the transition
matrix has b customers and n of them made a move, the a customers of today who make it follow a Dirichlet-multinomial
distribution (J. E. Mosimann, "On the compound multinomial distribution", Biometrika 49 (1962) 65-82); new customers
follow a gamma-Poisson one. The interval is the normal one of their summed variance. It holds chance, not change:
a season or a campaign is not in it.
"""

from math import sqrt

from customer_segmentation.explain.migration.flows import Flows
from customer_segmentation.stats.shares import Estimate
from customer_segmentation.stats.wilson import Z_95


def next_mix(flows: Flows) -> dict[str, Estimate]:
    """Return customers per segment after another such span, with 95% intervals.

    A segment that nobody was in on the first day shows no way of moving: its customers are taken to stay.
    """
    sizes = {segment: flows.before(segment).customers for segment in flows.segments}
    today = {segment: flows.after(segment).customers for segment in flows.segments}
    return {segment: _expected(flows, sizes, today, segment) for segment in flows.segments}


def _expected(flows: Flows, sizes: dict[str, int], today: dict[str, int], segment: str) -> Estimate:
    newcomers = flows.move(None, segment).customers
    mean, variance = float(newcomers), 2 * (newcomers + 0.5)
    for origin, customers in today.items():
        moved, size = flows.move(origin, segment).customers, sizes[origin]
        share = moved / size if size else float(origin == segment)
        mean += customers * share
        variance += _spread(customers, moved, size) if size else 0.0
    half = Z_95 * sqrt(variance)
    return Estimate(mean, max(0.0, mean - half), mean + half)


def _spread(customers: int, moved: int, size: int) -> float:
    """Return the variance of how many of ``customers`` make a move that ``moved`` of ``size`` made.

    Half a customer is added on either side, lest a move that nobody made be taken for impossible.
    """
    share = (moved + 0.5) / (size + 1)
    return customers * share * (1 - share) * (customers + size + 1) / (size + 2)
