"""Measure how much of the gap the learnt policy closes on the simulated customers; prints the table of simulated/README.md.

PYTHONPATH=. python tools/measure/policy_pilots.py [PILOTS [SIGNAL]]   (from the folder tests)
"""

import sys

import numpy as np

from customer_segmentation.measure.policy.gains import choose, learn_gains
from customer_segmentation.measure.policy.known import Known
from simulated.uplift_people import SIGNALS, WORLDS, best_by_cell, draw_people, run_pilot, share_closed
from simulated.uplift_rivals import RIVALS

FRESH = 20_000


def known(features):
    """Lay out the features of simulated customers as a shop knows them, with the average order beside the sums."""
    recency, orders, spent, channel = features.T[:4]
    numbers = np.column_stack([recency, orders, spent, spent / orders, features[:, 4:]])
    return Known(numbers, channel[:, None].astype(np.int64))


def learnt(pilot, seed=0):
    """Return the gains learnt from a pilot in which half were contacted."""
    chances = np.full((len(pilot.contacted), 2), 0.5)
    draw = np.random.default_rng(seed)
    return learn_gains(
        known(pilot.features), pilot.contribution, pilot.contacted.astype(np.int64), chances, draw
    )


def closed(world, signal, pilots):
    """Return per way of choosing the shares of the gap closed, one per pilot, each on fresh customers of its own."""
    shares = {name: [] for name in ("learnt_policy", *RIVALS, "best_by_cell")}
    for seed in range(pilots):
        fresh = draw_people(FRESH, 10_000 + seed, world, signal)
        pilot = run_pilot(seed, world=world, signal=signal)
        contact = choose(learnt(pilot).predict(known(fresh.features))) > 0
        shares["learnt_policy"].append(share_closed(fresh, contact))
        for name, learn in RIVALS.items():
            shares[name].append(share_closed(fresh, learn(pilot)(fresh.features)))
        shares["best_by_cell"].append(share_closed(fresh, best_by_cell(fresh)))
    return {name: np.array(values) for name, values in shares.items()}


def main(pilots, signals):
    """Print mean and least share per signal, world and way, and in how many pilots the learnt policy is ahead of it."""
    write = sys.stdout.write
    write("signal world way mean_share least_share learnt_ahead_by learnt_ahead_in\n")
    for signal in signals:
        for world in WORLDS:
            found = closed(world, signal, pilots)
            for name, shares in found.items():
                ahead = found["learnt_policy"] - shares
                told = f"{shares.mean():.3f} {shares.min():.3f} {ahead.mean():.3f} {(ahead > 0).sum()}"
                write(f"{signal} {world} {name} {told}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2:] or list(SIGNALS))
