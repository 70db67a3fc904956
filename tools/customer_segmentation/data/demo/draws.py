"""Reproducible random draws for the demo shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Draws:
    """Draws from one stream per topic, so that changing one part of the shop leaves the others as they were.

    Only raw PCG64 words are used: NumPy promises those for ever, and makes no such promise for the
    distributions of its `Generator`. Everything but `rate` is exact arithmetic, the same on every machine.
    """

    def __init__(self, seed: int, topic: str) -> None:
        """Open the stream of `topic`; `seed` is a whole number of 0 or more."""
        import numpy as np

        self._words = np.random.PCG64(np.random.SeedSequence([seed, *topic.encode()]))

    def uniform(self, *shape: int) -> Floats:
        """Return uniform draws in [0, 1) with 53 random bits each."""
        import numpy as np

        words = self._words.random_raw(int(np.prod(shape)))
        return np.asarray((words >> np.uint64(11)) * 2.0**-53, dtype=np.float64).reshape(shape)

    def chance(self, probability: float | Floats, count: int) -> Bools:
        """Return `count` booleans, each true with its probability."""
        return self.uniform(count) < probability

    def between(self, low: int | Ints, high: int | Ints, count: int) -> Ints:
        """Return `count` whole numbers from `low` to `high`, both included."""
        import numpy as np

        return np.asarray(low + (self.uniform(count) * (high - low + 1)).astype(np.int64), dtype=np.int64)

    def pick(self, weights: Sequence[int] | Floats | Ints, count: int) -> Ints:
        """Return `count` positions drawn in proportion to `weights`."""
        import numpy as np

        return self.pick_row(np.asarray(weights)[None, :], np.zeros(count, dtype=np.int64))

    def pick_row(self, table: Floats | Ints, row: Ints) -> Ints:
        """Return one column position per entry of `row`, drawn in proportion to that row of `table`."""
        import numpy as np

        steps = np.cumsum(table, axis=1, dtype=np.float64)
        flat = (steps / steps[:, -1:] + np.arange(len(table))[:, None]).ravel()
        drawn = np.searchsorted(flat, row + self.uniform(len(row)), side="right")
        return np.asarray(np.minimum(drawn - row * table.shape[1], table.shape[1] - 1), dtype=np.int64)

    def rate(self, evenness: int, count: int) -> Floats:
        """Return gamma draws with mean 1 and whole shape `evenness`: how people differ in how often they buy."""
        import numpy as np

        return np.asarray(-np.log(1.0 - self.uniform(count, evenness)).sum(axis=1) / evenness)

    def lifetime(self, median_days: int, count: int) -> Floats:
        """Return days until a customer is lost: Pareto II with shape 1, the dropout of the Pareto/NBD model.

        Source: Schmittlein, Morrison & Colombo 1987, Counting Your Customers.
        """
        drawn = self.uniform(count)
        return median_days * drawn / (1.0 - drawn)

    def sample(self, positions: Ints, count: int) -> Ints:
        """Return `count` different members of `positions`, in the order they stand in."""
        import numpy as np

        chosen = np.argsort(self.uniform(len(positions)), kind="stable")[:count]
        return np.asarray(positions[np.sort(chosen)], dtype=np.int64)
