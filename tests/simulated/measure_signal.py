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
    """Return per plan: total over the total of the segments' oracle, tenth percentile of the shares, share below nothing.

    Shops in which nothing pays have no share; they count in the totals and in what is below nothing.
    """
    rows = [earned(draw_shop(seed, signal, noise)) for seed in range(seeds)]
    top = np.array([row["oracle_by_segment"] for row in rows])
    pays = top > 0
    found = {}
    for name in rows[0]:
        got = np.array([row[name] for row in rows])
        low = np.quantile(got[pays] / top[pays], 0.1)
        found[name] = got.sum() / top.sum(), float(low), float(np.mean(got < -1e-6))
    return found, float(np.mean(~pays))


def main(seeds):
    """Print one line per signal, noise and plan."""
    write = sys.stdout.write
    write("signal noise plan share_of_segment_oracle tenth_percentile_share below_nothing\n")
    for signal in SIGNALS:
        for noise in NOISES:
            found, idle = summary(signal, noise, seeds)
            write(f"{signal} {noise} shops_in_which_nothing_pays {idle:.3f}\n")
            for name, (share, low, loses) in found.items():
                write(f"{signal} {noise} {name} {share:.3f} {low:.3f} {loses:.3f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
