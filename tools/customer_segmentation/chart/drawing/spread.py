"""Labels along one edge, moved apart as little as needed."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Return places at least ``gap`` apart, in the order of ``wanted`` and as near to it as that allows.

    The sum of squared moves is least: places are an isotonic regression of ``wanted`` once each label's share of the
    gaps is taken off (pool adjacent violators; Barlow et al. 1972, section 1.2).
    """
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    blocks: list[tuple[float, int]] = []
    for rank, n in enumerate(order):
        mean, size = wanted[n] - rank * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        blocks.append((mean, size))
    levels = [mean for mean, size in blocks for _ in range(size)]
    places = [0.0] * len(wanted)
    for rank, n in enumerate(order):
        places[n] = levels[rank] + rank * gap
    return places
