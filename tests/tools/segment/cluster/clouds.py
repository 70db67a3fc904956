"""Points without groups, of many shapes: none of them may be taken for clusters."""

import numpy as np


def one_kind(rng, n):
    """Recency, orders and order value of customers who join at any time and buy each at a pace of their own."""
    joined = rng.uniform(0, 700, n)
    orders = 1 + rng.poisson(rng.gamma(1, 1 / 120, n) * joined)
    recency = joined * (1 - rng.uniform(size=n) ** (1 / orders))
    return np.column_stack([recency, np.log1p(orders), rng.normal(3, 0.8, n)])


CLOUDS = {
    "uniform square": lambda rng, n: rng.uniform(size=(n, 2)),
    "uniform cube": lambda rng, n: rng.uniform(size=(n, 3)),
    "uniform in five": lambda rng, n: rng.uniform(size=(n, 5)),
    "uniform aslant": lambda rng, n: rng.uniform(size=(n, 2)) @ np.array([[4.0, 3.0], [0.0, 1.0]]),
    "normal": lambda rng, n: rng.normal(size=(n, 3)),
    "normal, elongated": lambda rng, n: rng.normal(size=(n, 2)) @ np.array([[1.0, 0.95], [0.0, 0.31]]),
    "skewed": lambda rng, n: rng.exponential(size=(n, 3)),
    "skewed and correlated": lambda rng, n: np.exp(
        0.7 * rng.normal(size=(n, 3)) @ np.array([[1.0, 0.6, 0.3], [0.0, 0.8, 0.4], [0.0, 0.0, 0.86]])
    ),
    "heavy tails": lambda rng, n: rng.standard_t(4, size=(n, 3)),
    "answers of one to five": lambda rng, n: np.clip(
        np.round(3 + 0.8 * rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, 5))), 1, 5
    ),
    "yes or no": lambda rng, n: (rng.uniform(size=(n, 6)) < [0.5, 0.3, 0.2, 0.5, 0.4, 0.1]).astype(float),
    "customers of one kind": one_kind,
}


def cloud(name, seed, n=1000):
    """Return a cloud in standard units, without the few points that preparation would set apart."""
    points = CLOUDS[name](np.random.default_rng(seed), n)
    points = points[(np.abs(standard(points)) < 5).all(axis=1)]
    return standard(points)


def standard(points):
    return (points - points.mean(axis=0)) / points.std(axis=0)
