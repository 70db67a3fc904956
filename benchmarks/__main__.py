"""Print the costs and ratios: RFM against pandas and a bare scan, loading against DuckDB reading."""

import shutil
import sys
import tempfile

from benchmarks.measure import Cost, cost

_SIZES = (1, 10)


def _line(name: str, used: Cost, note: str = "") -> None:
    print(f"  {name:<34}{used}  {note}")


def _one(millions: int) -> None:
    folder = tempfile.mkdtemp(prefix="bench-")
    try:
        print(f"{millions} million lines")
        cost("generate", folder, millions * 1_000_000)
        read, load = cost("read", folder), cost("load", folder)
        _line("DuckDB reads the CSV", read)
        _line("load_data reads and cleans it", load, f"{load.cpu / read.cpu:.1f}x the CPU (target 4)")
        scan, rfm, pandas = cost("scan", folder), cost("rfm", folder), cost("pandas_rfm", folder)
        _line("DuckDB scans the columns", scan)
        _line("rfm_segments", rfm, f"{rfm.cpu / scan.cpu:.1f}x the scan's CPU (target 2.5)")
        cpu, memory = pandas.cpu / rfm.cpu, pandas.megabytes / rfm.megabytes
        _line(
            "idiomatic pandas", pandas, f"{cpu:.1f}x our CPU (target 4), {memory:.1f}x our memory (target 4)"
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    for size in [int(argument) for argument in sys.argv[1:]] or _SIZES:
        _one(size)
