"""Sensitive traits are known by their headers, in English and Chinese, and ordinary ones are left in peace."""

import pytest

from customer_segmentation.data.dataset import Column
from customer_segmentation.data.scope import open_scope
from customer_segmentation.kit.request import DataRequest
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.segment.traits.sensitive import is_sensitive, sensitive_kind
from rows_shop import column, line, shop


def _column(header: str) -> Column:
    return Column(name="trait", header=header, table="customers", type="text")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Religion", "religion"),
        ("customer_ethnicity", "ethnicity"),
        ("Race", "ethnicity"),
        ("HealthCondition", "health"),
        ("is_pregnant", "health"),
        ("Disability status", "health"),
        ("political_party", "politics"),
        ("sexual orientation", "sexuality"),
        ("Trade Union Member", "union"),
        ("fingerprint_id", "biometrics"),
        ("Criminal record", "crime"),
        ("Nationality", "origin"),
        ("Country of birth", "origin"),
        ("宗教信仰", "religion"),
        ("客户民族", "ethnicity"),
        ("国籍", "origin"),
        ("健康状况", "health"),
        ("政治面貌", "politics"),
        ("是否工会会员", "union"),
    ],
)
def test_a_header_of_a_special_category_is_sensitive(header: str, kind: str) -> None:
    assert sensitive_kind(_column(header)) == kind


@pytest.mark.parametrize(
    "header",
    [
        "Gender", "age", "Income", "Education", "Marital_Status", "Country", "city", "household size", "Kidhome",
        "union_id", "party size", "embrace", "trace", "Health & Beauty", "health_food_spend", "brace", "contrast",
        "性别", "年龄", "收入", "学历", "城市", "国家", "会员等级", "健康食品消费",
    ],
)  # fmt: skip
def test_ordinary_headers_are_not(header: str) -> None:
    assert not is_sensitive(_column(header))


def test_the_group_of_traits_leaves_sensitive_ones_out_and_a_name_brings_them_in(workspace):
    columns = (column("age", "number", "customers", "Age"), column("faith", "text", "customers", "Religion"))
    people = [
        {"customer_id": f"k{n}", "age": 20 + n, "faith": "one" if n % 2 else "other"} for n in range(10)
    ]
    lines = [line(f"k{n}", f"o{n}", "2024-01-01", 5) for n in range(10)]
    data = shop(workspace, lines, columns, people)
    with open_scope(DataRequest(data=data), workspace) as scope:
        assert [f.name for f in choose_features("traits", scope)] == ["age"]
        assert [f.name for f in choose_features("Religion", scope)] == ["faith"]
