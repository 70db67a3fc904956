"""What is believed after a test: large ones as they show it, small ones as assumed, cells not tested as the others are."""

import pytest

from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.belief import Lift, believe

ASSUMED = Lift.of(0.0, 0.1, 0.4)


def cell(segment, arm, contacted, share, held_out, held_share):
    return {
        "segment": segment,
        "arm": arm,
        "contacted": contacted,
        "contacted_mean": share,
        "held_out": held_out,
        "held_out_mean": held_share,
    }


def test_a_lift_has_a_tenth_below_and_a_tenth_above():
    lift = Lift.of(-0.1, 0.1, 0.5)
    assert lift.likely == 0.1
    assert lift.error == pytest.approx(0.6 / 2 / 1.2815515655)


def test_a_very_large_test_is_believed_as_it_is():
    cells = [
        cell("a", "mail", 2_000_000, 0.30, 2_000_000, 0.20),
        cell("b", "mail", 2_000_000, 0.05, 2_000_000, 0.08),
    ]
    found = believe(cells, {}, {"a": ASSUMED, "b": ASSUMED})
    assert found.effects["a", "mail"].likely == pytest.approx(0.10, abs=0.001)
    assert found.effects["b", "mail"].likely == pytest.approx(-0.03, abs=0.001)
    assert found.rates["a"].value == pytest.approx(0.20, abs=0.001)
    assert (found.rates["a"].seen, found.effects["a", "mail"].kind) == (2_000_000, Kind.MEASURED)


def test_a_tiny_test_leaves_what_is_assumed():
    cells = [cell("a", "mail", 3, 1 / 3, 40_000, 0.20)]
    effect = believe(cells, {}, {"a": ASSUMED}).effects["a", "mail"]
    assert effect.likely == pytest.approx(0.1 * 0.20, abs=0.02)
    assert effect.worst < 0 < effect.likely < effect.best


def test_more_customers_make_surer():
    widths = []
    for many in (200, 2_000, 20_000):
        effect = believe([cell("a", "mail", many, 0.25, many, 0.2)], {}, {"a": ASSUMED}).effects["a", "mail"]
        widths.append(effect.best - effect.worst)
    assert widths[0] > widths[1] > widths[2]


def test_who_ordered_before_makes_those_held_out_surer():
    cells = [cell(s, "mail", 300, 0.25, 300, 0.2) for s in "abcd"]
    assumed = dict.fromkeys("abcd", ASSUMED)
    alone = believe(cells, {}, assumed).rates["a"]
    before = believe(cells, dict.fromkeys("abcd", (2_000, 10_000)), assumed).rates["a"]
    assert before.error < 0.8 * alone.error
    assert (alone.seen, before.seen) == (300, 10_300)


def test_a_segment_that_was_not_tested_follows_the_others_and_is_less_sure():
    cells = [cell(s, "mail", 5_000, 0.30, 5_000, 0.20) for s in "abcde"]
    before = dict.fromkeys("abcdef", (2_000, 10_000))
    found = believe(cells, before, dict.fromkeys("abcdef", ASSUMED))
    tested, other = found.effects["a", "mail"], found.effects["f", "mail"]
    assert other.likely > 0.04
    assert other.best - other.worst > 1.5 * (tested.best - tested.worst)
    assert found.rates["f"].seen == 10_000


def test_effects_of_one_test_err_together_as_it_says():
    """All arms of a segment are compared with the same customers held out."""
    cells = [cell("a", arm, 1_000, 0.25, 100, 0.2) for arm in ("mail", "sms")]
    found = believe(cells, {}, {"a": ASSUMED})
    mail, sms = (dict(found.effects["a", arm].shared) for arm in ("mail", "sms"))
    assert sum(part * sms.get(name, 0.0) for name, part in mail.items()) > 0.5
    assert sum(part**2 for part in sms.values()) == pytest.approx(1, abs=1e-6)
