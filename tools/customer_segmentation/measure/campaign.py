"""A campaign laid beside the orders: its files, its days, its customers and the segments they were in before."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.explain.behaviour_scope import formed_on, without_behaviour
from customer_segmentation.explain.earlier_segments import as_judged
from customer_segmentation.explain.time_split import history
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.measure.arms import Arms, find_arms
from customer_segmentation.measure.campaign_file import FEWEST_JOINED, CampaignFile, read_campaign
from customer_segmentation.measure.people import Days, People, gather, read_people
from customer_segmentation.measure.request import CampaignRequest
from customer_segmentation.measure.whom.traits import Traits, read_traits
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace

CONTACTED: Final = "contacted"
HELD_OUT: Final = "held_out"
"""What the arms are called where a file of its own holds those held out."""


@dataclass(frozen=True)
class Campaign:
    """A campaign ready to be measured.

    Attributes:
        file: Of the campaign; of those held out in a second file likewise ``holdout``.
        arms: None where nobody was held out.
        days: None where the orders or the day of contact are not known: then the file has an outcome.
        last_sent: The last day of contact, None where no such column is there.
        before: The segments were formed again as of the start, or stood before it.
        traits: What was known of the customers before; None where it is not known, or not asked for.
    """

    file: CampaignFile
    holdout: CampaignFile | None
    arms: Arms | None
    days: Days | None
    last_sent: date | None
    people: People
    dataset: Dataset
    before: bool
    traits: Traits | None


@contextmanager
def _scope(segmentation: Result, workspace: Workspace) -> Iterator[Scope]:
    """Give the data that segments were formed on, to their last day and without conditions on what customers did."""
    part = formed_on(segmentation)
    dataset = Dataset.read(workspace.result(part.data, "dataset").folder)
    as_of = Segmentation.read(segmentation.folder).as_of
    where = without_behaviour(part.where, dataset, as_of)
    asked = part.model_copy(update={"where": where, "date_to": ""})
    with open_scope(asked, workspace, purchases=False) as scope:
        yield scope


def read_the_campaign(request: CampaignRequest, segmentation: Result, workspace: Workspace) -> Campaign:
    """Read a campaign's files and lay them beside the orders.

    Raises:
        InputError: Columns, arms, days or ids need mending.
        MethodError: The data hold no orders, or none after the campaign.
        NeedsAnswer: Several values of the arm's column could be those held out.
    """
    formed = Segmentation.read(segmentation.folder)
    with _scope(segmentation, workspace) as scope, tempfile.TemporaryDirectory(dir=workspace.root) as folder:
        known = Path(folder) / "known.parquet"
        ids = "buyers" if scope.has_orders else f"read_parquet({literal(str(formed.assignment))})"
        scope.engine.write_parquet(f"SELECT customer_id FROM {ids}", known)
        file = _read(request.campaign, request, Path(folder) / "campaign", known, scope)
        holdout = (
            _read(request.holdout, request, Path(folder) / "holdout", known, scope)
            if request.holdout
            else None
        )
        _refuse_strangers(file, scope)
        rows = _rows(file, holdout)
        sent = scope.engine.rows_of(f"SELECT MIN(sent_on), MAX(sent_on) FROM ({rows})")[0]
        days = _days(request, scope, sent[0], file)
        arms = _arms(scope, rows, file, holdout, request)
        before = _earlier(scope, segmentation, formed, workspace, days, Path(folder) / "segments")
        gather(scope.engine, rows, arms)
        people = read_people(scope, days, rows, formed.ids(), with_outcome=bool(file.outcome))
        traits = read_traits(scope, people, days.start) if request.whom and days else None
        return Campaign(file, holdout, arms, days, sent[1], people, scope.dataset, before, traits)


def _read(source: str, request: CampaignRequest, folder: Path, known: Path, scope: Scope) -> CampaignFile:
    folder.mkdir()
    return read_campaign(
        source, request, folder, known, scope.dataset.roles.get("customer_id", "customer_id")
    )


def _refuse_strangers(file: CampaignFile, scope: Scope) -> None:
    """Refuse a file whose ids are not those of the orders, unless it tells the outcome itself."""
    if file.joined < FEWEST_JOINED and not file.outcome:
        example = (
            scope.engine.rows_of("SELECT MIN(customer_id) FROM buyers")[0][0] if scope.has_orders else ""
        )
        raise InputError(
            "campaign_ids_unknown",
            source=file.source,
            header=file.customer_id,
            rows=file.rows,
            example=str(example),
        )


def _rows(file: CampaignFile, holdout: CampaignFile | None) -> str:
    """Return SQL for the rows of one file, or of both with the arm that each file is of."""
    if holdout is None:
        return f"SELECT * FROM read_parquet({literal(str(file.path))})"
    parts = [
        f"SELECT customer_id, {literal(arm)} AS arm, sent_on, outcome FROM read_parquet({literal(str(one.path))})"
        for one, arm in ((file, CONTACTED), (holdout, HELD_OUT))
    ]
    return " UNION ALL ".join(parts)


def _days(request: CampaignRequest, scope: Scope, sent: date | None, file: CampaignFile) -> Days | None:
    """Return the days that count; None where the file has an outcome and days or orders are not known."""
    start = date.fromisoformat(request.start) if request.start else sent
    if not scope.has_orders:
        if not file.outcome:
            raise MethodError("campaign_no_orders")
        return None
    if start is None:
        if not file.outcome:
            raise InputError("campaign_no_start", source=file.source)
        return None
    first_on, known_to = history(scope)
    ends_on = start + timedelta(days=request.horizon_days)
    if not file.outcome:
        if start >= known_to:
            raise MethodError("campaign_after_data", start=start, last=known_to - timedelta(days=1))
        ends_on = min(ends_on, known_to)
    return Days(start, ends_on, first_on)


def _arms(
    scope: Scope, rows: str, file: CampaignFile, holdout: CampaignFile | None, request: CampaignRequest
) -> Arms | None:
    if holdout:
        return Arms(HELD_OUT, (CONTACTED,))
    if not file.arm:
        return None
    counts = dict(
        scope.engine.rows_of(
            f"SELECT arm, COUNT(DISTINCT customer_id) FROM ({rows}) WHERE arm IS NOT NULL GROUP BY arm ORDER BY arm"
        )
    )
    arms = find_arms(counts, file.arm, request.control)
    return arms if arms.control else None


def _earlier(
    scope: Scope,
    segmentation: Result,
    formed: Segmentation,
    workspace: Workspace,
    days: Days | None,
    folder: Path,
) -> bool:
    """Make the view ``earlier`` of the segments as they stood before the campaign; tell whether they did."""
    as_they_are = days is None or formed.as_of <= days.start
    if as_they_are or days is None:
        scope.engine.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE earlier AS SELECT * FROM read_parquet({literal(str(formed.assignment))})"
        )
        return days is not None or not scope.has_orders
    folder.mkdir()
    assignment = as_judged(segmentation, workspace, days.start, folder)
    scope.engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE earlier AS SELECT * FROM read_parquet({literal(str(assignment))})"
    )
    return True
