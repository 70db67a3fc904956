import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "default", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "prove", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

ORACLES = Path(
    os.environ.get(
        "CUSTOMER_SEGMENTATION_ORACLE_DATA", Path(__file__).resolve().parents[1].parent / "shared" / "data"
    )
)


@pytest.fixture
def oracle():
    """Return the path of a public data file that is not ours to ship; skip where it is absent."""

    def path(name):
        found = ORACLES / name
        if not found.exists():
            pytest.skip(
                f"{name} is not here; set CUSTOMER_SEGMENTATION_ORACLE_DATA to the folder that holds it"
            )
        return found

    return path


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in an empty folder, with a neutral environment."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "CUSTOMER_SEGMENTATION_MODEL",
        "CUSTOMER_SEGMENTATION_WORKSPACE",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C.UTF-8")
    return tmp_path


@pytest.fixture
def workspace(here):
    from customer_segmentation.workspace.workspace import Workspace

    return Workspace.open(here / "workspace")
