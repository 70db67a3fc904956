"""Groups by who customers are: one trait by its values or bands, two or three crossed.

Every customer of the scope is in exactly one group, also those who never bought where the data hold their
traits; value is compared among buyers. Kotler & Keller, Marketing Management, name the four bases and ask that
segments be measurable, substantial, accessible, differentiable and actionable.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from customer_segmentation.data.dataset import Dataset, Grain
from customer_segmentation.data.period import read_day
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.naming import renamed
from customer_segmentation.segment.segmentation import ASSIGNMENT, Segmentation
from customer_segmentation.segment.traits.choose_traits import Chosen, choose_traits
from customer_segmentation.segment.traits.find_traits import found_traits, named_traits
from customer_segmentation.segment.traits.form_levels import least_group
from customer_segmentation.segment.traits.formed import Formed
from customer_segmentation.segment.traits.group import TraitGroups, form_groups
from customer_segmentation.segment.traits.level import UNKNOWN, Levels
from customer_segmentation.segment.traits.reply import trait_reply
from customer_segmentation.segment.traits.request import TraitRequest
from customer_segmentation.segment.traits.trait_sql import assignment_sql, coded_sql, with_steps
from customer_segmentation.workspace.workspace import Workspace

METHOD: Final = "traits"


@tool(effect=Effect.READ, produces="segmentation", version=2)
def trait_segments(request: TraitRequest, workspace: Workspace) -> Reply:
    """Group customers by who they are: age, income, country, attitudes, loyalty, or any trait of the data.

    Writes ``segmentation.json``, ``assignment.parquet`` (one row per customer: customer_id, segment,
    recency_days, orders, revenue, first_on, last_on; NULL where nothing was bought) and ``trait_groups.json``.

    Raises:
        InputError: A trait, a day or a name needs mending.
        NeedsAnswer: A name may mean several traits, or a sensitive one is not asked for as such.
        MethodError: A trait cannot be divided: never known, one value, or one per customer.
    """
    given = _earlier(request, workspace)
    dataset = Dataset.read(workspace.result(request.data, "dataset").folder)
    day = read_day("as_of", request.as_of)
    seen_from = None if dataset.grain is Grain.ATTRIBUTES else day
    with open_scope(request, workspace, as_of=seen_from, purchases=False) as scope:
        as_of = day or scope.as_of
        known = found_traits(scope)
        if given:
            chosen, groups = _as_before(given, scope), given
        else:
            chosen = choose_traits(request, scope, known, as_of)
            groups = _groups(chosen, scope, as_of)
        query = assignment_sql(groups.traits, groups.cases(), scope, as_of)
        scope.engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE assigned AS {query}")
        segments = renamed(groups.segments(), request.names)
        segmentation = Segmentation(
            method=METHOD, data=request.data, as_of=as_of, segments=segments, sql=scope.reproduced(query)
        )
        segmentation.write(workspace.output)
        groups.write(workspace.output)
        ordered = "SELECT * FROM assigned ORDER BY customer_id"
        scope.engine.write_parquet(ordered, workspace.output / ASSIGNMENT)
        return trait_reply(chosen, groups, known, scope, segmentation)


def _groups(chosen: Chosen, scope: Scope, as_of: date) -> TraitGroups:
    levels = [formed.levels for formed in chosen.formed]
    counts = _cells(levels, scope, as_of)
    known = {codes: n for codes, n in counts.items() if UNKNOWN not in codes}
    return form_groups(levels, known, least_group(sum(counts.values())))


def _cells(levels: Sequence[Levels], scope: Scope, as_of: date) -> dict[tuple[int, ...], int]:
    """Return customers by the codes of their traits."""
    steps, coded = coded_sql(levels, scope, as_of)
    codes = ", ".join(f"k.t{n}" for n in range(1, len(levels) + 1))
    query = f"SELECT {codes}, COUNT(*) FROM ({coded}) AS k GROUP BY {codes}"
    return {
        tuple(int(c) for c in found): int(n) for *found, n in scope.engine.rows_of(with_steps(steps, query))
    }


def _earlier(request: TraitRequest, workspace: Workspace) -> TraitGroups | None:
    """Return the groups that are to be formed again; raises InputError for a result of another tool."""
    if not request.groups_from:
        return None
    earlier = workspace.result(request.groups_from, "segmentation")
    if Segmentation.read(earlier.folder).method != METHOD:
        raise InputError("trait_groups_from_other", result=earlier.number, tool=earlier.tool)
    return TraitGroups.read(earlier.folder)


def _as_before(groups: TraitGroups, scope: Scope) -> Chosen:
    """Return the traits of earlier groups; raises InputError for one that these data do not hold."""
    for levels in groups.traits:
        if levels.source != "buyers":
            named_traits(f'"{levels.column.header}"', scope, found_traits(scope))
    return Chosen([Formed(levels, known=0, unknown=0) for levels in groups.traits])
