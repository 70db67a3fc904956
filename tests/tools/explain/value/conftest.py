from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from customer_segmentation.explain.value.histories import Groups


@pytest.fixture
def cdnow(oracle):
    """Return the 2,357 customers of the CDNOW sample as groups: x, t_x and T in weeks."""
    table = np.loadtxt(oracle("cdnow_customers_summary.csv"), delimiter=",", skiprows=1)
    return Groups(table[:, 1].astype(int), table[:, 2], table[:, 3], np.ones(len(table)))


@pytest.fixture
def published_spend(request):
    """Return a file that the package lifetimes ships with the spend of the CDNOW sample; skip where it is absent."""

    def path(name):
        found = find_spec("lifetimes")
        folders = [
            Path(folder) / "datasets" for folder in (found.submodule_search_locations if found else ())
        ]
        for folder in folders:
            if (folder / name).exists():
                return folder / name
        oracle = request.getfixturevalue("oracle")
        return oracle(name)

    return path
