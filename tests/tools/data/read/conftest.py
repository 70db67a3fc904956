from dataclasses import dataclass
from pathlib import Path

import pytest

from customer_segmentation.data.read.raw_table import RawTable
from customer_segmentation.data.read.read_source import read_source
from customer_segmentation.engine.duckdb_engine import duckdb_engine


@dataclass(frozen=True)
class Reading:
    """A raw table with all that a test asks of it."""

    raw: RawTable
    lines: list[int]
    rows: list[tuple[object, ...]]

    @property
    def headers(self):
        return [column.header for column in self.raw.columns]

    @property
    def types(self):
        return [column.type for column in self.raw.columns]

    @property
    def notes(self):
        return {note.code: note.values for note in self.raw.notes}


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def engine(scratch):
    with duckdb_engine(scratch) as engine:
        yield engine


@pytest.fixture
def reading(engine, scratch):
    """Read a source whole, in order of lines, and see that no copy stays behind."""

    def read(source, **options):
        raw = read_source(str(source), engine, **options)
        found = engine.rows_of(f"SELECT * FROM {raw.table} ORDER BY _line")
        assert raw.rows == len(found)
        assert list(scratch.iterdir()) == []
        return Reading(raw, [row[0] for row in found], [row[1:] for row in found])

    return read


@pytest.fixture
def written(tmp_path):
    """Write a file and return its path."""

    def write(content: str | bytes, name: str = "orders.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
