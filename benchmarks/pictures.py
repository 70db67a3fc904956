"""Pictures of a million customers and the report of the demo shop, against an empty picture."""

import tempfile

from benchmarks.measure import cost, line

_CUSTOMERS = 1_000_000
_TASKS = "benchmarks.picture_tasks"
_KINDS = ("segment_bars", "rfm_grid", "value_concentration", "recency_frequency", "component_scatter")
_FORMATS = ("html", "markdown", "xlsx")


def pictures() -> None:
    """Print what each picture costs once the segments stand, everything from starting Python on included."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        print(f"Pictures of {_CUSTOMERS} customers (target 3 s each)")
        cost("customers", folder, _CUSTOMERS, tasks="benchmarks.clustering_tasks")
        cost("segments", folder, tasks=_TASKS)
        empty = cost("bare", folder, tasks=_TASKS)
        line("an empty picture", empty)
        for kind in _KINDS:
            used = cost("draw", folder, kind, tasks=_TASKS)
            line(kind, used, f"{used.cpu / empty.cpu:.1f}x an empty one's CPU")


def reports() -> None:
    """Print what the report of the demo shop costs once the whole job was done on it."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        print("The report of the demo shop (target 8 s)")
        whole = cost("demo", folder, tasks=_TASKS)
        line("the whole job before it", whole)
        for kind in _FORMATS:
            used = cost("report", folder, kind, tasks=_TASKS)
            line(kind, used, f"{used.cpu / whole.cpu:.1f}x the whole job's CPU")
