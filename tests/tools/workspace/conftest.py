import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def calls():
    import small_tools

    small_tools.CALLS.clear()
    return small_tools.CALLS
