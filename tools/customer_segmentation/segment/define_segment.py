"""A segment by rules: who bought what, how often, how recently, and who they are.

Every customer with a valid order is in exactly one of two segments, ``chosen`` and ``others``. Conditions on
order lines in the rule, and what was bought, must hold on the same line of a valid order; orders are formed
from those lines alone, so that what was wholly returned was not bought.
"""

from typing import Final

from pydantic import Field

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.period import read_day
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.data.selection import Selection, read_selection
from customer_segmentation.engine.condition import words_of
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.reply import Finding, Reply
from customer_segmentation.kit.request import DataRequest, Name, Words
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.rule_sql import Rule, assignment_sql, bought_condition
from customer_segmentation.segment.segment_table import segment_table
from customer_segmentation.segment.segmentation import ASSIGNMENT, Segment, Segmentation
from customer_segmentation.workspace.workspace import Workspace

TOOL: Final = "define_segment"
METHOD: Final = "rules"
CHOSEN: Final = "chosen"
OTHERS: Final = "others"


class DefineSegmentRequest(DataRequest):
    """Who belongs to the segment. Everything that is given must hold."""

    name: Name = Field("", description="What the person calls the segment.")
    rule: Words = Field(
        "", description="Conditions as in where: country = 'Germany' and orders >= 2 and revenue > 500."
    )
    bought: Name = Field("", description="Bought something whose product or category contains this text.")
    bought_at_least: int = Field(
        0, ge=0, le=10_000, description="In at least so many orders; of anything if bought is empty."
    )
    not_bought: Name = Field("", description="Never bought anything whose product or category contains this.")
    not_in_days: int = Field(0, ge=0, le=36_500, description="No order at all in the last so many days.")
    as_of: Name = Field(
        "", description="Days are counted to this day, YYYY-MM-DD; later orders are left out."
    )


@tool(effect=Effect.READ, produces="segmentation")
def define_segment(request: DefineSegmentRequest, workspace: Workspace) -> Reply:
    """Form a segment by rules: what customers bought, how often, how recently, and who they are.

    Writes ``segmentation.json`` and ``assignment.parquet`` (one row per customer: customer_id, segment,
    recency_days, orders, revenue, first_on, last_on).

    Raises:
        InputError: No rule was given, it is not understood, or nobody fulfils it.
    """
    told = (request.rule.strip(), request.bought.strip(), request.bought_at_least, request.not_bought.strip())
    if not any((*told, request.not_in_days)):
        raise InputError("rule_empty")
    day = read_day("as_of", request.as_of)
    with open_scope(request, workspace, as_of=day, purchases=_about_purchases(request)) as scope:
        asked = read_selection(request.rule, scope.dataset, scope.as_of, scope.engine)
        query = assignment_sql(_rule(request, scope, asked), scope)
        scope.engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE assigned AS {query}")
        segments = [Segment(id=CHOSEN, name=request.name.strip()), Segment(id=OTHERS)]
        segmentation = Segmentation(
            method=METHOD,
            data=request.data,
            as_of=scope.as_of,
            segments=segments,
            sql=scope.reproduced(query),
        )
        segmentation.write(workspace.output)
        scope.engine.write_parquet(
            "SELECT * FROM assigned ORDER BY customer_id", workspace.output / ASSIGNMENT
        )
        return _reply(request, scope, asked, segmentation)


def _about_purchases(request: DefineSegmentRequest) -> bool:
    return bool(
        request.bought.strip() or request.not_bought.strip() or request.bought_at_least or request.not_in_days
    )


def _rule(request: DefineSegmentRequest, scope: Scope, asked: Selection) -> Rule:
    bought = bought_condition(request.bought, scope)
    avoided = bought_condition(request.not_bought, scope)
    on_lines = asked.lines + ((bought,) if bought else ())
    return Rule(
        on_lines=on_lines,
        on_customers=asked.customers,
        orders=max(request.bought_at_least, 1 if on_lines else 0),
        avoided=avoided,
        silent_days=request.not_in_days,
    )


def _reply(
    request: DefineSegmentRequest, scope: Scope, asked: Selection, segmentation: Segmentation
) -> Reply:
    table = segment_table(scope.engine, TOOL, segmentation.segments, scope.dataset.currency)
    if CHOSEN not in table.totals:
        raise InputError("rule_nobody", customers=table.everybody.customers)
    findings = [*scope.findings, *asked.findings]
    if OTHERS not in table.totals:
        findings.append(Finding(code="rule_everybody", subject=CHOSEN))
    reply = Reply(
        names={CHOSEN: request.name.strip()} if request.name.strip() else {},
        findings=findings,
        next=["define_segment_what_to_do", "define_segment_export"],
        currency=scope.dataset.currency,
        detail={
            "name": request.name.strip(),
            "rule": " and ".join(words_of(part) for part in asked.parts),
            "bought": request.bought.strip(),
            "bought_at_least": request.bought_at_least,
            "not_bought": request.not_bought.strip(),
            "not_in_days": request.not_in_days,
            "as_of": scope.as_of.isoformat(),
            "filter": scope.words,
            "has_orders": scope.dataset.grain is not Grain.ATTRIBUTES,
            "sql": segmentation.sql,
        },
    )
    table.add_to(reply)
    given = {
        "bought_at_least": (request.bought_at_least, "orders"),
        "not_in_days": (request.not_in_days, "days"),
    }
    for measure, (value, unit) in given.items():
        if value:
            reply.facts[table.key(CHOSEN, measure)] = Fact(value=value, unit=unit, kind=Kind.GIVEN)
    return reply
