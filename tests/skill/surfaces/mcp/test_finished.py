import pytest

from customer_segmentation.catalogue import find_tool
from customer_segmentation.recipes.invoke import invoke
from customer_segmentation_skill.surfaces.mcp import finished as module
from customer_segmentation_skill.surfaces.mcp.finished import finished, tokens, whole


@pytest.fixture
def days(workspace):
    asked = {"source": "shop/orders.csv", "by": "product", "top": 50}
    return invoke(find_tool("query_data"), asked, workspace)


def test_a_chinese_character_counts_as_a_token_and_latin_letters_as_less():
    assert (tokens("客户分群"), tokens("customers " * 33)) == (4, 100)


@pytest.mark.parametrize(("bound", "rows"), [(1_500, 24), (400, 12), (250, 6), (150, 3)])
def test_tables_lose_rows_until_the_whole_is_short_enough_and_say_so(
    workspace, days, monkeypatch, bound, rows
):
    monkeypatch.setattr(module, "MOST_TOKENS", bound)
    said = finished(days, workspace, "en")
    table = [line for line in said.splitlines() if line.startswith("| ")]
    assert len(table) == rows + 2
    assert f"{50 - rows} more rows: customer-segmentation://results/{days.id}" in said
    assert tokens(said) <= bound


def test_what_is_still_too_long_ends_at_a_line_and_says_where_the_rest_is(workspace, days, monkeypatch):
    monkeypatch.setattr(module, "MOST_TOKENS", 60)
    said = finished(days, workspace, "zh")
    assert tokens(said) <= 60
    assert said.endswith(f"其余内容：customer-segmentation://results/{days.id}")


def test_the_whole_has_every_row(workspace, days):
    table = [line for line in whole(days, workspace, "en").splitlines() if line.startswith("| ")]
    assert len(table) == 50 + 2
