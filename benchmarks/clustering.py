"""Clustering against scikit-learn: K-Means and its assignment, Ward and DBSCAN."""

import shutil
import tempfile

from benchmarks.measure import cost, line

_KMEANS = "benchmarks.clustering_tasks"
_OTHERS = "benchmarks.tree_and_density_tasks"
WARD_AT = 20_000
"""scikit-learn holds every distance: 1.6 GB here, 12 GB at twice as many."""
DBSCAN_AT = 400_000
"""scikit-learn holds every neighbour."""
ALONE_AT = 1_000_000


def kmeans(millions: int) -> None:
    """Print K-Means of so many million customers, from the loaded tables to everybody's cluster."""
    folder = tempfile.mkdtemp(prefix="bench-")
    try:
        print(f"K-Means, {millions} million customers")
        cost("customers", folder, millions * 1_000_000, tasks=_KMEANS)
        ours = cost("kmeans", folder, tasks=_KMEANS)
        theirs = cost("sklearn_kmeans", folder, tasks=_KMEANS)
        told = cost("compare", folder, tasks=_KMEANS).told
        start = cost("start", folder, tasks=_KMEANS).cpu
        line("sample, fit and SQL assignment", ours)
        print(f"  of which to start and to open the data {start:.2f} CPU-s")
        _ratios(
            "the same by scikit-learn, n_init=1",
            theirs.told["whole"],
            ours.cpu - start,
            "target 5 at 10 million",
        )
        _ratios("its fit alone, points given", theirs.told["fit"], ours.cpu - start, "leaves out reading")
        print(
            f"  inertia {100 * (told['ours'] / told['theirs'] - 1):+.3f}% of scikit-learn's (target within 0.1%)"
        )
        by_sql = ours.told["assignment"]
        print(f"  assignment by SQL {by_sql:.2f} CPU-s, {told['mismatches']} placed elsewhere (target 0)")
        _ratios("read, prepare, predict, write", theirs.told["assignment"], by_sql, "target 3")
        _ratios("predict alone, points given", theirs.told["predict"], by_sql, "leaves out reading")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ratios(name: str, theirs: float, ours: float, note: str) -> None:
    print(f"  {name:<34}{theirs:7.2f} CPU-s  {theirs / ours:.2f}x ours ({note})")


def others() -> None:
    """Print Ward and DBSCAN beside scikit-learn where it survives, and alone above."""
    folder = tempfile.mkdtemp(prefix="bench-")
    mine, theirs = f"{folder}/mine.npy", f"{folder}/theirs.npy"
    try:
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
    finally:
        shutil.rmtree(folder, ignore_errors=True)
