import pytest

from customer_segmentation_skill.chat.sources import sources_in
from customer_segmentation_skill.surfaces.typed_source import command_for, quoted


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("orders.csv", "orders.csv"),
        ("my orders.csv", '"my orders.csv"'),
        ("a,b.csv", '"a,b.csv"'),
        ("订单.csv", "订单.csv"),
    ],
)
def test_a_source_is_quoted_when_it_would_fall_apart(source, typed):
    assert quoted(source) == typed
    assert source in sources_in(command_for([source]))


def test_the_command_takes_several():
    assert command_for(["a.csv", "b c.csv"]) == '/customer-segmentation a.csv "b c.csv"'
