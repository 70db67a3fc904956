import pytest

from customer_segmentation_skill.offline.changed import changes_between
from customer_segmentation_skill.offline.moves.figures import reads_as
from customer_segmentation_skill.offline.moves.scope_words import combined, split_conditions
from customer_segmentation_skill.offline.reading.values import ValueIndex

INDEX = ValueIndex(
    {
        "country": ["Germany", "United Kingdom", "IT"],
        "sex": ["F", "M"],
        "type": ["B2B", "Garden tools"],
        "label": ["Germany"],
    }
)


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("b2b", [("type", "B2B")]),
        ("garden-tools", [("type", "Garden tools")]),
        ("德国", [("country", "Germany"), ("label", "Germany")]),
        ("uk", [("country", "United Kingdom")]),
        ("italy", [("country", "IT")]),
        ("英国", [("country", "United Kingdom")]),
        ("women", [("sex", "F")]),
        ("女性", [("sex", "F")]),
        ("f", [("sex", "F")]),
        ("no", []),
        ("at", []),
        ("atlantis", []),
    ],
)
def test_values_are_found_in_any_language(phrase, found):
    assert sorted(INDEX.find(phrase)) == sorted(found)


def test_values_that_contain_a_word_are_candidates():
    assert INDEX.like("tool") == [("type", "Garden tools")]
    assert INDEX.like("x") == []


@pytest.mark.parametrize(
    ("where", "wanted", "result"),
    [
        ("", [("country", "Germany", False)], "country = 'Germany'"),
        (
            "country = 'Germany' and orders >= 2",
            [("country", "France", False)],
            "orders >= 2 and country = 'France'",
        ),
        ("country = 'Germany'", [("type", "B2B", True)], "country = 'Germany' and type != 'B2B'"),
        ("country != 'France'", [("country", "France", False)], "country = 'France'"),
        ("country = 'France'", [("country", "France", True)], "country != 'France'"),
        ("", [("country", "A", False), ("country", "B", False)], "country in ('A', 'B')"),
        ("", [("name", "O'Neil", True)], "name != 'O''Neil'"),
        ("", [("my column", "x", False)], "\"my column\" = 'x'"),
    ],
)
def test_filters_add_up(where, wanted, result):
    assert combined(where, wanted) == result


def test_only_the_outermost_and_parts_conditions():
    where = "a = 1 and (b = 2 and c = 3) and d = 'x and y' and e between 2 and 5"
    assert split_conditions(where) == ["a = 1", "(b = 2 and c = 3)", "d = 'x and y'", "e between 2 and 5"]


@pytest.mark.parametrize(
    ("value", "unit", "figure", "same"),
    [
        (0.4101, "share", "41%", True),
        (0.4101, "share", "41 percent", True),
        (0.4101, "share", "42%", False),
        (1_284_310, "EUR", "€1,284,310", True),
        (1_284_310, "EUR", "1284310", True),
        (1_284_310, "CNY", "128.4万", True),
        (150, "days", "150 days", True),
        (41, "customers", "41%", False),
    ],
)
def test_a_figure_is_known_however_it_is_typed(value, unit, figure, same):
    from customer_segmentation.kit.fact import Fact

    assert reads_as(Fact(value=value, unit=unit), figure) is same


def test_changes_are_largest_first_and_name_what_stayed(talk):
    before = talk.workspace.result("latest", "segmentation")
    talk.say("only germany")
    after = talk.workspace.result("latest", "segmentation")
    found = changes_between(before, after)
    assert [change.measure for change in found.whole] == ["customers", "orders", "revenue"]
    key = found.segments[0].after
    assert key.startswith("rfm_segments.")
    assert key.endswith(f"@{after.number}")
    sizes = [abs(_size(before, c.subject) - _size(after, c.subject)) for c in found.segments]
    assert sizes == sorted(sizes, reverse=True)
    assert changes_between(after, after).none


def _size(result, subject):
    fact = result.reply.facts.get(f"rfm_segments.{subject}.customers")
    return fact.value if fact else 0
