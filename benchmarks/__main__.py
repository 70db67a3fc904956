"""Print the costs and ratios: RFM against pandas and a bare scan, loading against DuckDB reading, clustering, pictures."""

import sys
import tempfile

from benchmarks import clustering, pictures
from benchmarks.measure import cost, line

_SIZES = (1, 10)


def _one(millions: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        print(f"{millions} million lines")
        cost("generate", folder, millions * 1_000_000)
        read, load = cost("read", folder), cost("load", folder)
        line("DuckDB reads the CSV", read)
        line("load_data reads and cleans it", load, f"{load.cpu / read.cpu:.1f}x the CPU (target 4)")
        scan, rfm, pandas = cost("scan", folder), cost("rfm", folder), cost("pandas_rfm", folder)
        line("DuckDB scans the columns", scan)
        line("rfm_segments", rfm, f"{rfm.cpu / scan.cpu:.1f}x the scan's CPU (target 2.5)")
        cpu, memory = pandas.cpu / rfm.cpu, pandas.megabytes / rfm.megabytes
        line(
            "idiomatic pandas", pandas, f"{cpu:.1f}x our CPU (target 4), {memory:.1f}x our memory (target 4)"
        )


if __name__ == "__main__":
    sizes = [int(argument) for argument in sys.argv[1:]] or _SIZES
    for size in sizes:
        _one(size)
    for size in sizes:
        clustering.kmeans(size)
    clustering.others()
    pictures.pictures()
    pictures.reports()
