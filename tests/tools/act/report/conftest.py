import pytest
from reported import Page, load, written

from customer_segmentation.data.demo_shop import write_demo_shop
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run

CUSTOMERS = 900


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Return a workspace in which a small demo shop is put into RFM segments."""
    folder = tmp_path_factory.mktemp("reported")
    write_demo_shop(folder / "shop", customers=CUSTOMERS)
    workspace = load(folder / "shop" / "orders.csv", folder / "workspace")
    run(tool_of(rfm_segments), {}, workspace)
    return workspace


@pytest.fixture(scope="session")
def texts(demo):
    """Return the report in HTML by language."""
    return {language: written(demo, language=language)[1] for language in ("en", "zh")}


@pytest.fixture(scope="session")
def pages(texts):
    """Return what a reader finds in the reports in HTML, by language."""
    return {language: Page(text) for language, text in texts.items()}
