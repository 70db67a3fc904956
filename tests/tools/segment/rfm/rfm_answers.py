"""Running ``rfm_segments`` on rows in memory and reading what it wrote."""

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from rows_shop import line


def one_order_each(customers):
    """Lines from {customer: [(day, amount), …]}: every pair is an order of one line."""
    return [
        line(customer, f"{customer}-{n}", day, amount)
        for customer, orders in customers.items()
        for n, (day, amount) in enumerate(orders)
    ]


def segmented(workspace, **request):
    """Run the tool through the one way to run tools."""
    return run(tool_of(rfm_segments), request, workspace)


def assignment(result):
    """Return the rows of ``assignment.parquet`` by customer."""
    with duckdb_engine(result.folder) as engine:
        engine.view("assignment", result.folder / "assignment.parquet")
        found = engine.connection.execute("SELECT * FROM assignment")
        names = [column[0] for column in found.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def values(result, subject):
    """Return the facts of a subject by measure."""
    facts = result.reply.facts.items()
    return {key.split(".")[2]: fact.value for key, fact in facts if key.split(".")[1] == subject}


def codes(result):
    """Return the codes of the findings, gravest first."""
    return [finding.code for finding in result.reply.findings]
