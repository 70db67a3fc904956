"""Measures that count on, such as retention_1, retention_2, share their words."""

import pytest

from customer_segmentation.kit.words import label, of_measure


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("retention_3", "+3"),
        ("retention_12", "+12"),
        ("value_0", "Spent at first"),
        ("value_1", "Spent by +1"),
    ],
)
def test_a_numbered_measure_has_the_words_of_its_kind(measure, words):
    assert of_measure("columns", measure, "en", tool="cohort_retention") == words


def test_its_label_names_subject_and_number():
    words = label("retention_3_low", "en", tool="cohort_retention", subject="2024-01")
    assert words == "lower end of the 95% interval of the share who ordered in period 3 after"
    assert "2024-01" in label("retained_3", "zh", tool="cohort_retention", subject="2024-01")


def test_what_has_no_words_keeps_its_name():
    assert of_measure("columns", "weekday_7", "en") == ""
    assert label("no_such_measure_7", "en") == "no such measure 7"
