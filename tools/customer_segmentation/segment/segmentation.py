"""A segmentation: every customer in exactly one segment, and how it was formed.

In the folder of the result that formed it: ``segmentation.json`` and ``assignment.parquet``, one row per customer
with customer_id VARCHAR, segment VARCHAR, recency_days BIGINT, orders BIGINT, revenue DECIMAL(18,4), first_on DATE,
last_on DATE (all NULL where nothing was bought or is known); for RFM r, f, m BIGINT besides. Clusters have a
``model.json`` beside them, by which later customers are scored (``segment/cluster/model.py``).
"""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field

from customer_segmentation.kit.name import NamePart, all_names, called

FILE = "segmentation.json"
ASSIGNMENT = "assignment.parquet"


class Segment(BaseModel):
    """One segment.

    Attributes:
        name: Set only where the person or the data named it.
        parts: What a method found to say of it, where it has no built-in name.
    """

    id: str
    name: str = ""
    parts: list[NamePart] = Field(default_factory=list)

    def called(self, language: str) -> str:
        """Return its name in a language."""
        return called(self.id, language, given=self.name, parts=self.parts)

    def all_names(self) -> list[str]:
        """Return every name by which a person may mean it, its id left out."""
        return all_names(self.id, given=self.name, parts=self.parts)


class Segmentation(BaseModel):
    """How customers were put into segments.

    Attributes:
        method: ``rfm``, ``rules``, or the clustering method.
        data: Full id of the data set it was formed on.
        segments: In their declared order, best first where they have one.
        sql: The SQL that reproduces the assignment from ``transactions``, in DuckDB's dialect.
    """

    method: str
    data: str
    as_of: date
    segments: list[Segment]
    sql: str = ""
    thresholds: dict[str, list[str]] = Field(default_factory=dict)
    folder: Path = Field(default=Path(), exclude=True)

    @classmethod
    def read(cls, folder: Path) -> "Segmentation":
        """Read the segmentation in the folder of its result."""
        found = cls.model_validate_json((folder / FILE).read_text(encoding="utf-8"))
        return found.model_copy(update={"folder": folder})

    def write(self, folder: Path) -> None:
        """Write the description beside the assignment."""
        (folder / FILE).write_text(self.model_dump_json(indent=1), encoding="utf-8")

    @property
    def assignment(self) -> Path:
        """The path of the assignment's file."""
        return self.folder / ASSIGNMENT

    def ids(self) -> list[str]:
        """Return the ids of the segments in their declared order."""
        return [segment.id for segment in self.segments]
