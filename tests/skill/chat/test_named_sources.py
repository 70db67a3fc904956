import pytest

from customer_segmentation_skill.chat.sources import sources_in


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("/customer-segmentation orders.csv", ["orders.csv"]),
        ('analyse "my orders 2024.xlsx" please', ["my orders 2024.xlsx", "2024.xlsx"]),
        ("分析 ./数据/订单.xlsx，谢谢", ["./数据/订单.xlsx"]),
        ("use ~/shop/exports", ["~/shop/exports"]),
        ("what should I do?", []),
    ],
)
def test_files_a_person_typed_are_found(text, sources):
    assert sources_in(text) == sources
