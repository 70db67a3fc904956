"""Measure what the product's plans are worth in simulated shops; prints the tables of README.md.

python -m judged.measure_plan [SEEDS [FIRST]]   (from the folder tests)
"""

import sys

import numpy as np

from judged.product_plans import after_test, assumed, told
from simulated.bayes_planner import bayes_plan
from simulated.budget_shop import draw_shop
from simulated.past_test import past_test
from simulated.reference_plans import REFERENCE_PLANS
from simulated.shop_prior import NOISES, SIGNALS

TESTED = 10_000


def measured(shop):
    """Return the true contribution of every plan of one shop, and which of its 80% intervals hold the truth."""
    truth, test = shop.truth, past_test(shop, customers=TESTED)
    ours = after_test(shop, test)
    planned = {
        "plan_after_test": ours,
        "cautious_after_test": after_test(shop, test, cautious=True),
        "cautious_after_test_hopeful": after_test(shop, test, optimism=2.0, cautious=True),
        "plan_without_test": assumed(shop),
        "cautious_without_test": assumed(shop, cautious=True),
        "cautious_told": told(shop, cautious=True),
        "cautious_told_hopeful": told(shop, optimism=2.0, cautious=True),
    }
    counts = {
        "oracle_by_segment": truth.oracle_by_segment(),
        "bayes_by_segment": bayes_plan(shop, test),
        "bayes_without_test": bayes_plan(shop),
        **{name: one.counts for name, one in planned.items()},
        **{name: plan(shop.known) for name, plan in REFERENCE_PLANS.items()},
    }
    worth = {name: truth.worth(truth.executed(one)).contribution for name, one in counts.items()}
    within = [one.worst <= truth.effect[cell] <= one.best for cell, one in ours.effects.items()]
    total = truth.worth(ours.counts).contribution
    held = {"effects": within, "total": [ours.low <= total <= ours.high] if ours.counts.any() else []}
    return worth, held


def summary(signal, noise, seeds):
    """Return per plan: total over the oracle's and over the Bayes planner's, share of shops below nothing; and coverage."""
    rows = [measured(draw_shop(seed, signal, noise)) for seed in seeds]
    totals = {name: np.array([worth[name] for worth, _ in rows]) for name in rows[0][0]}
    top, known = totals["oracle_by_segment"].sum(), totals["bayes_by_segment"].sum()
    plans = {
        name: (got.sum() / top, got.sum() / known, float(np.mean(got < -1e-6)), float(np.mean(got != 0)))
        for name, got in totals.items()
    }
    coverage = {name: float(np.mean([x for _, held in rows for x in held[name]])) for name in rows[0][1]}
    return plans, coverage


def main(seeds, first):
    """Print one line per signal, noise and plan."""
    write = sys.stdout.write
    write("signal noise plan of_oracle of_bayes below_nothing acts\n")
    for signal in SIGNALS:
        for noise in NOISES:
            plans, coverage = summary(signal, noise, range(first, first + seeds))
            for name, (of_oracle, of_bayes, loses, acts) in plans.items():
                write(f"{signal} {noise} {name} {of_oracle:.3f} {of_bayes:.3f} {loses:.3f} {acts:.3f}\n")
            for name, share in coverage.items():
                write(f"{signal} {noise} coverage_of_80_percent_intervals_of_{name} {share:.3f}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(given[0] if given else 100, given[1] if len(given) > 1 else 0)
