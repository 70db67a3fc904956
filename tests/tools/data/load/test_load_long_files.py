"""Files longer than the sample: the whole column decides, not its beginning."""

from decimal import Decimal

import pytest

from customer_segmentation.data.understand.column_profile import SAMPLE_ROWS
from customer_segmentation.kit.errors import NeedsAnswer

HEADER = "customer_id,order_id,date,quantity,price"


def long_file(*last, date="0{}/03/2024", quantity="2", price="10"):
    rows = [f"c{n % 900},{n},{date.format(1 + n % 9)},{quantity},{price}" for n in range(SAMPLE_ROWS)]
    return "\n".join([HEADER, *rows, *last]) + "\n"


def test_a_day_over_twelve_at_the_very_end_tells_the_order(load):
    day_first = load(long_file("c1,x,13/03/2024,1,5"))
    assert (str(day_first.facts["first_on"]), str(day_first.facts["last_on"])) == ("2024-03-01", "2024-03-13")
    month_first = load(long_file("c1,x,03/14/2024,1,5"))
    assert (str(month_first.facts["first_on"]), str(month_first.facts["last_on"])) == (
        "2024-01-03",
        "2024-09-03",
    )
    assert month_first.facts["lines_kept"] == SAMPLE_ROWS + 1


def test_where_the_whole_file_does_not_tell_the_order_it_is_asked(load):
    with pytest.raises(NeedsAnswer) as question:
        load(long_file("c1,x,02/03/2024,1,5"))
    assert question.value.code == "data_which_order"


def test_a_decimal_comma_at_the_end_is_read_as_one(load):
    loaded = load(long_file('c1,x,13/03/2024,"1,5","2,50"'))
    assert loaded.aside == {}
    assert loaded.facts["revenue"] == SAMPLE_ROWS * 20 + Decimal("3.75")


def test_a_thousand_at_the_end_is_one_where_a_comma_says_so(load):
    loaded = load(long_file('c1,x,13/03/2024,1.000,"2,50"', "c1,y,13/03/2024,1,1.500"))
    assert loaded.facts["revenue"] == SAMPLE_ROWS * 20 + 2500 + 1500


def test_another_way_of_writing_at_the_end_is_read_too(load):
    loaded = load(
        long_file(
            "c1,x,2024-03-13 10:20,1,€5", "c1,y,14 March 2024,1,5 EUR", "c1,z,45366,1,(5)", date="1{}/03/2024"
        )
    )
    assert loaded.aside == {}
    assert loaded.facts["revenue"] == SAMPLE_ROWS * 20 + 5 + 5 - 5
    assert loaded.dataset.currency == "EUR"


def test_two_currencies_at_the_end_are_asked_about(load):
    with pytest.raises(NeedsAnswer) as question:
        load(long_file("c1,x,13/03/2024,1,€5", "c1,y,14/03/2024,1,$5"))
    assert question.value.code == "data_which_currency"


def test_what_stays_unreadable_is_counted_with_its_lines(load):
    loaded = load(long_file("c1,x,soon,1,5", "c1,y,13/03/2024,x,5", "c1,z,13/03/2024,1,free"))
    assert loaded.aside == {"unreadable_date": 1, "unreadable_quantity": 1, "unreadable_price": 1}
    assert loaded.said("data_unreadable_date_lines")["lines"] == str(SAMPLE_ROWS + 1)
