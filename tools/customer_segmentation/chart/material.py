"""What a picture is drawn from: a result, the segments it belongs to, and the customers they were formed of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.engine.duckdb_engine import DuckDB, duckdb_engine
from customer_segmentation.explain.behaviour_scope import formed_on
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import Reply
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace

TOOL: Final = "draw_chart"


@dataclass(frozen=True)
class Material:
    """What one picture is drawn from.

    Attributes:
        segments: The result that formed the segments.
        shown: The result that the picture shows; the same where it shows the segments themselves.
    """

    workspace: Workspace
    segments: Result
    shown: Result

    @property
    def segmentation(self) -> Segmentation:
        """How the customers were put into segments."""
        return Segmentation.read(self.segments.folder)

    @property
    def dataset(self) -> Dataset:
        """What is known of the data."""
        return Dataset.read(self.workspace.result(self.segmentation.data, "dataset").folder)

    def sheet(self) -> FactSheet:
        """Return an empty sheet for what a picture works out itself."""
        return FactSheet(TOOL, self.dataset.currency)

    def reply(self, sheet: FactSheet | None = None) -> Reply:
        """Return what a picture says from: the facts of the result it shows, its own, and where they come from."""
        formed, said = self.segmentation, sheet or self.sheet()
        customers = self.segments.reply.facts[f"{self.segments.tool}.{ALL}.customers"]
        said.say(ALL, "customers", customers.value, "customers")
        said.say(ALL, "as_of", formed.as_of, "date")
        shown = self.shown.reply
        return Reply(
            facts={**shown.facts, **said.facts},
            names={**self.segments.reply.names, **shown.names},
            described={**self.segments.reply.described, **shown.described},
            measures=shown.measures,
            spoken=shown.spoken,
            currency=self.dataset.currency,
            detail={
                **shown.detail,
                "source": self.dataset.source,
                "filter": self.segments.reply.detail.get("filter", ""),
            },
        )

    @contextmanager
    def assigned(self) -> Iterator[DuckDB]:
        """Give an engine with the table ``assigned``, one row per customer (``segment/segmentation.py``)."""
        with duckdb_engine(self.workspace.output) as engine:
            engine.view("assigned", self.segmentation.assignment)
            yield engine

    @contextmanager
    def scope(self) -> Iterator[Scope]:
        """Give the data that the segments were formed on, with the table ``assigned`` besides."""
        formed = self.segmentation
        with open_scope(
            formed_on(self.segments), self.workspace, as_of=formed.as_of, purchases=False
        ) as scope:
            scope.engine.view("assigned", formed.assignment)
            yield scope
