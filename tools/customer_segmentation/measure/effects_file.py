"""``effects.json``: measured effects by segment and arm, for whoever plans with them.

One object: ``version`` 2; ``segmentation``, the full id of the segmentation; ``outcome``: ordered, orders, revenue,
contribution, or ``file`` for an outcome of the campaign's own file; ``shares``: the outcome is a yes or no, so that effects
are fractions of one; ``start`` and ``horizon_days`` (null where not known); ``randomised``: no check speaks against it; and
``effects``, a list of

- ``segment``: its id; ``all`` for everybody;
- ``arm``: the value of its cells; ``contacted`` and ``held_out``: customers;
- ``base``: mean outcome of those held out, null for too few;
- ``mean`` and ``sd``: of the effect per customer contacted, as believed given all segments of that arm;
- ``shared_sd``: the part of ``sd`` in which all segments of the arm err together, so that the covariance of two segments is
  about the product of theirs;
- ``p10``, ``p50``, ``p90``: percentiles of the same.

A segment of which nothing is believed is left out. ``cells``, a list of what was seen, of every segment and arm:

- ``segment`` and ``arm`` as above; ``contacted`` and ``held_out``: customers;
- ``contacted_mean`` and ``held_out_mean``: their mean outcomes, null for nobody.
"""

import json
from pathlib import Path
from typing import Any, Final

from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.measure.effect import Effect
from customer_segmentation.measure.measured import Measurement

NAME: Final = "effects.json"
VERSION: Final = 2
_Z90: Final = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""


def write_effects(folder: Path, measurement: Measurement, about: dict[str, Any]) -> None:
    """Write the file; ``about`` holds segmentation, outcome, shares, start, horizon_days and randomised."""
    effects = [
        entry
        for one in measurement.effects
        for effect in (one.overall, *one.segments)
        if (entry := _entry(effect, measurement.arms.contacted[one.arm - 1]))
    ]
    cells = [
        _cell(effect, measurement.arms.contacted[one.arm - 1])
        for one in measurement.effects
        for effect in one.segments
    ]
    found = {"version": VERSION, **about, "effects": effects, "cells": cells}
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_effects(folder: Path) -> dict[str, Any]:
    """Return the file of a result's folder."""
    found: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return found


def _cell(effect: Effect, arm: str) -> dict[str, Any]:
    contacted, held_out = effect.contacted, effect.held_out
    return {
        "segment": effect.segment,
        "arm": arm,
        "contacted": contacted.size,
        "contacted_mean": contacted.mean if contacted.size else None,
        "held_out": held_out.size,
        "held_out_mean": held_out.mean if held_out.size else None,
    }


def _entry(effect: Effect, arm: str) -> dict[str, Any] | None:
    believed = _believed(effect)
    if believed is None:
        return None
    mean, deviation, shared, (tenth, half, ninetieth) = believed
    return {
        "segment": effect.segment,
        "arm": arm,
        "contacted": effect.contacted.size,
        "held_out": effect.held_out.size,
        "base": effect.held_out.mean if effect.plain else None,
        "mean": mean,
        "sd": deviation,
        "shared_sd": shared,
        "p10": tenth,
        "p50": half,
        "p90": ninetieth,
    }


def _believed(effect: Effect) -> tuple[float, float, float, tuple[float, float, float]] | None:
    pooled, plain = effect.pooled, effect.plain
    if pooled:
        return pooled.estimate.value, pooled.deviation, pooled.shared, pooled.tenths
    if plain is None:
        return None
    mean, error = plain.estimate.value, plain.error
    shared = error if effect.segment == ALL else 0.0
    return mean, error, shared, (mean - _Z90 * error, mean, mean + _Z90 * error)
