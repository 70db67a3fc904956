"""Every figure of query_data against a plain recomputation over the rows."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from plain_query import Plain, cents, days_of

from customer_segmentation.data.dataset import ReturnsPolicy
from customer_segmentation.explain.query.query_data import query_data
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.workspace.run import run
from returns_by_stack import is_return
from rows_shop import aggregated, column, line, shop

COLUMNS = [
    column("country", header="Land"),
    column("member", "boolean", table="customers"),
    column("tier", table="customers"),
    column("email", table="customers", personal=True),
]
COUNTRIES = ("Germany", "France", "Malta", None)


def _rows():
    rows = []
    for n in range(400):
        who, returned = f"c{n // 2 * 7 % 31}", n % 9 == 4
        at = datetime(2024, 1 + n % 5, 1 + n * 7 % 28, n % 24)  # noqa: DTZ001
        units = (1 + n % 3) * (-1 if returned else 1)
        country = COUNTRIES[n // 2 * 7 % 31 % 4] if n % 150 else "Atlantis"
        price = Decimal(n % 7) / 2
        rows.append(line(who, f"o{n // 2}", at, units * price, f"p{n % 6}", units, country=country))
    return [*rows, line("late", "late", "2024-06-10", 5, "p1", country="France")]


ROWS = _rows()
TRAITS = [{"customer_id": f"c{n}", "member": n % 2 == 0, "tier": ("gold", "iron")[n % 2]} for n in range(20)]


@pytest.fixture
def loaded(workspace):
    shop(workspace, ROWS, COLUMNS, TRAITS, roles={"customer_id": "Kunde"})
    return workspace


def asked(workspace, **request):
    return run(tool_of(query_data), request, workspace).reply


def values(reply, measure):
    """Return the measure by the name of its group."""
    return {
        reply.names.get(key.split(".")[1], key.split(".")[1]): fact.value
        for key, fact in reply.facts.items()
        if key.split(".")[2] == measure and key.split(".")[1] != "all"
    }


day = days_of(ROWS)


def month(row):
    return f"{day(row):%Y-%m}"


MEASURES = [
    "revenue",
    "orders",
    "customers",
    "aov",
    "units",
    "lines",
    "orders_each",
    "revenue_each",
    "return_rate",
]


@pytest.mark.parametrize(
    ("by", "of"),
    [
        ("Land", lambda row: row["country"] or "unknown"),
        ("product", lambda row: row["product"]),
        ("month", month),
        ("quarter", lambda row: f"{day(row):%Y}-Q{(day(row).month + 2) // 3}"),
        ("weekday", lambda row: f"weekday_{day(row).isoweekday()}"),
    ],
)
def test_groups_equal_a_plain_recomputation(loaded, by, of):
    plain, whole = Plain(ROWS, of), Plain(ROWS, lambda _: "all")
    for measure in MEASURES:
        reply = asked(loaded, measure=measure, by=by, top=50)
        assert values(reply, measure) == plain.told(measure)
        assert reply.facts[f"query_data.all.{measure}"].value == whole.measure(measure, "all")


def test_by_column_and_period(loaded):
    reply = asked(loaded, by="country", period="month", measure="orders")
    plain = Plain(ROWS, lambda row: f"{row['country'] or '–'} · {month(row)}")
    assert values(reply, "orders") == plain.told("orders")


def test_by_trait_every_customer_once(loaded):
    reply = asked(loaded, by="tier", measure="customers")
    assert sum(values(reply, "customers").values()) == reply.facts["query_data.all.customers"].value
    assert sum(values(reply, "share").values()) == pytest.approx(1)
    reply = asked(loaded, by="member", measure="customers")
    assert set(values(reply, "customers")) == {"value_true", "value_false", "unknown"}


def test_largest_first_with_shares_and_ranks(loaded):
    reply = asked(loaded, by="product", top=3)
    table = reply.tables["groups"]
    assert table.subjects == ["g1", "g2", "g3"]
    assert table.measures == ["revenue", "revenue_share", "orders", "customers"]
    amounts = [reply.value(table.key(subject, "revenue")) for subject in table.subjects]
    assert amounts == sorted(amounts, reverse=True)
    whole = reply.value("query_data.all.revenue")
    assert reply.value("query_data.g1.revenue_share") == pytest.approx(float(amounts[0] / whole), abs=1e-4)
    assert [reply.value(table.key(subject, "revenue_rank")) for subject in table.subjects] == [1, 2, 3]
    assert reply.facts["query_data.g1.revenue_share"].basis == (
        "query_data.g1.revenue",
        "query_data.all.revenue",
    )
    assert "query_more_groups" in [finding.code for finding in reply.findings]
    assert (reply.value("query_data.all.groups"), reply.value("query_data.all.groups_shown")) == (6, 3)


def test_changes_are_told_between_whole_neighbouring_periods_only(loaded):
    reply = asked(loaded, by="month", **{"from": "2024-02-01"})
    told = {key.split(".")[1] for key in reply.facts if key.endswith("revenue_change")}
    assert told == {"2024-03", "2024-04", "2024-05"}
    before, after = (reply.value(f"query_data.2024-0{n}.revenue") for n in (2, 3))
    assert reply.value("query_data.2024-03.revenue_change") == pytest.approx(
        float((after - before) / before), abs=1e-3
    )


def test_rates_change_in_points(loaded):
    reply = asked(loaded, by="month", measure="return_rate")
    fact = reply.facts["query_data.2024-03.return_rate_change"]
    before, after = (reply.value(f"query_data.2024-0{n}.return_rate") for n in (2, 3))
    assert (fact.unit, fact.value) == ("points", pytest.approx(after - before))


def test_small_groups_are_rows_for_the_person_and_nothing_for_a_model(loaded):
    reply = asked(loaded, by="country", top=50)
    assert [row[0] for row in reply.rows["small_groups"].rows] == ["Atlantis"]
    assert "Atlantis" not in reply.names.values()
    assert "Atlantis" not in for_model(reply, "r2", "en")
    assert "query_small_groups" in [finding.code for finding in reply.findings]


def test_top_customers_are_rows_for_the_person_and_together_for_a_model(loaded):
    reply = asked(loaded, by="customer", top=20, measure="orders")
    rows = reply.rows["customers"].rows
    assert reply.rows["customers"].columns[0] == "Kunde"
    assert len(rows) == 20
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    assert reply.value("query_data.top.orders") == sum(row[2] for row in rows)
    seen = for_model(reply, "r2", "en")
    assert not any(f" {row[0]} " in seen or f"{row[0]}\n" in seen for row in rows)
    assert reply.names == {}


def test_by_segment_of_the_latest_or_a_named_segmentation(loaded):
    first = run(tool_of(define_segment), {"rule": "revenue >= 25"}, loaded)
    again = asked(loaded, by="segment", measure="revenue")
    second = run(tool_of(define_segment), {"rule": "revenue >= 30"}, loaded)
    latest, named = asked(loaded, by="客群"), asked(loaded, by="segment", segmentation=first.number)
    for reply, formed in ((again, first), (latest, second), (named, first)):
        assert reply.tables["groups"].subjects == ["chosen", "others"]
        expected = formed.reply.value("define_segment.chosen.revenue")
        assert reply.value("query_data.chosen.revenue") == expected
    assert again.value("query_data.chosen.revenue") != latest.value("query_data.chosen.revenue")


def test_segments_keep_the_names_that_the_person_gave(loaded):
    run(tool_of(define_segment), {"rule": "revenue >= 30", "name": "Big"}, loaded)
    assert asked(loaded, by="segment").names == {"chosen": "Big"}
    crossed = asked(loaded, by="segment", period="year")
    assert crossed.names == {"chosen_2024": "Big · 2024", "others_2024": "others · 2024"}


def test_averages_of_a_few_come_last(loaded):
    reply = asked(loaded, by="country", measure="aov", top=50)
    assert len(reply.tables["groups"].subjects) == 4
    small = {row[0] for row in reply.rows["small_groups"].rows}
    assert small == {"Atlantis"}
    assert asked(loaded, by="country", measure="aov", top=4).rows == {}


def test_the_whole_agrees_with_the_other_tools_and_the_filter(loaded):
    whole = run(tool_of(define_segment), {"rule": "orders >= 1"}, loaded).reply
    reply = asked(loaded, measure="aov")
    for measure in ("aov", "revenue", "orders", "customers"):
        assert reply.value(f"query_data.all.{measure}") == whole.value(f"define_segment.all.{measure}")
    only = asked(loaded, where="land = 'france'", measure="revenue")
    assert [finding.code for finding in only.findings] == ["scope_value_respelt"]
    assert only.detail["filter"] == "Land = 'France'"


def test_excluded_returns_do_not_count(workspace):
    shop(workspace, ROWS, COLUMNS, policy=ReturnsPolicy.EXCLUDE)
    bought = sum((row["amount"] for row in ROWS if not is_return(row)), Decimal(0))
    assert asked(workspace).value("query_data.all.revenue") == cents(bought)
    assert asked(workspace, measure="return_rate").value("query_data.all.return_rate") == 0


def test_orders_in_several_groups_are_said(loaded):
    assert "query_orders_in_several" in [
        finding.code for finding in asked(loaded, by="product", measure="orders").findings
    ]
    assert "query_orders_in_several" not in [finding.code for finding in asked(loaded, by="product").findings]


@pytest.mark.parametrize(
    ("request_fields", "code"),
    [
        ({"by": "colour"}, "scope_unknown_dimension"),
        ({"by": "email"}, "scope_personal"),
        ({"by": "month", "period": "week"}, "query_two_periods"),
        ({"by": "segment"}, "no_segmentation_yet"),
        ({"where": "1 = 1"}, "where_unknown_column"),
        ({"measure": "profit"}, "field_wrong"),
    ],
)
def test_what_it_refuses(loaded, request_fields, code):
    with pytest.raises(InputError) as caught:
        asked(loaded, **request_fields)
    assert caught.value.code == code


def test_units_do_not_rank_customers(loaded):
    with pytest.raises(MethodError) as caught:
        asked(loaded, by="customer", measure="units")
    assert caught.value.code == "query_not_per_customer"


SUMMARY = [
    {"customer_id": f"c{n}", "last_on": date(2024, 5, 1), "orders": 1 + n % 3, "revenue": Decimal(10 * n)}
    for n in range(20)
]


def test_aggregated_customers_answer_what_they_can(workspace):
    aggregated(workspace, SUMMARY, COLUMNS[1:3], TRAITS)
    reply = asked(workspace, by="tier", measure="aov")
    assert reply.value("query_data.all.revenue") == Decimal(1900)
    assert sum(values(reply, "orders").values()) == sum(row["orders"] for row in SUMMARY)
    for request in ({"measure": "units"}, {"by": "month"}):
        with pytest.raises(MethodError):
            asked(workspace, **request)


def test_traits_alone_can_be_counted(workspace):
    aggregated(workspace, None, COLUMNS[1:3], TRAITS)
    assert values(asked(workspace, by="tier", measure="customers"), "customers") == {"gold": 10, "iron": 10}
    with pytest.raises(MethodError) as caught:
        asked(workspace, by="tier", measure="revenue")
    assert caught.value.code == "scope_no_purchases"
