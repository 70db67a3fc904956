import pytest

from customer_segmentation.stats.wilson import wilson_interval


# R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998)
# 857-872, table I, method 3 (score, without continuity correction).
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_values(successes, trials, low, high):
    assert tuple(round(end, 4) for end in wilson_interval(successes, trials)) == (low, high)


def test_the_interval_of_a_share_mirrors_that_of_its_complement():
    low, high = wilson_interval(15, 148)
    assert wilson_interval(133, 148) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(successes, trials):
    with pytest.raises(ValueError, match="is no share"):
        wilson_interval(successes, trials)
