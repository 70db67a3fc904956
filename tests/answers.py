"""Reading what a tool answered and wrote."""

from customer_segmentation.engine.duckdb_engine import duckdb_engine


def values(result, subject="all"):
    """Return the facts of a subject by measure."""
    facts = result.reply.facts.items()
    return {key.split(".")[2]: fact.value for key, fact in facts if key.split(".")[1] == subject}


def codes(result):
    """Return the codes of the findings, gravest first."""
    return [finding.code for finding in result.reply.findings]


def assignment(result):
    """Return the rows of ``assignment.parquet`` by customer."""
    with duckdb_engine(result.folder) as engine:
        engine.view("assignment", result.folder / "assignment.parquet")
        found = engine.connection.execute("SELECT * FROM assignment")
        names = [column[0] for column in found.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
