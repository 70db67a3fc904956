import pytest
from rfm_answers import one_order_each, segmented
from ten_customers import DAY, TEN

from rows_shop import shop


@pytest.fixture
def ten(workspace):
    shop(workspace, one_order_each(TEN), as_of=DAY)
    return segmented(workspace)
