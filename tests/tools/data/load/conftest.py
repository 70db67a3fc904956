from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pytest

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace


@dataclass(frozen=True)
class Loaded:
    """A loaded file with all that a test asks of it."""

    result: Result

    def fact(self, key):
        fact = self.result.reply.facts.get(f"load_data.{key}")
        return None if fact is None else fact.value

    @property
    def facts(self):
        """The whole-file facts by measure, money and counts alike as they are."""
        return {
            key.removeprefix("load_data.all."): fact.value
            for key, fact in self.result.reply.facts.items()
            if key.startswith("load_data.all.")
        }

    @property
    def aside(self):
        """Lines by reason for which they were set aside."""
        return {
            reason: self.fact(f"all.{reason}_lines") for reason in self.result.reply.detail.get("aside", [])
        }

    @property
    def roles(self):
        return self.result.reply.detail["roles"]

    @property
    def detail(self):
        return self.result.reply.detail

    @property
    def codes(self):
        return [finding.code for finding in self.result.reply.findings]

    def finding(self, code):
        (found,) = [finding for finding in self.result.reply.findings if finding.code == code]
        return found

    def said(self, code):
        """Return the names that a finding mentions."""
        return self.finding(code).values

    @property
    def dataset(self):
        return Dataset.read(self.result.folder)

    def rows(self, table, columns="*"):
        path = self.dataset.parquet(table)
        return duckdb.execute(f"SELECT {columns} FROM read_parquet('{path}') ORDER BY ALL").fetchall()

    def check(self):
        """See that the receipt adds up, in lines and in money."""
        reply = self.result.reply
        reasons = [s for s in reply.tables["receipt"].subjects if s not in {"read", "kept"}]
        assert self.fact("read.lines") == self.fact("kept.lines") + sum(
            self.fact(f"{reason}.lines") for reason in reasons
        )
        assert self.fact("all.lines_read") == self.fact("read.lines")
        assert self.fact("all.lines_read") == self.fact("all.lines_kept") + self.fact("all.lines_set_aside")
        if "turnover" in reply.tables["receipt"].measures:
            parts = sum(self.fact(f"{subject}.turnover") for subject in [*reasons, "kept"])
            assert abs(self.fact("read.turnover") - parts) <= Decimal("0.01") * len(reasons)


@pytest.fixture
def workspace(tmp_path):
    return Workspace.open(tmp_path / "workspace")


@pytest.fixture
def load(tmp_path, workspace) -> Callable[..., Loaded]:
    """Load a text as a file, or the file at a path."""

    def loaded(source, name="orders.csv", **fields):
        path = source
        if isinstance(source, str):
            path = tmp_path / name
            path.write_text(source, encoding="utf-8")
        if "customers" in fields:
            people = tmp_path / "people.csv"
            people.write_text(fields["customers"], encoding="utf-8")
            fields["customers"] = str(people)
        typed = workspace.with_(typed=frozenset({str(path), fields.get("customers", "")}))
        found = Loaded(run(tool_of(load_data), {"source": str(path), **fields}, typed))
        found.check()
        return found

    return loaded


@pytest.fixture
def lines() -> Callable[..., str]:
    """Write rows as the text of a CSV file."""

    def text(header, *rows):
        return "\n".join([header, *rows]) + "\n"

    return text
