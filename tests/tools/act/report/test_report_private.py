"""A report holds nobody: no id, no name, no row, and no group in which a person might be recognised."""

import pytest
from reported import Page, drafts, load, model, write_rows, written

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from small_shop import small_shop

HEADER = [
    "customer_id",
    "order_id",
    "date",
    "quantity",
    "price",
    "product",
    "full_name",
    "email",
    "phone",
    "note",
]


def _people(rows):
    for customer, order, day, quantity, amount, product in rows:
        number = int(customer[1:])
        price = f"{abs(float(amount)):.2f}"
        yield [
            f"KD-{number:05d}",
            order,
            day,
            quantity,
            price,
            product,
            f"Planted Person{number}",
            f"planted{number}@example.org",
            f"+49 170 55{number:05d}",
            f"planted note {number}",
        ]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    rows = list(_people(small_shop(customers=150)))
    source = write_rows(folder / "orders.csv", HEADER, rows)
    workspace = load(source, folder / "workspace")
    run(tool_of(rfm_segments), {}, workspace)
    return workspace, rows


@pytest.mark.parametrize(
    ("form", "formed"),
    [("html", rfm_segments), ("markdown", rfm_segments), ("html", cluster_customers)],
    ids=["html", "markdown", "html of clusters"],
)
def test_nothing_personal_is_in_it(planted, form, formed):
    workspace, rows = planted
    asked = {"method": "kmeans", "k": "3"} if formed is cluster_customers else {}
    segments = run(tool_of(formed), asked, workspace)
    result, text = written(workspace, format=form, segmentation=segments.id)
    assert not result.reply.rows
    held = {value for row in rows for value in (row[0], f"{row[1]} ", *row[6:])} - {"first ", "last "}
    assert len(held) > 1000
    assert [value for value in held if value in text] == []
    assert "Planted" not in text
    assert "planted" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_handful_of_customers_is_not_detailed(planted, language):
    workspace, _ = planted
    few = workspace.with_(thread="few")
    data = workspace.resolve("latest", "dataset")
    few.journal.record(few.thread, data, "load_data", "dataset", data)
    segments = run(tool_of(define_segment), {"rule": "revenue >= 2400"}, few)
    customers = segments.reply.facts["define_segment.chosen.customers"].value
    assert 0 < customers < 5
    _, text = written(few, segmentation=segments.id, language=language)
    page = Page(text)
    shown = [figure for key, figure, _ in page.figures if key.split(".")[1] == "chosen"]
    assert shown
    assert set(shown) == {"en": {"under five", "not shown"}, "zh": {"不足五", "不显示"}}[language]
    assert {"en": "fewer than five customers", "zh": "不足五位"}[language] in text
    left_out = {"en": "A picture is left out here", "zh": "此处略去一张图"}[language]
    assert left_out in text, "the bars would show what the groups bring in"
    advised = dict(drafts(model(few, segmentation=segments.id, language=language), language))["advice"]
    assert "chosen.customers" not in advised
