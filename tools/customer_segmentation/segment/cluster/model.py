"""A cluster model: what puts a customer into a cluster, stored so that new customers are scored without refitting.

``model.json`` in the folder of the result holds features, preparation and scores. A method without scores (where a
customer belongs follows from those around them) keeps examples in ``examples.parquet`` instead: a new customer
belongs where the most similar example does.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, Field

from customer_segmentation.segment.cluster.scores import Scores
from customer_segmentation.segment.features.preparation import Preparation

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points

FILE: Final = "model.json"
EXAMPLES: Final = "examples.parquet"
MOST_EXAMPLES: Final = 20_000


class Model(BaseModel):
    """What was fitted.

    Attributes:
        method: The clustering method.
        features: Names of the features in the order of the query that reads them.
        fences: Customers beyond the fences of the preparation are a segment of their own.
        ids: The segment of each cluster.
        centres: Shape (clusters, numbers): the mean point of each cluster, in the scale of the preparation.
        scores: None for a method that keeps examples.
        retired: Ids that clusters had in earlier results and that none may have again.
        seed: The seed it was fitted with.
    """

    method: str
    features: list[str]
    preparation: Preparation
    fences: bool = False
    ids: list[str] = Field(default_factory=list)
    centres: list[list[float]] = Field(default_factory=list)
    scores: Scores | None = None
    retired: list[str] = Field(default_factory=list)
    seed: int = 0

    @classmethod
    def read(cls, folder: Path) -> "Model":
        """Read the model in the folder of its result."""
        return cls.model_validate_json((folder / FILE).read_text(encoding="utf-8"))

    def write(self, folder: Path) -> None:
        """Write the model beside the assignment."""
        (folder / FILE).write_text(self.model_dump_json(indent=1), encoding="utf-8")


def write_examples(points: "Points", labels: "Labels", seed: int, folder: Path) -> None:
    """Keep points and their labels, a random part where there are many."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    if len(points) > MOST_EXAMPLES:
        chosen = np.sort(np.random.default_rng(seed).choice(len(points), MOST_EXAMPLES, replace=False))
        points, labels = points[chosen], labels[chosen]
    columns = {f"x{n}": column for n, column in enumerate(points.T, start=1)}
    parquet.write_table(pa.table({"cluster": labels, **columns}), folder / EXAMPLES)


def read_examples(folder: Path) -> tuple["Points", "Labels"]:
    """Return the examples of the model in a folder and their labels."""
    import numpy as np
    from pyarrow import parquet

    table = parquet.read_table(folder / EXAMPLES)
    names = [name for name in table.column_names if name != "cluster"]
    points = np.stack([table.column(name).to_numpy() for name in names], axis=1)
    return points, table.column("cluster").to_numpy()


def like_the_nearest(points: "Points", examples: "Points", labels: "Labels") -> "Labels":
    """Return the label of the example nearest to each point."""
    from scipy.spatial import KDTree

    nearest: Labels = labels[KDTree(examples).query(points, k=1)[1]]
    return nearest
