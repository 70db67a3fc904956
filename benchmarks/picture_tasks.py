"""What is measured of pictures and the report: python -m benchmarks.picture_tasks TASK ARGUMENT ..."""

import sys
from pathlib import Path


def segments(folder: str) -> None:
    """Form RFM segments of the loaded customers."""
    from customer_segmentation import Workspace, find_tool, invoke

    invoke(find_tool("rfm_segments"), {}, Workspace.open(f"{folder}/workspace"))


def bare(_folder: str) -> None:
    """Load matplotlib and write an empty picture of the same size as PNG and SVG."""
    import io

    from matplotlib.figure import Figure

    for kind in ("png", "svg"):
        Figure(figsize=(5.4, 5.4)).savefig(io.BytesIO(), format=kind)


def draw(folder: str, kind: str) -> None:
    """Draw a picture of the segments through the public tool."""
    from customer_segmentation import Workspace, find_tool, invoke

    invoke(find_tool("draw_chart"), {"kind": kind}, Workspace.open(f"{folder}/workspace"))


def demo(folder: str) -> None:
    """Write the demo shop and do the whole job on it."""
    from customer_segmentation import Workspace, find_tool, invoke
    from customer_segmentation.data.demo_shop import write_demo_shop

    source = str(write_demo_shop(Path(folder) / "shop").orders)
    workspace = Workspace.open(f"{folder}/workspace").with_(typed=frozenset({source}))
    invoke(find_tool("analyse_customers"), {"source": source}, workspace)


def report(folder: str, kind: str) -> None:
    """Write the report of what was analysed."""
    from customer_segmentation import Workspace, find_tool, invoke

    invoke(find_tool("write_report"), {"format": kind}, Workspace.open(f"{folder}/workspace"))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
