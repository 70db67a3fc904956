"""Merge tree: the last joins of a hierarchical clustering, cut into its clusters, and which branch is which cluster."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.segment.cluster.weighted_ward import weighted_ward

if TYPE_CHECKING:
    from customer_segmentation.segment.features.preparation import Points

_ALIKE: Final = 1e-6
_NEVER: Final = 1e9


@dataclass(frozen=True)
class Join:
    """Two branches that become one at a height, holding ``size`` points together."""

    left: int
    right: int
    height: float
    size: int


@dataclass(frozen=True)
class MergeTree:
    """A tree whose ends on the far side are bundles of points joined before.

    Attributes:
        joins: By the branch that they make, the lowest first; the last one makes the whole.
        clusters: How many branches the cut leaves.
    """

    joins: dict[int, Join]
    clusters: int

    @classmethod
    def read(cls, merges: Sequence[Mapping[str, Any]], clusters: int) -> "MergeTree":
        """Return the tree of merges as ``segment/cluster/hierarchical.py`` tells them."""
        joins = {
            int(m["cluster"]): Join(int(m["left"]), int(m["right"]), float(m["height"]), int(m["size"]))
            for m in merges
        }
        return cls(joins, clusters)

    @cached_property
    def root(self) -> int:
        """The branch that holds everybody."""
        return list(self.joins)[-1]

    @cached_property
    def undone(self) -> frozenset[int]:
        """The branches that the cut takes apart."""
        return frozenset(list(self.joins)[len(self.joins) - self.clusters + 1 :])

    @cached_property
    def branches(self) -> list[int]:
        """The branches that the cut leaves, in the order in which they are drawn."""
        return [branch for branch in self._walked(self.root) if branch not in self.undone]

    @cached_property
    def edge(self) -> tuple[float, float]:
        """The height of the highest join that is kept, and of the lowest that is undone."""
        heights = [join.height for join in self.joins.values()]
        kept, undone = heights[: -self.clusters + 1], heights[-self.clusters + 1 :]
        return kept[-1] if kept else 0.0, undone[0]

    def height(self, branch: int) -> float:
        """Return at which height a branch was joined; 0 for a bundle, of which it is not known."""
        return self.joins[branch].height if branch in self.joins else 0.0

    def size(self, branch: int) -> int | None:
        """Return how many points a branch holds; None for a bundle whose other half is one too."""
        if branch in self.joins:
            return self.joins[branch].size
        for join in self.joins.values():
            if branch in {join.left, join.right}:
                other = join.right if branch == join.left else join.left
                return join.size - self.joins[other].size if other in self.joins else None
        return None

    def bundles(self, branch: int) -> int:
        """Return how many ends a branch has."""
        if branch not in self.joins:
            return 1
        return sum(self.bundles(half) for half in self.halves(branch))

    def halves(self, branch: int) -> tuple[int, int]:
        """Return the two that a branch was joined from, the higher one first."""
        join = self.joins[branch]
        first, second = sorted((join.left, join.right), key=lambda half: (-self.height(half), half))
        return first, second

    def _walked(self, branch: int) -> Iterator[int]:
        yield branch
        if branch in self.undone:
            for half in self.halves(branch):
                yield from self._walked(half)


def clusters_of(
    tree: MergeTree, centres: "Points", weights: "Points", own_height: Callable[[int], float]
) -> dict[int, int]:
    """Return which cluster each branch is.

    Ward's joins of whole clusters follow from their means and sizes alone: they are made again and laid over the
    tree. Only two clusters of equal size that join each other look the same from above; they are told apart by the
    height at which each was joined itself.

    Args:
        tree: With as many branches as there are clusters.
        centres: Mean of each cluster, shape (clusters, features).
        weights: Points in each.
        own_height: Gives the height at which a cluster was joined itself.
    """
    laid = _Laid(tree, weighted_ward(centres, weights), [float(w) for w in weights], own_height)
    laid.over(tree.root, 2 * len(centres) - 2)
    if set(laid.found) == set(tree.branches):
        return laid.found
    # The weights are of more customers than the tree was grown of: by size, then.
    ranked = sorted(range(len(centres)), key=lambda j: -weights[j])
    return dict(zip(sorted(tree.branches, key=lambda b: -(tree.size(b) or 0)), ranked, strict=True))


class _Laid:
    """Joins of clusters laid over a tree; ``found`` is the cluster of each branch."""

    def __init__(
        self, tree: MergeTree, joins: "Points", weights: list[float], own_height: Callable[[int], float]
    ) -> None:
        self.tree, self.joins, self.weights, self.own_height = tree, joins, weights, own_height
        self.found: dict[int, int] = {}

    def over(self, branch: int, part: int) -> None:
        """Lay a join of clusters, or a cluster, over a branch."""
        if part < len(self.weights):
            self.found[branch] = part
            return
        if branch not in self.tree.undone:
            return
        first, second = self.tree.halves(branch)
        one, other = (int(half) for half in self.joins[part - len(self.weights), :2])
        straight = self._unlike(first, one) + self._unlike(second, other)
        crossed = self._unlike(first, other) + self._unlike(second, one)
        if abs(straight - crossed) <= _ALIKE and max(one, other) < len(self.weights):
            straight, crossed = self.own_height(other), self.own_height(one)
        if crossed < straight:
            one, other = other, one
        self.over(first, one)
        self.over(second, other)

    def _unlike(self, branch: int, part: int) -> float:
        """Return how much a branch and a join of clusters differ in size and height, as parts of them."""
        single = part < len(self.weights)
        if single == (branch in self.tree.undone):
            return _NEVER
        size, weight = self.tree.size(branch), self._weight(part)
        unlike = 0.0 if size is None else abs(size - weight) / weight
        if not single:
            height = float(self.joins[part - len(self.weights), 2])
            unlike += abs(self.tree.height(branch) - height) / max(height, 1e-12)
        return unlike

    def _weight(self, part: int) -> float:
        many = len(self.weights)
        if part < many:
            return self.weights[part]
        return sum(self._weight(int(half)) for half in self.joins[part - many, :2])
