from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.kit.errors import InputError
from customer_segmentation.segment.rfm.thresholds import plain, read_thresholds, spread, written

CUTS = st.lists(st.decimals("-9999", "9999", places=4), min_size=4, max_size=4).map(sorted)


def test_thresholds_are_read_in_any_writing():
    expected = {"R": (115, 181, Decimal("297.4"), 482), "F": (4, 5, 6, 8)}
    assert read_thresholds("R=115,181,297.4,482;F=4,5,6,8") == expected
    assert read_thresholds(" r = 115 , 181, 297.40,482 ；F＝4，5，6，8; ") == expected
    assert read_thresholds("") == {}


@given(st.fixed_dictionaries({"R": CUTS, "F": CUTS, "M": CUTS}))
def test_written_thresholds_are_read_back_exactly(rows):
    thresholds = {measure: tuple(cuts) for measure, cuts in rows.items()}
    assert read_thresholds(written(thresholds)) == thresholds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R=30,90", (30, 30, 90, 90)),  # under 30 days 5, under 90 days 3, else 1
        ("R=30", (30, 30, 30, 30)),
        ("R=30,60,90", (30, 60, 60, 90)),  # 5, 4, 2, 1
        ("F=2,5", (2, 2, 5, 5)),  # 1, 3, 5
        ("F=2", (2, 2, 2, 2)),
        ("F=2,3,5", (2, 3, 3, 5)),  # 1, 2, 4, 5
        ("M=-5,-1", (-5, -5, -1, -1)),
    ],
)
def test_fewer_cuts_make_fewer_classes_spread_over_the_scores(text, expected):
    assert next(iter(read_thresholds(text).values())) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("X=1,2", "rfm_thresholds_measure"),
        ("115,181", "rfm_thresholds_measure"),
        ("R=1;R=2", "rfm_thresholds_measure"),
        ("R=1,2,3,4,5", "rfm_thresholds_many"),
        ("R=5,4", "rfm_thresholds_falling"),
        ("R=", "rfm_thresholds_number"),
        ("R=ten", "rfm_thresholds_number"),
        ("M=1.00005", "rfm_thresholds_number"),
        ("M=1e30", "rfm_thresholds_number"),
        ("M=NaN", "rfm_thresholds_number"),
        ("M=inf", "rfm_thresholds_number"),
    ],
)
def test_what_cannot_be_read_is_said(text, code):
    with pytest.raises(InputError) as raised:
        read_thresholds(text)
    assert raised.value.code == code
    assert raised.value.said("zh") != raised.value.said("en")


def test_fewer_classes_keep_the_best_and_the_worst_score():
    assert [spread(n) for n in range(1, 6)] == [[5], [1, 5], [1, 3, 5], [1, 2, 4, 5], [1, 2, 3, 4, 5]]
    assert [spread(n, 2) for n in range(1, 5)] == [[5], [2, 5], [2, 3, 5], [2, 3, 4, 5]]


def test_cuts_are_written_plainly():
    assert [plain(Decimal(text)) for text in ("115.0000", "297.4000", "-0.5", "1E+3", "100")] == [
        "115", "297.4", "-0.5", "1000", "100",
    ]  # fmt: skip
