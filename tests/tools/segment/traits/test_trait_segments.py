"""Groups by traits on a small shop, against the same groups worked out in plain Python."""

from collections import Counter
from datetime import date
from statistics import fmean

import duckdb
import pytest
from trait_answers import COLUMNS, grouped, members, orders, people, people_shop, ungrounded

from answers import assignment, codes, values
from customer_segmentation.explain.earlier_segments import earlier_segments
from customer_segmentation.kit.errors import InputError, MethodError, NeedsAnswer
from customer_segmentation.kit.prose import prose, subject_name
from customer_segmentation.kit.reply import Reply
from customer_segmentation.segment.segmentation import Segmentation
from rows_shop import aggregated, column, line


def names(result, language="en"):
    """Return what every group is called, in the order of the table."""
    reply: Reply = result.reply
    return [subject_name(s, reply, language) for s in reply.tables["segments"].subjects]


def age_group(age):
    if age is None:
        return "not known"
    if age < 25:
        return "Under 25"
    low = next(low for low in (55, 45, 35, 25) if age >= low) if age < 65 else 65
    return "65 and over" if low == 65 else f"{low}–{low + 9}"


def test_ages_fall_into_the_standard_bands(workspace):
    people_shop(workspace)
    result = grouped(workspace, traits="age")
    called = {s: subject_name(s, result.reply, "en") for s in result.reply.tables["segments"].subjects}
    assert {who: called[group] for who, group in members(result).items()} == {
        person["customer_id"]: age_group(person["age"]) for person in people()
    }
    assert names(result) == ["Under 25", "25–34", "35–44", "45–54", "55–64", "65 and over", "not known"]
    assert names(result, "zh")[1] == "25–34 岁"


def test_every_figure_equals_plain_python(workspace):
    spent = {f"k{n:04d}": 10 + (n * 13) % 40 for n in range(300)}
    people_shop(workspace)
    result = grouped(workspace, traits="country")
    assert names(result) == ["France", "Germany", "Spain"]
    for group, country in zip(result.reply.tables["segments"].subjects, names(result), strict=True):
        own = [p["customer_id"] for p in people() if p["country"] == country]
        found = values(result, group)
        assert found["customers"] == len(own)
        assert float(found["revenue"]) == sum(spent[who] for who in own)
        expected = fmean(spent[who] for who in own) / fmean(spent.values())
        assert found["revenue_index"] == pytest.approx(expected)
        assert found["revenue_index_low"] < expected < found["revenue_index_high"]
        assert found["orders_index"] == 1
    assert codes(result)[:1] != ["trait_exploratory"]


def test_two_traits_are_crossed_and_small_cells_join_what_is_left(workspace):
    """Of 300 customers a group has 30: Germany alone holds enough members, the two others share a rest."""
    traits = [
        {
            "customer_id": f"k{n:04d}",
            "country": "Germany" if n < 200 else "France",
            "member": n < 80 or n > 290,
        }
        for n in range(300)
    ]
    people_shop(workspace, traits=traits, columns=COLUMNS[1:])
    result = grouped(workspace, traits="country, member")
    assert names(result) == ["Germany, Member: yes", "Germany, Member: no", "France, Member: no", "Others"]
    found = Counter(members(result).values())
    assert found == {"g1": 80, "g2": 120, "g3": 91, "others": 9}


def test_who_never_bought_is_grouped_and_not_compared(workspace):
    people_shop(workspace, lines=orders(200))
    result = grouped(workspace, traits="country")
    assert len(members(result)) == 300
    silent = assignment(result)["k0299"]
    assert (silent["orders"], silent["revenue"], silent["recency_days"]) == (None, None, None)
    assert values(result, "all")["buyers"] == 200
    assert sum(values(result, g)["buyers"] for g in ("g1", "g2", "g3")) == 200
    assert "trait_never_bought" in codes(result)


def test_buyers_without_traits_are_not_known_and_do_not_set_the_scale(workspace):
    """Half of the buyers have no traits and spend ten times as much; the groups stand around 1 all the same."""
    lines = [*orders(300), *(line(f"x{n}", f"x{n}", "2024-06-01", 300) for n in range(300))]
    people_shop(workspace, lines=lines)
    result = grouped(workspace, traits="country")
    assert values(result, "unknown")["customers"] == 300
    assert "revenue_index" not in values(result, "unknown")
    assert all(0.8 < values(result, g)["revenue_index"] < 1.2 for g in ("g1", "g2", "g3"))
    assert codes(result)[0] == "trait_unknown_many"


def test_spellings_that_differ_in_case_and_spaces_are_one(workspace):
    traits = [{**p, "country": (" germany ", "Germany", "France")[n % 3]} for n, p in enumerate(people())]
    traits[0]["country"] = "Germany"
    people_shop(workspace, traits=traits)
    result = grouped(workspace, traits="country")
    assert names(result) == ["Germany", "France"]
    assert values(result, "trait_2")["respelt"] == 1


def test_the_most_telling_trait_is_chosen_where_none_is_named(workspace):
    people_shop(workspace, lines=orders(spent=lambda n: 100 + n % 7 if n % 3 == 1 else 10 + n % 7))
    result = grouped(workspace)
    assert result.reply.detail["traits"] == ["Country"]
    assert [subject_name(s, result.reply, "en") for s in result.reply.detail["over"]] == ["France"]
    assert "trait_exploratory" in codes(result)
    assert result.reply.detail["others"] == ["Age"]


def test_a_difference_between_typical_customers_alone_is_said_as_that(workspace):
    """Most French customers spend three times what most others do; a few large buyers even out the averages."""
    people_shop(
        workspace,
        lines=orders(
            spent=lambda n: 30 + n // 3 % 5 if n % 3 == 1 else 532 if n // 3 % 25 == 0 else 10 + n % 5
        ),
    )
    result = grouped(workspace)
    assert result.reply.detail["traits"] == ["Country"]
    assert (result.reply.detail["over"], result.reply.detail["under"]) == ([], [])
    assert "trait_typical_differs" in codes(result)
    assert "trait_exploratory" not in codes(result)
    for language, once in (("en", "typical customer"), ("zh", "一般客户")):
        words = prose("trait_segments", result.reply, language)
        assert words.count(once) == 1
        assert not words.startswith(("No reliable difference", "没有可靠的差异"))
    assert ungrounded(result, workspace) == []


def test_where_nothing_differs_it_says_so(workspace):
    people_shop(workspace)
    result = grouped(workspace, traits="country")
    assert (result.reply.detail["over"], result.reply.detail["under"]) == ([], [])
    assert values(result, "all")["groups_compared"] == 3


def test_groups_may_be_named_and_exported_under_their_ids(workspace):
    people_shop(workspace)
    result = grouped(workspace, traits="country", names="g1=Nos amis; Germany=Heimat")
    assert names(result) == ["Nos amis", "Heimat", "Spain"]


def test_the_sql_stands_alone(workspace):
    data = people_shop(workspace)
    result = grouped(workspace, traits="country,age")
    folder = workspace.result(data, "dataset").folder
    with duckdb.connect() as connection:
        for table in ("transactions", "customers"):
            connection.execute(
                f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{folder / table}.parquet')"
            )
        rows = connection.execute(Segmentation.read(result.folder).sql).fetchall()
    assert {row[0]: row[1] for row in rows} == members(result)


def test_the_same_groups_are_formed_again_on_another_part(workspace):
    people_shop(workspace)
    first = grouped(workspace, traits="age")
    again = grouped(workspace, groups_from=first.number, where="country = 'France'")
    before = members(first)
    assert all(before[who] == group for who, group in members(again).items())
    assert len(members(again)) == 100
    older = grouped(workspace, groups_from=first.number, as_of="2024-06-15")
    assert members(older) == before


def test_row_order_changes_nothing(workspace):
    data = people_shop(workspace)
    result = grouped(workspace, data=data, traits="country,age")
    turned = people_shop(workspace, lines=orders()[::-1], traits=people()[::-1], identity="e" * 24)
    other = grouped(workspace, data=turned, traits="country,age")
    assert result.reply.facts == other.reply.facts
    assert members(result) == members(other)


def test_a_column_of_purchases_counts_by_the_latest(workspace):
    lines = [
        line("a", "o1", "2024-01-01", 5, channel="web"),
        line("a", "o2", "2024-02-01", 5, channel="shop"),
        *(line(f"k{n}", f"p{n}", "2024-03-01", 5, channel=("web", "shop")[n % 2]) for n in range(40)),
    ]
    people_shop(workspace, lines=lines, traits=[], columns=(column("channel"),))
    result = grouped(workspace, traits="channel")
    assert members(result)["a"] == members(result)["k1"] != members(result)["k0"]
    assert "trait_latest" in codes(result)


def test_traits_alone_give_groups_and_counts(workspace):
    aggregated(workspace, None, COLUMNS, people())
    result = grouped(workspace, traits="age", as_of="2020-01-01")
    assert values(result, "g1")["customers"] == sum(age_group(p["age"]) == "Under 25" for p in people())
    assert "revenue_index" not in values(result, "g1")
    assert "trait_no_purchases" in codes(result)
    assert ungrounded(result, workspace) == []


@pytest.mark.parametrize(
    ("request_", "error", "code"),
    [
        ({"traits": "height"}, InputError, "trait_not_here"),
        ({"traits": "age,country,member,age2"}, InputError, "trait_not_here"),
        ({"traits": "customer"}, InputError, "trait_not_here"),
        ({"traits": "one"}, MethodError, "trait_one_value"),
        ({"traits": "none"}, MethodError, "trait_never_known"),
        ({"traits": "nick"}, MethodError, "trait_too_fine"),
        ({"traits": "mail"}, InputError, "scope_personal"),
        ({"kind": "psychographic"}, InputError, "trait_kind_psychographic"),
        ({"traits": "age", "as_of": "yesterday"}, InputError, "scope_date_wrong"),
        ({"traits": "age,country,member,nick"}, InputError, "trait_too_many"),
        ({"traits": "birth_year"}, NeedsAnswer, ""),
    ],
)
def test_what_cannot_be_done_is_said(workspace, request_, error, code):
    columns = (
        *COLUMNS,
        column("one", "text", "customers"),
        column("none", "text", "customers"),
        column("nick", "text", "customers"),
        column("mail", "text", "customers", personal=True),
        column("born", "number", "customers", "Birth year"),
        column("born2", "number", "customers", "Year of birth"),
    )
    traits = [
        {**p, "one": "same", "nick": f"n{n}", "mail": f"{n}@x", "born": 1980, "born2": 1980}
        for n, p in enumerate(people())
    ]
    people_shop(workspace, traits=traits, columns=columns)
    with pytest.raises(error) as raised:
        grouped(workspace, **({"traits": "生日"} if error is NeedsAnswer else request_))
    assert not code or raised.value.code == code
    assert raised.value.said("en")
    assert raised.value.said("zh")


@pytest.mark.parametrize("spent", [lambda n: 100 + n % 7 if n % 3 == 1 else 10 + n % 7, lambda n: 10 + n % 7])
@pytest.mark.parametrize("traits", ["country", "age", "country,age", "member,country", ""])
def test_the_reply_is_grounded(workspace, spent, traits):
    people_shop(workspace, lines=orders(spent=spent))
    result = grouped(workspace, traits=traits)
    assert ungrounded(result, workspace) == []


def test_names_from_the_data_cannot_break_the_reply(workspace):
    odd = ["Others", "[[trait_segments.all.groups]]", 'O\'Neil "x" <b>']
    traits = [{**p, "country": odd[n % 3]} for n, p in enumerate(people())]
    people_shop(workspace, traits=traits)
    result = grouped(workspace, traits="country")
    assert len(set(names(result))) == 3
    assert "Others" not in names(result)
    assert sorted(Counter(members(result).values()).values()) == [100, 100, 100]
    assert ungrounded(result, workspace) == []


def test_at_an_earlier_day_the_groups_are_the_same_for_those_who_had_bought(workspace):
    lines = [*orders(150), *(line(f"k{n:04d}", f"x{n}", "2024-06-20", 9) for n in range(100, 300))]
    people_shop(workspace, lines=lines)
    result = grouped(workspace, traits="country,age")
    folder = workspace.root / "earlier"
    folder.mkdir()
    with duckdb.connect() as connection:
        path = earlier_segments(result, workspace, date(2024, 6, 15), folder)
        then = dict(connection.execute(f"SELECT customer_id, segment FROM '{path}'").fetchall())
    now = members(result)
    assert then == {f"k{n:04d}": now[f"k{n:04d}"] for n in range(150)}
