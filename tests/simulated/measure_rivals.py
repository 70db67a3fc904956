"""Measure how much of the gap plain learners close on the simulated customers; prints the table of README.md.

python -m simulated.measure_rivals [PILOTS]   (from the folder tests)
"""

import sys

import numpy as np

from simulated.uplift_people import SIGNALS, WORLDS, best_by_cell, draw_people, run_pilot, share_closed
from simulated.uplift_rivals import RIVALS

FRESH = 20_000


def closed(world, signal, pilots):
    """Return per way of choosing the shares of the gap closed, one per pilot, each on fresh customers of its own."""
    shares = {name: [] for name in (*RIVALS, "best_by_cell")}
    for seed in range(pilots):
        fresh = draw_people(FRESH, 10_000 + seed, world, signal)
        pilot = run_pilot(seed, world=world, signal=signal)
        for name, learn in RIVALS.items():
            shares[name].append(share_closed(fresh, learn(pilot)(fresh.features)))
        shares["best_by_cell"].append(share_closed(fresh, best_by_cell(fresh)))
    return {name: np.array(values) for name, values in shares.items()}


def main(pilots):
    """Print mean and least share per signal, world and way of choosing."""
    write = sys.stdout.write
    write("signal world way mean_share least_share\n")
    for signal in SIGNALS:
        for world in WORLDS:
            for name, shares in closed(world, signal, pilots).items():
                write(f"{signal} {world} {name} {shares.mean():.3f} {shares.min():.3f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
