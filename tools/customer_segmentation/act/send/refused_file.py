"""The customers that a receiver refused, in a file for the person."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from customer_segmentation.act.send.connector import Refusal
from customer_segmentation.kit.reply import Artifact

_NAME: Final = "refused-customers.csv"
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")


def refused_file(refused: Sequence[Refusal], folder: Path) -> Artifact:
    """Write who was refused and the receiver's code of why into ``folder``."""
    with (folder / _NAME).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["customer_id", "reason"])
        rows.writerows((_plain(one.customer), _plain(one.reason)) for one in refused)
    return Artifact(name=_NAME, path=_NAME, media_type="text/csv", for_people=True)


def _plain(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
