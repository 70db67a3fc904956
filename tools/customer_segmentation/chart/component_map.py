"""Component map: where customers lie along the first two components, in exact sums and as a sample to draw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.drawing.canvas import INNER
from customer_segmentation.chart.group_looks import APART
from customer_segmentation.chart.material import Material
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.explain.components.principal_components import COORDINATES
from customer_segmentation.kit.errors import MethodError

if TYPE_CHECKING:
    from customer_segmentation.segment.features.preparation import Points

Place = tuple[float, float]
_Totals = list[tuple[str, int, Decimal, Decimal, Decimal]]
"""Per segment: customers, sums of either coordinate, sum of their squares."""

DRAWN: Final = 3_000
"""Customers drawn: beyond that, dots on a phone run into one spot."""
_BEYOND: Final = 0.005
"""A share so small, at every edge, lies outside the part drawn to scale."""
_PAD: Final = 12.0
_RIM: Final = 2.0
_LOWEST: Final = 190.0
_TALLEST: Final = 330.0


@dataclass(frozen=True)
class ComponentMap:
    """The customers of segments on the plane of two components.

    Attributes:
        centres: Mean place of each segment, of all its customers.
        points: Per segment the places of those drawn, shape (customers, 2).
        between: The share of the squared distances on the map that lies between groups; None of fewer than two.
        drawn, customers: How many are drawn, of how many with a place.
    """

    centres: dict[str, Place]
    points: "dict[str, Points]"
    between: float | None
    drawn: int
    customers: int

    def groups(self) -> list[str]:
        """Return the segments that are groups; every segment if none is."""
        return [segment for segment in self.points if segment not in APART] or list(self.points)


@dataclass(frozen=True)
class Window:
    """The part of the map that is drawn, ``INNER`` points wide and ``tall`` points high, by its middle."""

    middle: "Points"
    scale: float
    tall: float

    def inside(self, points: "Points") -> "Points":
        """Return places in points from the lower left corner; of what lies beyond the edge, the nearest on it."""
        import numpy as np

        return np.clip(self._placed(points), _RIM, np.array([INNER, self.tall]) - _RIM)

    def spot(self, place: Place) -> Place:
        """Return one place as ``inside`` does."""
        import numpy as np

        x, y = self.inside(np.array(place)).tolist()
        return x, y

    def holds(self, points: "Points") -> bool:
        """Tell whether none lies beyond the edge."""
        return bool((self._placed(points) == self.inside(points)).all())

    def _placed(self, points: "Points") -> "Points":
        import numpy as np

        placed: Points = (points - self.middle) * self.scale + np.array([INNER, self.tall]) / 2
        return placed


def read_map(material: Material) -> ComponentMap:
    """Return where the customers lie.

    Raises:
        MethodError: None of them has a place along these components.
    """
    with material.assigned() as engine:
        engine.view("coordinates", material.shown.folder / COORDINATES)
        totals = engine.rows("chart_component_groups")
        # The engine's own hash, as for the samples that methods are fitted to: coordinates lie nowhere else.
        found = engine.connection.execute(
            "SELECT a.segment, c.pc1, c.pc2 FROM assigned AS a JOIN coordinates AS c "
            f"ON c.customer_id = a.customer_id ORDER BY HASH(a.customer_id, {literal(0)}), a.customer_id "
            f"LIMIT {DRAWN}"
        ).fetchnumpy()
    if not totals:
        raise MethodError("chart_no_coordinates", number=material.shown.number)
    return _map(totals, found)


def _map(totals: _Totals, found: Mapping[str, Any]) -> ComponentMap:
    import numpy as np

    segment, places = found["segment"], np.column_stack([found["pc1"], found["pc2"]])
    return ComponentMap(
        centres={s: (float(x / n), float(y / n)) for s, n, x, y, _ in totals},
        points={s: places[segment == s] for s, *_ in totals},
        between=between_groups(totals),
        drawn=len(places),
        customers=sum(n for _, n, *_ in totals),
    )


def between_groups(totals: _Totals) -> float | None:
    """Return the share of the squared distances to the mean that lies between groups, from exact sums."""
    groups = [row for row in totals if row[0] not in APART]
    if len(groups) < 2:  # noqa: PLR2004 - between two
        return None
    many = _sum(Decimal(n) for _, n, *_ in groups)
    mean = (_sum(x for _, _, x, *_ in groups) ** 2 + _sum(y for _, _, _, y, _ in groups) ** 2) / many
    whole = _sum(squares for *_, squares in groups) - mean
    between = _sum((x * x + y * y) / n for _, n, x, y, _ in groups) - mean
    return float(between / whole) if whole > 0 else None


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, start=Decimal(0))


def window_of(found: ComponentMap) -> Window:
    """Return the part drawn to scale: nearly all who are in a group, and every centre; a step up is one aside."""
    import numpy as np

    among = np.vstack([found.points[segment] for segment in found.groups()])
    centres = np.array([found.centres[segment] for segment in found.groups()])
    among = among if len(among) else centres
    low, high = np.quantile(among, [_BEYOND, 1 - _BEYOND], axis=0)
    low, high = np.minimum(low, centres.min(axis=0)), np.maximum(high, centres.max(axis=0))
    wide, high_up = np.maximum(high - low, 1e-9).tolist()
    tall = min(max((INNER - 2 * _PAD) * high_up / wide + 2 * _PAD, _LOWEST), _TALLEST)
    scale = min((INNER - 2 * _PAD) / wide, (tall - 2 * _PAD) / high_up)
    return Window((low + high) / 2, scale, tall)
