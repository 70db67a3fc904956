"""Measure what the simulated shops let a planner reach; prints the table of README.md.

python -m simulated.measure_signal [SEEDS]   (from the folder tests)
"""

import sys

import numpy as np

from simulated.bayes_planner import bayes_plan
from simulated.budget_shop import draw_shop
from simulated.past_test import past_test
from simulated.reference_plans import REFERENCE_PLANS
from simulated.shop_prior import NOISES, SIGNALS


def earned(shop):
    """Return the true contribution of every plan and ceiling of one shop."""
    truth = shop.truth
    test = past_test(shop, customers=10_000)

    def by_segment(counts):
        return truth.worth(truth.executed(counts)).contribution

    def by_customer(shares):
        return truth.worth_of_customers(truth.executed(shares)).contribution

    return {
        "oracle_by_segment": by_segment(truth.oracle_by_segment()),
        "oracle_by_engagement": by_customer(truth.oracle_by_engagement()),
        "oracle_by_score": by_customer(truth.oracle_by_score()),
        "bayes_by_segment": by_segment(bayes_plan(shop, test)),
        "bayes_by_engagement": by_customer(bayes_plan(shop, test, by="engagement")),
        "bayes_without_test": by_segment(bayes_plan(shop)),
        **{name: by_segment(plan(shop.known)) for name, plan in REFERENCE_PLANS.items()},
    }


def summary(signal, noise, seeds):
    """Return per plan: total as a share of the segments' oracle, and how often it was below nothing."""
    rows = [earned(draw_shop(seed, signal, noise)) for seed in range(seeds)]
    top = sum(row["oracle_by_segment"] for row in rows)
    return {
        name: (
            sum(row[name] for row in rows) / top,
            float(np.mean([row[name] < -1e-6 for row in rows])),
            float(np.quantile([row[name] / row["oracle_by_segment"] for row in rows], 0.1)),
        )
        for name in rows[0]
    }


def main(seeds):
    """Print one line per signal, noise and plan."""
    write = sys.stdout.write
    write("signal noise plan share_of_segment_oracle tenth_percentile_share below_nothing\n")
    for signal in SIGNALS:
        for noise in NOISES:
            for name, (share, loses, low) in summary(signal, noise, seeds).items():
                write(f"{signal} {noise} {name} {share:.3f} {low:.3f} {loses:.3f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
