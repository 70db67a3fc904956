"""An audience: the customers of some segments, who of them opted out, and who is held out."""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.engine.duckdb_engine import DuckDB, duckdb_engine
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.segment.holdout import held_out
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.allowed import is_allowed
from customer_segmentation.workspace.workspace import Workspace

_CONSENT = re.compile(r"consent|opt.?in|subscri|newsletter|同意|订阅", re.IGNORECASE)
_REFUSED = "'no', 'n', 'false', '0', 'f', 'unsubscribed', 'opted out', '否', '不同意', '未订阅'"


@dataclass(frozen=True)
class Audience:
    """Customers ready to be written: the table ``audience`` of ``engine``, with opted_out and held_out.

    Attributes:
        columns: (column of the table, heading in the file), in order.
        consent: Headings of the columns by which people opted out.
    """

    engine: DuckDB
    columns: list[tuple[str, str]]
    selected: int
    opted_out: int
    held_out: int
    consent: list[str]

    @property
    def headers(self) -> list[str]:
        """The headings of the file."""
        return [header for _, header in self.columns]


@contextmanager
def open_audience(
    reference: str,
    workspace: Workspace,
    *,
    segments: list[str],
    holdout: float,
    columns: str,
    suppression: str,
) -> Iterator[Audience]:
    """Give the audience of some segments; ``holdout`` in percent.

    Raises:
        InputError: A column or the suppression file cannot be used, or nobody is left.
    """
    segmentation = Segmentation.read(workspace.store.folder(reference))
    dataset = Dataset.read(workspace.store.folder(segmentation.data))
    with duckdb_engine(workspace.root) as engine:
        engine.view("assignment", segmentation.assignment)
        traits = [c for c in dataset.columns if c.table == "customers"] if dataset.has("customers") else []
        if traits:
            engine.view("customers", dataset.parquet("customers"))
        consent = [c for c in traits if _CONSENT.search(c.header)]
        refused = [f"lower(trim(CAST(c.{identifier(c.name)} AS VARCHAR))) IN ({_REFUSED})" for c in consent]
        refused += _suppressed(suppression, [c.name for c in traits if c.personal], workspace)
        opted_out = " OR ".join(f"COALESCE({rule}, FALSE)" for rule in refused) or "FALSE"
        kept = ", ".join(f"c.{identifier(c.name)}" for c in traits)
        engine.connection.execute(
            f"CREATE TEMP TABLE audience AS SELECT a.*{', ' + kept if kept else ''}, {opted_out} AS opted_out, "
            f"{held_out(holdout, 'a.customer_id')} AS held_out FROM assignment a "
            + ("LEFT JOIN customers c ON c.customer_id = a.customer_id " if traits else "")
            + f"WHERE a.segment IN ({', '.join(literal(s) for s in segments)})"
        )
        selected, out, held = engine.rows_of(
            "SELECT count(*), count(*) FILTER (opted_out), count(*) FILTER (held_out AND NOT opted_out) FROM audience"
        )[0]
        if selected == out:
            raise InputError("audience_empty")
        yield Audience(
            engine=engine,
            columns=_columns(columns, engine, dataset),
            selected=selected,
            opted_out=out,
            held_out=held,
            consent=[c.header for c in consent],
        )


def _suppressed(path: str, personal: list[str], workspace: Workspace) -> list[str]:
    """Return rules that mark everyone named in the first column of a suppression file."""
    if not path:
        return []
    file = Path(path).expanduser()
    if not is_allowed(file, workspace) or not file.is_file():
        raise InputError("suppression_unreadable", path=path)
    with file.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
        listed = {row[0].strip().casefold() for row in csv.reader(lines) if row and row[0].strip()}
    values = ", ".join(literal(value) for value in sorted(listed))
    columns = ["a.customer_id", *(f"c.{identifier(name)}" for name in personal)]
    return [f"lower(trim(CAST({column} AS VARCHAR))) IN ({values})" for column in columns] if listed else []


def _columns(asked: str, engine: DuckDB, dataset: Dataset) -> list[tuple[str, str]]:
    """Return the columns to write, with the headings that the person knows."""
    headings = {c.name: c.header for c in dataset.columns if c.table == "customers"}
    known = [name for (name,) in engine.rows_of("SELECT column_name FROM (DESCRIBE audience)")]
    known = [name for name in known if name not in {"opted_out", "held_out"}]
    if not asked.strip():
        mail = [name for name in known if re.search(r"e.?mail|邮箱", headings.get(name, ""), re.IGNORECASE)]
        consent = [name for name in known if _CONSENT.search(headings.get(name, ""))]
        last = [name for name in ("last_on",) if name in known]
        return [(n, headings.get(n, n)) for n in ["customer_id", *mail, "segment", *last, *consent]]
    chosen = []
    spoken = {name.casefold(): name for name in known}
    spoken |= {header.casefold(): name for name, header in headings.items()}
    for word in re.split(r"[,，、;]", asked):
        name = spoken.get(word.strip().casefold())
        if name is None:
            raise InputError("export_column_unknown", name=word.strip(), columns=", ".join(known))
        chosen.append((name, headings.get(name, name)))
    return chosen
