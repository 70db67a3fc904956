"""Which of several numbers of clusters the indices agree on.

Each index (``indices``) has one vote: for the number of clusters by which the customers are ahead of clouds without groups
the most. The most votes win, of equally many the simplest number of clusters. An index by which no number is ahead is
silent. The vote of three is steadier than any of them: what one index thinks of a sample by chance, the others do not.
"""

from collections.abc import Mapping

from customer_segmentation.segment.cluster.structure import Separation


def votes(separations: Mapping[int, Separation]) -> dict[int, int]:
    """Return how many indices speak for each number of clusters, of equal leads for the simplest."""
    found = dict.fromkeys(separations, 0)
    ballots = zip(*([(lead.ahead, -k) for lead in s.leads] for k, s in separations.items()), strict=True)
    for ballot in ballots:
        ahead, simplest = max(ballot)
        if ahead > 0:
            found[-simplest] += 1
    return found


def ranked(separations: Mapping[int, Separation]) -> list[int]:
    """Return the numbers of clusters, the one to choose first."""
    spoken = votes(separations)
    return sorted(spoken, key=lambda k: (-spoken[k], k))
