"""Clouds of points without groups, alike in all else to the customers: what a separation must beat to mean something.

Two kinds, because each alone lets some single cloud pass for groups:

- *alike by feature*: every feature has one hump and the correlations are those of the points (the normal copula of
  M. C. Cario, B. L. Nelson, "Modeling and generating random vectors with arbitrary marginal distributions and
  correlation matrix", 1997). It answers skewed, discrete and correlated features.
- *alike by axis*: every principal axis has one hump and the axes are independent. It answers clouds that lie aslant,
  and holds the two references of R. Tibshirani, G. Walther, T. Hastie ("Estimating the number of clusters in a data
  set via the gap statistic", JRSS B 63 (2001) 411-423; the box over the principal axes) and of Y. Liu et al.
  ("Statistical significance of clustering", JASA 103 (2008) 1281-1293; one normal distribution) as special cases.
"""

from typing import TYPE_CHECKING, Final

from customer_segmentation.segment.cluster.unimodal import nearest_unimodal

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.segment.cluster.clustering import Points

_CORRECTIONS: Final = 4
_TRIAL: Final = 2_000
_FURTHEST: Final = 0.99
"""No two features of a cloud are correlated more than that."""


def alike_by_feature(points: "Points", size: int, draw: "np.random.Generator", clouds: int) -> "list[Points]":
    """Return clouds of shape (size, features) whose features and correlations are those of the points."""
    import numpy as np
    from scipy.special import ndtr

    humps = [nearest_unimodal(column) for column in points.T]

    def cloud(normal: "Points", mixed: "Points") -> "Points":
        shares = ndtr(normal @ mixed)
        return np.column_stack([hump.at(column) for hump, column in zip(humps, shares.T, strict=True)])

    wanted = _correlation(points)
    latent, trial = wanted, draw.standard_normal((_TRIAL, points.shape[1]))
    for _ in range(_CORRECTIONS):
        off = wanted - _correlation(cloud(trial, _root(latent)))
        latent = np.clip(latent + off, -_FURTHEST, _FURTHEST)
        np.fill_diagonal(latent, 1.0)
    mixed = _root(latent)
    return [cloud(draw.standard_normal((size, points.shape[1])), mixed) for _ in range(clouds)]


def alike_by_axis(points: "Points", size: int, draw: "np.random.Generator", clouds: int) -> "list[Points]":
    """Return clouds of shape (size, features) whose principal axes are those of the points, and independent."""
    import numpy as np

    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    humps = [nearest_unimodal(column) for column in (centred @ axes).T]
    found = []
    for _ in range(clouds):
        shares = draw.uniform(size=(size, len(humps)))
        along = [hump.at(column) for hump, column in zip(humps, shares.T, strict=True)]
        found.append(np.column_stack(along) @ axes.T)
    return found


def _correlation(points: "Points") -> "Points":
    import numpy as np

    spread = points.std(axis=0)
    standard = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    found: Points = standard.T @ standard / len(points)
    np.fill_diagonal(found, 1.0)
    return found


def _root(correlation: "Points") -> "Points":
    """Return a matrix that gives independent normal columns this correlation, and a variance of one."""
    import numpy as np

    values, vectors = np.linalg.eigh(correlation)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))).T
    spread = np.maximum(np.sqrt((root**2).sum(axis=0)), 1e-12)
    return np.asarray(root / spread, dtype=np.float64)
