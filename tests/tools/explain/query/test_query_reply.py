import pytest

from customer_segmentation.explain.query.reply import _calm_number


@pytest.mark.parametrize(
    ("written", "calm"), [("1976.0000", "1976"), ("2.5000", "2.5"), ("100", "100"), ("", ""), ("-3.0", "-3")]
)
def test_numbers_of_groups_lose_their_empty_decimals(written, calm):
    assert _calm_number(written) == calm
