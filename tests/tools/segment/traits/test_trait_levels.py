"""Bands and values of traits: by hand, and every value in exactly one level, whatever the values are."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.data.dataset import Column
from customer_segmentation.kit.name import spelled
from customer_segmentation.segment.traits.bands import merged_edges, round_cuts
from customer_segmentation.segment.traits.form_levels import least_group
from customer_segmentation.segment.traits.level import birthday
from customer_segmentation.segment.traits.number_levels import number_levels
from customer_segmentation.segment.traits.text_levels import ordered, text_levels
from customer_segmentation.segment.traits.trait import Trait

DAY = date(2024, 7, 1)
NUMBERS = st.dictionaries(st.integers(-50, 5000), st.integers(1, 40), min_size=2, max_size=30)
TEXTS = st.dictionaries(
    st.sampled_from(["a", "B", " b", "c", "D ", "unknown", "it's", "18-24", "25-34", "65+", "é"]),
    st.integers(1, 60),
    min_size=1,
)


def trait(kind, meaning="", header="Thing"):
    return Trait(Column(name="thing", header=header, table="customers", type=kind), meaning)


def numbers(counts, meaning="", least=5, header="Thing"):
    return number_levels(trait("number", meaning, header), counts, 0, least, DAY)


def texts(counts, least=5):
    folded = {(value.strip().lower(), value): n for value, n in counts.items()}
    return text_levels(trait("text"), folded, 0, least)


def called(formed, language="en"):
    return [spelled(level.parts, language) for level in formed.levels.levels]


def codes(formed, values, kind):
    """Return the code that SQL gives each value."""
    text = formed.levels.sql("v.value", DAY)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE v (value {kind})")
        connection.executemany("INSERT INTO v VALUES (?)", [[value] for value in values])
        return dict(connection.execute(f"SELECT v.value, {text} FROM v").fetchall())


def test_few_whole_numbers_stand_one_by_one_and_rare_ones_join_their_neighbour():
    formed = numbers({0: 100, 1: 50, 2: 20, 3: 3, 4: 1}, header="Kids")
    assert called(formed) == ["Kids 0", "Kids 1", "Kids 2 or more"]
    assert called(formed, "zh")[-1] == "Kids 2 及以上"
    assert codes(formed, [0, 1, 2, 4, None], "INTEGER") == {0: 1, 1: 2, 2: 3, 4: 3, None: 0}


def test_incomes_are_cut_at_round_numbers_near_the_quartiles():
    """1,000 incomes from 20,000 in steps of 60: quartiles 34,940, 49,940 and 64,940; steps of at most 4,500."""
    formed = numbers({20_000 + 60 * n: 1 for n in range(1000)}, "income", header="Income")
    assert called(formed) == [
        "Income under 35,000",
        "Income 35,000 to under 50,000",
        "Income 50,000 to under 65,000",
        "Income 65,000 and over",
    ]
    assert called(formed, "zh")[1] == "Income 35,000 至不满 50,000"


def test_ages_have_standard_bands_and_impossible_ones_are_not_known():
    """Nobody is between 35 and 64, so that those bands join the next one."""
    formed = numbers({20: 10, 30: 10, 66: 10, -1: 2, 111: 3, 110: 5}, "age")
    assert called(formed) == ["Under 25", "25–34", "35 and over"]
    assert called(formed, "zh") == ["25 岁以下", "25–34 岁", "35 岁及以上"]
    assert (formed.known, formed.unknown, formed.impossible) == (35, 5, 5)
    found = codes(formed, [20, 24, 25, 66, 110, 111, -1], "INTEGER")
    assert found == {20: 1, 24: 1, 25: 2, 66: 3, 110: 3, 111: 0, -1: 0}


def test_years_of_birth_are_ages_on_the_day_looked_from():
    formed = numbers({2000: 10, 1990: 10, 1950: 10, 1893: 1, 2030: 1}, "birth")
    assert called(formed) == ["Under 25", "25–34", "35 and over"]
    found = codes(formed, [2000, 1999, 1990, 1959, 1914, 1913, 2025], "INTEGER")
    assert found == {2000: 1, 1999: 2, 1990: 2, 1959: 3, 1914: 3, 1913: 0, 2025: 0}


def test_days_of_birth_are_exact_to_the_day():
    formed = number_levels(
        trait("date", "birth"), {date(2000, 1, 1): 9, date(1990, 1, 1): 9, date(1950, 1, 1): 9}, 0, 5, DAY
    )
    found = codes(formed, [date(1999, 7, 1), date(1999, 7, 2), date(1959, 7, 1)], "DATE")
    assert found == {date(1999, 7, 1): 2, date(1999, 7, 2): 1, date(1959, 7, 1): 3}


def test_a_leap_day_has_a_birthday_every_year():
    assert birthday(date(2024, 2, 29), -1) == date(2023, 2, 28)
    assert birthday(date(2024, 2, 29), -4) == date(2020, 2, 29)


def test_a_single_figure_far_above_all_others_is_not_known():
    formed = numbers({**{1000 + n: 1 for n in range(200)}, 666_666: 1}, "income")
    assert (formed.impossible, formed.levels.most) == (1, Decimal(1199))


@given(NUMBERS, st.integers(1, 30))
def test_every_number_is_in_exactly_one_level(counts, least):
    formed = numbers(counts, least=least)
    found = codes(formed, list(counts), "INTEGER")
    levels = {level.code for level in formed.levels.levels}
    known = {value: n for value, n in counts.items() if found[value]}
    assert set(found.values()) <= levels | {0}
    assert {found[value] for value in known} == levels
    assert sum(known.values()) == formed.known
    assert sum(counts.values()) == formed.customers


@given(TEXTS, st.integers(1, 30))
def test_every_text_is_in_exactly_one_level(counts, least):
    formed = texts(counts, least)
    found = codes(formed, list(counts), "VARCHAR")
    levels = {level.code for level in formed.levels.levels}
    assert {code for code in found.values() if code} == levels
    assert sum(n for value, n in counts.items() if found[value]) == formed.known
    assert (found.get("unknown", 0), sum(counts.values())) == (0, formed.customers)


def test_texts_with_numbers_stand_in_their_order_and_rare_ends_join():
    formed = texts({"65+": 2, "Under 25": 30, "25-34": 40, "35-44": 20, "45-64": 1}, least=10)
    assert called(formed) == ["Under 25", "25-34", "35-44 and above"]
    assert ordered(["75-99K", "Under 15K", "15-24K", "100-124K"]) == [
        "Under 15K",
        "15-24K",
        "75-99K",
        "100-124K",
    ]


def test_known_scales_stand_in_their_order():
    assert ordered(["master", "basic", "phd"]) == ["basic", "master", "phd"]
    assert ordered(["本科", "小学", "硕士"]) == ["小学", "本科", "硕士"]
    assert ordered(["Leeds", "York"]) is None


def test_a_scale_that_ends_in_a_code_stands_in_order_under_its_header():
    formed = texts({"5+": 66, "2": 318, "4": 53, "1": 255, "3": 109})
    assert called(formed) == ["Thing 1", "Thing 2", "Thing 3", "Thing 4", "Thing 5+"]
    merged = texts({"5+": 3, "2": 318, "4": 53, "1": 255, "3": 109})
    assert called(merged)[-1] == "Thing 4 or more"
    assert codes(merged, ["4", "5+", "1", None], "VARCHAR") == {"4": 4, "5+": 4, "1": 1, None: 0}


def test_the_upper_values_of_a_long_scale_are_taken_together():
    formed = texts({str(n): 30 for n in range(19)} | {"19+": 30})
    assert called(formed) == [*(f"Thing {n}" for n in range(11)), "Thing 11 or more"]
    assert formed.levels.levels[-1].keys == [*(str(n) for n in range(11, 19)), "19+"]
    assert formed.rare == 0


def test_rare_values_are_taken_together():
    formed = texts({"Leeds": 50, "York": 60, "Hull": 3, "Goole": 2}, least=10)
    assert called(formed) == ["York", "Leeds", "Other Thing"]
    assert formed.rare == 2


@pytest.mark.parametrize(("customers", "least"), [(20, 5), (100, 10), (300, 30), (3000, 30), (10_000, 100)])
def test_a_group_has_thirty_customers_or_a_hundredth_of_all_where_there_are_enough(customers, least):
    assert least_group(customers) == least


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12), st.integers(1, 60))
def test_merged_ends_keep_every_band_once_in_order(counts, least):
    spans = merged_edges(counts, least)
    assert [n for span in spans for n in span] == list(range(len(counts)))
    assert len(spans) >= min(2, len(counts))
    if len(spans) > 2:
        assert all(sum(counts[n] for n in spans[end]) >= least for end in (0, -1))


@given(st.lists(st.decimals(0, 100_000, places=2), min_size=3, max_size=3).map(sorted))
def test_round_cuts_stay_near_the_quartiles(quartiles):
    least = quartiles[0] - 1
    cuts = round_cuts(quartiles, least)
    spread = quartiles[2] - quartiles[0]
    assert cuts == sorted(set(cuts))
    assert all(min(abs(cut - value) for value in quartiles) <= spread * Decimal("0.075") for cut in cuts)
