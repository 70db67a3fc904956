"""A campaign's file read into one row per row: who, in which arm, when, and what came of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from customer_segmentation.data.read.raw_table import LINE, RawColumn
from customer_segmentation.data.understand.cell_values import Cell, is_truth, with_values
from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.column_styles import AskedOrder, Table, date_style, number_styles
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.profiled import profiled
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.role_candidates import Candidate, is_dates, is_numbers
from customer_segmentation.data.understand.source_text import text_of
from customer_segmentation.data.understand.whole_ids import read_whole_ids
from customer_segmentation.engine.duckdb_engine import DuckDB, duckdb_engine
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding
from customer_segmentation.measure.campaign_columns import CampaignColumns, find_columns
from customer_segmentation.measure.request import CampaignRequest

FEWEST_JOINED: Final = 0.01
OutcomeKind = Literal["", "truth", "number"]


@dataclass(frozen=True)
class CampaignFile:
    """What was read of a campaign's file.

    ``path`` is a Parquet file of customer_id VARCHAR, arm VARCHAR, sent_on DATE and outcome DOUBLE, one row per row;
    what the file does not say is NULL.

    Attributes:
        arm: Header of the arm; likewise the others; empty where there is none.
        outcome_kind: Whether the outcome is a yes or no, or a number.
        joined: Share of the filled ids that are customers of the orders.
    """

    path: Path
    source: str
    customer_id: str
    arm: str
    sent_on: str
    outcome: str
    outcome_kind: OutcomeKind
    rows: int
    joined: float
    notes: list[Finding]


def read_campaign(
    source: str, request: CampaignRequest, folder: Path, known: Path, known_header: str
) -> CampaignFile:
    """Read a campaign's file and write its rows into ``folder``.

    Args:
        source: As the person typed it.
        request: What was told of its columns.
        folder: For the rows; it must not hold rows of another campaign.
        known: Parquet file with the column customer_id of the orders.
        known_header: Header of the customer id in the orders.

    Raises:
        InputError: A header does not exist, no column can hold customer ids, or dates or outcomes cannot be read.
        NeedsAnswer: Dates or numbers can be read in two ways.
    """
    with duckdb_engine(folder) as engine:
        table, profiles = profiled(source, engine, table="campaign")
        raw = table.raw
        columns = find_columns(profiles, request, known_header)
        engine.view("known", known)
        customer, joined = _customer(table, columns, raw.source)
        kind = _outcome_kind(columns.outcome)
        path = folder / "campaign.parquet"
        query = _rows(table, customer, columns, kind, request.date_order)
        engine.write_parquet(query, path)
        _refuse_unread(engine, columns, path)
        return CampaignFile(
            path=path,
            source=raw.source,
            customer_id=customer.column.header,
            arm=_header(columns.arm),
            sent_on=_header(columns.sent_on),
            outcome=_header(columns.outcome),
            outcome_kind=kind,
            rows=raw.rows,
            joined=joined,
            notes=raw.notes,
        )


def _header(profile: ColumnProfile | None) -> str:
    return profile.column.header if profile else ""


def _identified(customer: ColumnProfile) -> Reading:
    return Reading().with_role("customer_id", Candidate(customer, 1.0))


def _customer(table: Table, columns: CampaignColumns, source: str) -> tuple[ColumnProfile, float]:
    """Return the column of customer ids, and which share of the filled cells are customers of the orders.

    The likeliest column stands even if it joins with nobody: the person is then told so.
    """
    if not columns.customers:
        raise InputError("campaign_no_customers", source=source)
    for one in columns.customers:
        share = _joined_share(table, one)
        if share >= FEWEST_JOINED:
            return one, share
    return columns.customers[0], 0.0


def _joined_share(table: Table, profile: ColumnProfile) -> float:
    cell = _id_cell(table, profile)
    [(filled, joined)] = table.engine.rows_of(
        f"SELECT COUNT(*), COUNT(k.customer_id) FROM (SELECT DISTINCT {cell} AS customer_id FROM {table.raw.table} "
        f"WHERE {cell} IS NOT NULL) c LEFT JOIN known k ON k.customer_id = c.customer_id"
    )
    return joined / filled if filled else 0.0


def _id_cell(table: Table, profile: ColumnProfile) -> str:
    return read_whole_ids(table.wholly(), _identified(profile)).text("customer_id", text_of(profile.column))


def _outcome_kind(outcome: ColumnProfile | None) -> OutcomeKind:
    if outcome is None:
        return ""
    if outcome.column.type == "boolean" or (is_truth(outcome.values) and not is_numbers(outcome)):
        return "truth"
    if not is_numbers(outcome):
        raise InputError("campaign_outcome_unread", header=outcome.column.header)
    return "truth" if outcome.values and set(outcome.values) <= {"0", "1", "0.0", "1.0"} else "number"


def _rows(
    table: Table, customer: ColumnProfile, columns: CampaignColumns, kind: OutcomeKind, order: AskedOrder
) -> str:
    """Return SQL for the rows: customer_id, arm, sent_on, outcome."""
    used: dict[str, RawColumn] = {
        one.column.name: one.column
        for one in (customer, columns.arm, columns.sent_on, columns.outcome)
        if one
    }
    cells = [Cell("customer_id", customer.column, "text", text=_id_cell(table, customer))]
    asked = {"who": "customer_id", "group": "CAST(NULL AS VARCHAR)"}
    asked |= {"day": "CAST(NULL AS DATE)", "came": "CAST(NULL AS DOUBLE)"}
    if columns.arm:
        asked["group"] = text_of(columns.arm.column)
    if columns.sent_on:
        column = columns.sent_on.column
        if not is_dates(columns.sent_on):
            raise InputError("campaign_dates_unread", header=column.header)
        cells.append(
            Cell("sent_on", column, "date", date=date_style(table.wholly(), column, order), day=True)
        )
        asked["day"] = "sent_on"
    if columns.outcome:
        column = columns.outcome.column
        if is_numbers(columns.outcome):
            style = number_styles(table.wholly(), [column], [])[column.name]
            cells.append(Cell("outcome", column, "number", number=style))
        else:
            cells.append(Cell("outcome", column, "boolean"))
        asked["came"] = (
            "CAST(outcome AS DOUBLE)" if kind == "number" else "CAST(CAST(outcome AS INTEGER) AS DOUBLE)"
        )
    levels = Levels(table.raw.table).add({"line": LINE} | {name: identifier(name) for name in used})
    with_values(levels, cells).add(asked)
    return f'SELECT who AS customer_id, "group" AS arm, "day" AS sent_on, came AS outcome FROM ({levels.sql()}) ORDER BY line'


def _refuse_unread(engine: DuckDB, columns: CampaignColumns, path: Path) -> None:
    """Refuse a column of days or outcomes of which no cell could be read."""
    read = f"read_parquet({literal(str(path))})"
    [(days, outcomes)] = engine.rows_of(f"SELECT COUNT(sent_on), COUNT(outcome) FROM {read}")
    if columns.sent_on and not days:
        raise InputError("campaign_dates_unread", header=columns.sent_on.column.header)
    if columns.outcome and not outcomes:
        raise InputError("campaign_outcome_unread", header=columns.outcome.column.header)
