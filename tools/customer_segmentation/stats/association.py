"""How strongly two groupings of the same customers hang together: Cramér's V without its bias.

W. Bergsma, "A bias-correction for Cramér's V and Tschuprow's T", Journal of the Korean Statistical Society 42
(2013) 323-328. J. Cohen (1988) calls 0.1 small, 0.3 medium and 0.5 large for two groups.
"""

from collections.abc import Mapping
from math import sqrt

from customer_segmentation.stats.cross_table import margins


def cramers_v(counts: Mapping[tuple[str, str], int]) -> float:
    """Return the bias-corrected V from the cross table: 0 for unrelated groupings, 1 for one that tells the other.

    Args:
        counts: Customers by (group of the first, group of the second).
    """
    rows, columns = margins(counts)
    n = rows.total()
    if n < 2 or min(len(rows), len(columns)) < 2:  # noqa: PLR2004 - nothing to hang together
        return 0.0
    phi = (
        sum(
            counts.get((row, column), 0) ** 2 / (rows[row] * columns[column])
            for row in sorted(rows)
            for column in sorted(columns)
        )
        - 1
    )
    r, c = len(rows), len(columns)
    corrected = max(0.0, phi - (r - 1) * (c - 1) / (n - 1))
    wide = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    return min(1.0, sqrt(corrected / wide)) if wide > 0 else 0.0
