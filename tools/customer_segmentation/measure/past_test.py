"""Which measured campaign is a test that advice and plans on some segments may rest on."""

from typing import Final

from customer_segmentation.measure.effects_file import NAME, read_effects
from customer_segmentation.workspace.workspace import Result

MEASURED_BY: Final = "measure_campaign"


def unfit(result: Result, segmentation: str) -> str:
    """Return why a measured campaign is no test of who orders in these segments; empty where it is one.

    One of ``correlational``, ``old``, ``other_segments``, ``not_random`` and ``other_outcome``.
    """
    if not (result.folder / NAME).is_file():
        return "correlational"
    about = read_effects(result.folder)
    if "cells" not in about:
        return "old"
    if about["segmentation"] != segmentation:
        return "other_segments"
    if not about["randomised"]:
        return "not_random"
    return "" if about["shares"] else "other_outcome"
