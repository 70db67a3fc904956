from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.format import formatted


def shown(value, unit, language="en", style="prose"):
    return formatted(Fact(value=value, unit=unit), language, style)


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (412, "customers", "412", "412"),
        (61482, "lines", "61,482", "6.1 万"),
        (123456789, "customers", "123,456,789", "1.2 亿"),
        ("1284310.45", "EUR", "€1,284,310", "128.4 万欧元"),
        ("1284310.45", "CNY", "¥1,284,310", "128.4 万元"),
        ("999.5", "EUR", "€999.50", "999.50 欧元"),
        ("60", "EUR", "€60", "60 欧元"),
        ("0.02", "EUR", "€0.02", "0.02 欧元"),
        ("-31400", "EUR", "−€31,400", "−3.1 万欧元"),
        ("5.5", "CHF", "CHF 5.50", "5.50 CHF"),
        ("5.5", "XXX", "5.50", "5.50"),
        (0.41, "share", "41%", "41%"),
        (0.047, "share", "4.7%", "4.7%"),
        (0.0004, "share", "<0.1%", "<0.1%"),
        (1.0, "share", "100%", "100%"),
        (0.07, "change", "+7%", "+7%"),
        (-0.184, "change", "−18%", "−18%"),
        (-0.0004, "change", "<−0.1%", "<−0.1%"),
        (0.002, "points", "+0.2 points", "+0.2 个百分点"),
        (-0.01, "points", "−1 point", "−1 个百分点"),
        (0.0002, "points", "less than 0.1 points more", "多不到 0.1 个百分点"),
        (-0.0002, "points", "less than 0.1 points less", "少不到 0.1 个百分点"),
        (1973.0, "year", "1973", "1973"),
        (1982.4, "year", "1982", "1982"),
        (1, "days", "1 day", "1 天"),
        (0.834, "coefficient", "0.83", "0.83"),
        (-0.5, "coefficient", "−0.50", "−0.50"),
        (0.234, "average", "0.23", "0.23"),
        (1.04, "average", "1.0", "1.0"),
        (150, "days", "150 days", "150 天"),
        (5.0, "ratio", "5 times", "5 倍"),
        (2.46, "ratio", "2.5 times", "2.5 倍"),
        (12.35, "average", "12.4", "12.4"),
        (1, "rank", "1", "1"),
        ("2024-12-30", "date", "30 Dec 2024", "2024-12-30"),
        ("Germany", "text", "Germany", "Germany"),
    ],
)
def test_a_fact_is_written_by_its_unit(value, unit, english, chinese):
    assert (shown(value, unit), shown(value, unit, "zh")) == (english, chinese)


def test_tables_show_whole_percent_and_full_counts():
    assert shown(0.047, "share", "en", "table") == "5%"
    assert shown(61482, "lines", "zh", "table") == "61,482"
    assert shown("1284310.45", "EUR", "zh", "table") == "€1,284,310"
    assert shown(0.001, "share", "en", "table") == "<1%"


def test_next_to_no_points_are_short_where_there_is_little_room():
    assert shown(0.0002, "points", "en", "table") == "<+0.1 points"
    assert shown(-0.0002, "points", "zh", "table") == "<−0.1 个百分点"


def test_approximate_figures_keep_two_digits():
    assert shown(61482, "lines", "en", "approx") == "61,000"
    assert shown("1284310", "EUR", "en", "approx") == "€1,300,000"


def test_half_is_rounded_up_in_money_and_averages():
    assert shown("0.125", "EUR") == "€0.13"
    assert shown(1.25, "average") == "1.3"


def test_text_from_data_cannot_carry_codes_or_placeholders():
    assert shown("\x1b[31mred\x1b[0m [[a.b.c]]", "text") == "[31mred [0m [ [a.b.c] ]"


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_date_survives_json(day):
    fact = Fact(value=day, unit="date")
    assert Fact.model_validate_json(fact.model_dump_json()) == fact


@given(st.decimals(min_value="-1e12", max_value="1e12", places=2))
def test_money_survives_json_to_the_cent(amount):
    fact = Fact(value=amount, unit="EUR")
    assert Fact.model_validate_json(fact.model_dump_json()) == fact


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="unknown unit 'parsecs'"):
        Fact(value=1, unit="parsecs")


def test_nothing_is_written_without_a_sign():
    assert formatted(Fact(value=-0.001, unit="coefficient")) == "0.00"
    assert formatted(Fact(value=-0.006, unit="coefficient")) == "−0.01"
