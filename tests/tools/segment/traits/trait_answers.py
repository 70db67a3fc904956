"""A shop of people with traits, ``trait_segments`` run on it, and what it wrote."""

from datetime import date

from answers import assignment
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from rows_shop import column, line, shop

AS_OF = date(2024, 7, 1)
COLUMNS = (
    column("age", "number", "customers", "Age"),
    column("country", "text", "customers", "Country"),
    column("member", "boolean", "customers", "Member"),
)
COUNTRIES = ("Germany", "France", "Spain")


def people(customers=300):
    """Ages 18 to 77, three countries, every third a member; each tenth without an age."""
    return [
        {
            "customer_id": f"k{n:04d}",
            "age": None if n % 10 == 9 else 18 + (n * 7) % 60,
            "country": COUNTRIES[n % 3],
            "member": n % 3 == 0,
        }
        for n in range(customers)
    ]


def orders(customers=300, spent=lambda n: 10 + (n * 13) % 40):
    """One order each."""
    return [line(f"k{n:04d}", f"o{n}", "2024-06-01", spent(n)) for n in range(customers)]


def people_shop(workspace, lines=None, traits=None, columns=COLUMNS, **more):
    return shop(
        workspace,
        orders() if lines is None else lines,
        columns,
        people() if traits is None else traits,
        as_of=AS_OF,
        **more,
    )


def grouped(workspace, **request):
    """Run the tool through the one way to run tools."""
    return run(tool_of(trait_segments), request, workspace)


def members(result):
    """Return the group of every customer."""
    return {who: row["segment"] for who, row in assignment(result).items()}


def ungrounded(result, workspace):
    """Return what the guard marks in the reply, in both languages."""
    return [
        (language, problem.kind.value, problem.excerpt)
        for language in ("en", "zh")
        for problem in check(prose("trait_segments", result.reply, language), ThreadLedger(workspace))
    ]
