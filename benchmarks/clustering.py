"""Clustering against scikit-learn: K-Means and its assignment, Ward and DBSCAN."""

import tempfile

from benchmarks.measure import Cost, cost, line

_KMEANS = "benchmarks.clustering_tasks"
_OTHERS = "benchmarks.tree_and_density_tasks"
_TASKS = ("kmeans", "sklearn_kmeans", "copy")
TURNS = 3
WARD_AT = 20_000
"""scikit-learn holds every distance: 1.6 GB here, 12 GB at twice as many."""
DBSCAN_AT = 400_000
"""scikit-learn holds every neighbour."""
ALONE_AT = 1_000_000


def kmeans(millions: int) -> None:
    """Print K-Means of so many million customers, from the loaded tables on disk to everybody's cluster.

    Both sides write the same two columns and are charged everything but loading their libraries. The least of
    some turns is told, as whatever else runs can only add. Seconds outside the kernel stand beside all processor
    seconds: what a virtual machine takes to hand out fresh memory, of which scikit-learn needs twice as much,
    differs tenfold between runs.
    """
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        print(f"K-Means, {millions} million customers, the least of {TURNS} turns")
        cost("customers", folder, millions * 1_000_000, tasks=_KMEANS)
        taken = [{task: cost(task, folder, tasks=_KMEANS) for task in _TASKS} for _ in range(TURNS)]
        ours, theirs, floor = (_least([turn[task] for turn in taken]) for task in _TASKS)
        told = cost("compare", folder, tasks=_KMEANS).told
        _told("open, sample, fit, place, write", ours, "whole")
        _told("scikit-learn: read, fit, write", theirs, "whole", ours, "target 5 at 10 million")
        _told("  of which its fit, n_init=1", theirs, "fit")
        off = 100 * (told["ours"] / told["theirs"] - 1)
        print(f"  inertia {off:+.3f}% of scikit-learn's (target within 0.1%)")
        _told("assignment: open, place, write", ours, "assignment", note=f"{told['mismatches']} misplaced")
        _told("scikit-learn: read, predict, write", theirs, "assignment", ours, "target 3, 0 misplaced")
        _told("  of which predict", theirs, "predict")
        _told("the engine copies the ids alone", floor, "copy")


def _least(costs: list[Cost]) -> dict[str, float]:
    told = {name: min(c.told[name] for c in costs) for name in costs[0].told}
    return told | {"megabytes": min(c.megabytes for c in costs)}


def _told(
    name: str, used: dict[str, float], part: str, ours: dict[str, float] | None = None, note: str = ""
) -> None:
    """Print the seconds of a part; with ``ours``, how many times our seconds of that kind each is."""
    told = []
    for kind, words in (("cpu", "CPU-s"), ("user", "user-s"), ("wall", "s")):
        seconds = used[f"{part}_{kind}"]
        ratio = f" ({seconds / ours[f'{part}_{kind}']:.2f}x)" if ours else ""
        told.append(f"{f'{seconds:.2f} {words}{ratio}':<21}")
    megabytes = f"{used['megabytes']:.0f} MB" if part == "whole" else ""
    print(f"  {name:<36}{''.join(told)}{megabytes:<9}{note}".rstrip())


def others() -> None:
    """Print Ward and DBSCAN beside scikit-learn where it survives, and alone above."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        mine, theirs = f"{folder}/mine.npy", f"{folder}/theirs.npy"
        print(f"Ward, {WARD_AT} points")
        ours, sklearn = (
            cost("ward", WARD_AT, mine, tasks=_OTHERS),
            cost("sklearn_ward", WARD_AT, theirs, tasks=_OTHERS),
        )
        ari = cost("agreement", mine, theirs, tasks=_OTHERS).told["ari"]
        line("hierarchical", ours)
        ratios = (
            f"{sklearn.cpu / ours.cpu:.1f}x our CPU, {sklearn.megabytes / ours.megabytes:.1f}x our memory"
        )
        line("scikit-learn", sklearn, f"{ratios}, ARI {ari:.3f}")
        line(f"hierarchical, {ALONE_AT} points", cost("ward", ALONE_AT, mine, tasks=_OTHERS))
        print(f"DBSCAN, {DBSCAN_AT} points")
        ours = cost("dbscan", DBSCAN_AT, mine, tasks=_OTHERS)
        asked = (ours.told["eps"], ours.told["min_samples"])
        sklearn = cost("sklearn_dbscan", DBSCAN_AT, theirs, *asked, tasks=_OTHERS)
        ari = cost("agreement", mine, theirs, tasks=_OTHERS).told["ari"]
        line("dbscan, radius sought", ours)
        ratios = (
            f"{sklearn.cpu / ours.cpu:.1f}x our CPU, {sklearn.megabytes / ours.megabytes:.1f}x our memory"
        )
        line("scikit-learn, radius given", sklearn, f"{ratios}, ARI {ari:.3f}")
        line(f"dbscan, {ALONE_AT} points", cost("dbscan", ALONE_AT, mine, tasks=_OTHERS))
