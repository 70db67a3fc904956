"""Measure what a campaign's reply says of whom to contact, against the truth of simulated customers; prints a table of README.md.

python -m judged.measure_whom [PILOTS [CUSTOMERS [SIGNAL]]]   (from the folder tests)
"""

import sys
from types import SimpleNamespace

import numpy as np

from customer_segmentation.measure.whom.traits import Traits, Usual
from customer_segmentation.measure.whom.ways import Advice, Way, value_ways
from simulated.uplift_people import CHANNELS, SIGNALS, WORLDS, draw_people, run_pilot

HALF = 0.5
FIRST = 400
"""Seeds from here on were not looked at when anything was chosen."""


def cells(features):
    """Return 25 segments of recency and orders, a fifth each."""
    fifths = [
        np.searchsorted(np.quantile(column, [0.2, 0.4, 0.6, 0.8]), column) for column in features[:, :2].T
    ]
    return 5 * fifths[0] + fifths[1]


def valued(seed, customers, world, signal):
    """Return the ways of one pilot, and what each would truly bring per customer."""
    pilot = run_pilot(seed, customers, world, signal)
    recency, orders, spent, channel, age = pilot.features.T[:5]
    numbers = np.column_stack([recency, orders, spent, spent / orders, age])
    traits = Traits(numbers, (Usual("channel", CHANNELS, channel),))
    people = SimpleNamespace(arm=pilot.contacted.astype(np.int64), segment=cells(pilot.features))
    chances = np.full((customers, 2), HALF)
    found = value_ways(people, traits, pilot.contribution, chances, np.arange(customers))
    gain = draw_people(customers, seed, world, signal).gain
    return found, {way: float(np.mean((chosen > 0) * gain)) for way, chosen in found.chosen.items()}


def summary(pilots, customers, world, signal):
    """Return mean true gain of each way, coverage of intervals of gains and leads, and how often each advice was given."""
    rows = [valued(FIRST + n, customers, world, signal) for n in range(pilots)]
    told = [way for way in Way if way is not Way.NOBODY]
    gains = {way: float(np.mean([true[way] for _, true in rows])) for way in told}
    within = [one.gain[way].low <= true[way] <= one.gain[way].high for one, true in rows for way in told]
    ahead = [
        one.lead[way].low <= true[Way.LEARNT] - true[way] <= one.lead[way].high
        for one, true in rows
        for way in told
        if way is not Way.LEARNT
    ]
    advice = {one: sum(found.advice is one for found, _ in rows) for one in Advice}
    wrong = sum(
        found.advice is Advice.FINER and true[Way.LEARNT] <= true[Way.SEGMENTS] for found, true in rows
    )
    return gains, float(np.mean(within)), float(np.mean(ahead)), advice, wrong


def main(pilots, customers, signals):
    """Print one block per signal and world."""
    write = sys.stdout.write
    for signal in signals:
        for world in WORLDS:
            gains, within, ahead, advice, wrong = summary(pilots, customers, world, signal)
            for way, gain in gains.items():
                write(f"{signal} {world} true_gain_of_{way.value} {gain:.3f}\n")
            write(f"{signal} {world} coverage_of_95_percent_intervals_of_gains {within:.3f}\n")
            write(f"{signal} {world} coverage_of_95_percent_intervals_of_leads {ahead:.3f}\n")
            for one, times in advice.items():
                write(f"{signal} {world} advice_{one.value} {times}\n")
            write(f"{signal} {world} finer_said_and_not_true {wrong}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 20, int(given[1]) if given[1:] else 4_000, given[2:] or list(SIGNALS))
