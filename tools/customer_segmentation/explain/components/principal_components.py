"""Which few dimensions sum up how customers differ: principal components of their measures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.period import read_day
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.explain.components.decomposition import (
    ALIKE,
    PLACES,
    Decomposition,
    beyond_chance,
    decompose,
    found_again,
)
from customer_segmentation.explain.components.reply import Summed, components_reply
from customer_segmentation.explain.components.request import ComponentsRequest
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import FeatureMatrix, read_features
from customer_segmentation.segment.features.preparation import prepare
from customer_segmentation.workspace.workspace import Workspace

if TYPE_CHECKING:
    from customer_segmentation.explain.components.decomposition import Array

COORDINATES: Final = "coordinates.parquet"
SAMPLE: Final = 1_000_000
"""Of more customers a sample is read: its components are the same to the last digit shown."""
_FEWEST_EACH: Final = 5
"""Customers per measure (R. L. Gorsuch, "Factor Analysis" (1983), page 332)."""
_FEWEST: Final = 50


@tool(effect=Effect.READ)
def principal_components(request: ComponentsRequest, workspace: Workspace) -> Reply:
    """Sum up how customers differ: which measures go together, and how few dimensions hold most of the differences.

    Writes ``coordinates.parquet``: customer_id VARCHAR and pc1, pc2, … DOUBLE, one row per customer compared.

    Raises:
        InputError: Features, filter, day or number of components need mending.
        MethodError: Too few customers, or fewer than two measures in which they differ.
    """
    with open_scope(request, workspace, as_of=read_day("as_of", request.as_of), purchases=False) as scope:
        asked = choose_features(request.features, scope, default="behaviour")
        features, texts = _numbers(asked, request)
        matrix = read_features(features, scope, sample=SAMPLE, seed=request.seed)
        preparation = prepare(matrix, request.scaling, fences=False)
        points = preparation.points(matrix)
        _refuse(points)
        found = decompose(points)
        telling = beyond_chance(points, found, request.seed)
        if request.components > points.shape[1]:
            raise InputError("components_many", components=request.components, features=points.shape[1])
        kept = request.components or max(telling, 1)
        again = found_again(points, found, kept, request.seed)
        if not request.components:
            again = _sure(again)
            kept = len(again)
        _write(matrix, points, found, kept, scope, workspace.output / COORDINATES)
        by_name = {feature.name: feature for feature in features}
        summed = Summed(
            asked=asked,
            features=[by_name[number.name] for number in preparation.numbers],
            texts=texts,
            preparation=preparation,
            yes_no=[n.name for n in preparation.numbers if _is_yes_no(matrix, n.name)],
            found=found,
            telling=telling,
            kept=kept,
            again=again,
            read=len(matrix.ids),
            customers=matrix.customers,
        )
        return components_reply(summed, scope)


def _numbers(chosen: Sequence[Feature], request: ComponentsRequest) -> tuple[list[Feature], list[Feature]]:
    """Return the features that are numbers, and the text ones left out; raises InputError for a text one named."""
    texts = [feature for feature in chosen if feature.kind == "category"]
    groups = {"", "traits", "attributes", "属性", "特征"}
    if texts and request.features.strip().casefold() not in groups:
        raise InputError("components_text", feature=texts[0].words("en"))
    return [feature for feature in chosen if feature.kind == "number"], texts


def _refuse(points: "Array") -> None:
    customers, measures = points.shape
    if measures < 2:  # noqa: PLR2004 - one measure sums up itself
        raise MethodError("components_two")
    fewest = max(_FEWEST, _FEWEST_EACH * measures)
    if customers < fewest:
        raise MethodError("components_few", customers=customers, features=measures, fewest=fewest)


def _sure(again: list[float]) -> list[float]:
    """Return the components before the first that other customers would not show; one at least."""
    unsure = next((place for place, alike in enumerate(again) if alike < ALIKE), len(again))
    return again[: max(unsure, 1)]


def _is_yes_no(matrix: FeatureMatrix, name: str) -> bool:
    import numpy as np

    values = matrix.column(name)
    return set(np.unique(values[~np.isnan(values)]).tolist()) <= {0.0, 1.0}


def _write(
    matrix: FeatureMatrix, points: "Array", found: Decomposition, kept: int, scope: Scope, path: Path
) -> None:
    """Write the coordinates of customers along the components kept."""
    import numpy as np
    import pyarrow as pa

    along = np.round((points - points.mean(axis=0)) @ found.axes[:, :kept], PLACES)
    columns = {f"pc{n + 1}": along[:, n] for n in range(kept)}
    table = pa.table({"customer_id": pa.array(matrix.ids.tolist(), pa.string()), **columns})
    scope.engine.connection.register("coordinates", table)
    scope.engine.write_parquet("SELECT c.* FROM coordinates AS c ORDER BY c.customer_id", path)
    scope.engine.connection.unregister("coordinates")
