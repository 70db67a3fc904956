"""Small allocation problems made of plain numbers, and the brute force that solves them."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.effects import Drawn, Effect, draw_effects
from customer_segmentation.plan.budget.gain import Option, worth_of
from customer_segmentation.plan.budget.setting import Setting
from customer_segmentation.plan.budget.solve import Limit, Problem


def option(segment="s1", action="a1", **told):
    """One action, whose effect is known of it by itself."""
    fields = {
        "channel": "email",
        "contacts": 1,
        "base": 0.2,
        "earned": 40.0,
        "contact_cost": 0.5,
        "redeemed": 0.0,
        "effect": Effect(0.0, 0.02, 0.08, Kind.GIVEN, apart=True),
        "lapsed": False,
    }
    return Option(segment=segment, action=action, **(fields | told))


@st.composite
def small_problems(draw):
    """Two or three segments of at most three customers with one or two actions each, limits included."""
    segments = draw(st.integers(1, 3))
    actions = [draw(st.integers(1, 2)) for _ in range(segments)]
    of = np.repeat(np.arange(segments), actions)
    n = len(of)
    cents = st.integers(-300, 500).map(lambda c: c / 100)
    value = np.array([draw(cents) for _ in range(n)])
    cost = np.array([draw(st.integers(0, 400)) / 100 for _ in range(n)])
    available = np.array([draw(st.integers(0, 3)) for _ in range(segments)])
    least = np.array([draw(st.integers(0, min(1, a))) for a in available])
    weights = np.array([float(draw(st.integers(0, 2))) for _ in range(n)])
    return Problem(
        segment=of,
        value=value,
        cost=cost,
        allowed=value > 0 if not least.any() else np.ones(n, dtype=bool),
        available=available,
        least=least,
        budget=draw(st.one_of(st.none(), st.integers(0, 1200).map(lambda c: c / 100))),
        limits=[Limit(weights, float(draw(st.integers(0, 6))))] if draw(st.booleans()) else [],
    )


def is_feasible(problem, plan):
    of_segment = np.bincount(problem.segment, plan, minlength=len(problem.available))
    return (
        (of_segment <= problem.available).all()
        and (of_segment >= problem.least).all()
        and (plan[~problem.allowed] == 0).all()
        and (problem.budget is None or problem.cost @ plan <= problem.budget * (1 + 1e-9))
        and all(limit.weights @ plan <= limit.most for limit in problem.limits)
    )


def best_by_hand(problem):
    """Return the best value over every plan there is; None where none is feasible."""
    ranges = [range(problem.available[s] + 1) for s in problem.segment]
    plans = (np.array(plan, dtype=float) for plan in product(*ranges))
    values = [problem.value @ plan for plan in plans if is_feasible(problem, plan)]
    return max(values, default=None)


@st.composite
def settings_and_worth(draw):
    """Settings of three segments, what their options are worth, and the action proposed for each."""
    options, proposed = [], {}
    for segment in ("s1", "s2", "s3"):
        for action in ("a", "b")[: draw(st.integers(1, 2))]:
            worst = draw(st.integers(-20, 10)) / 1000
            likely = worst + draw(st.integers(0, 40)) / 1000
            best = likely + draw(st.integers(0, 80)) / 1000
            options.append(
                option(
                    segment,
                    action,
                    effect=Effect(worst, likely, best, Kind.GIVEN, apart=True),
                    contact_cost=draw(st.integers(0, 300)) / 100,
                    channel=draw(st.sampled_from(["email", "phone"])),
                    redeemed=draw(st.sampled_from([0.0, 2.0])),
                    contacts=draw(st.integers(1, 2)),
                )
            )
            proposed.setdefault(segment, action)
    setting = Setting(
        options,
        {s: draw(st.integers(0, 60)) for s in ("s1", "s2", "s3")},
        most={"s2": draw(st.integers(0, 60))},
        budget=draw(st.one_of(st.none(), st.floats(0.5, 150))),
        capacity=draw(st.sampled_from([{}, {"phone": 20}])),
    )
    drawn = [Drawn(o.segment, o.action, o.effect, o.base) for o in options]
    return setting, worth_of(options, draw_effects(drawn, 200, 1), np.ones(len(options))), proposed
