"""Which traits customers are divided by where the person did not say, or said only the kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.errors import InputError, NeedsAnswer, SegmentationError
from customer_segmentation.segment.traits.find_traits import named_traits
from customer_segmentation.segment.traits.form_levels import form_levels
from customer_segmentation.segment.traits.formed import Formed
from customer_segmentation.segment.traits.level import UNKNOWN
from customer_segmentation.segment.traits.request import TraitRequest
from customer_segmentation.segment.traits.trait import USAGE, Trait, TraitKind
from customer_segmentation.segment.traits.trait_sql import coded_sql, with_steps
from customer_segmentation.stats.multiple_testing import benjamini_hochberg

_RELIABLE: Final = 0.05
_KNOWN: Final = 0.5
_MOST_TRIED: Final = 20
_MOST_OFFERED: Final = 3


@dataclass(frozen=True)
class Chosen:
    """The traits to divide by.

    Attributes:
        formed: Each with its levels.
        by_value: The tool chose it because its groups differ most in turnover.
        others: Headers of further traits that would do.
    """

    formed: list[Formed]
    by_value: bool = False
    others: tuple[str, ...] = ()


def choose_traits(request: TraitRequest, scope: Scope, known: Sequence[Trait], as_of: date) -> Chosen:
    """Return the traits that are asked for, or the most telling one of the kind that is asked for.

    Raises:
        InputError: A name that the data do not hold, or no trait of the kind.
        NeedsAnswer: A sensitive trait is named without being asked for as one.
        MethodError: A trait that is named cannot be divided.
    """
    asked_for = named_traits(request.sensitive, scope, known)
    named = named_traits(request.traits, scope, known)
    for trait in named:
        if trait.sensitive and trait not in asked_for:
            raise _sensitive_question(trait, known, asked_for)
    wanted = [*named, *(trait for trait in asked_for if trait not in named)]
    free = [t for t in known if t.kind and not t.sensitive and t not in wanted]
    if wanted:
        formed = [form_levels(trait, scope, as_of) for trait in wanted]
        return Chosen(formed, others=tuple(t.header for t in free if t.meaning != USAGE))
    if request.kind == "auto":
        # What was bought last, and how often, are purchases themselves: who buys more has more of them.
        free = [t for t in free if t.source == "customers" or t.kind is TraitKind.GEOGRAPHIC]
    else:
        free = [t for t in free if t.kind == request.kind]
    if not free:
        headers = ", ".join(t.header for t in known if t.meaning != USAGE and not t.sensitive)
        if not headers:
            raise InputError("trait_absent")
        code = "trait_none" if request.kind == "auto" else f"trait_kind_{request.kind}"
        raise InputError(code, headers=headers)
    return _most_telling(free, scope, as_of)


def _sensitive_question(trait: Trait, known: Sequence[Trait], asked_for: Sequence[Trait]) -> NeedsAnswer:
    """Return the question whether a sensitive trait is meant, with ordinary ones to choose instead."""
    sensitive = ", ".join(t.header for t in (*asked_for, trait))
    ordinary = [t.header for t in known if t.kind and not t.sensitive and t.meaning != USAGE]
    return NeedsAnswer(
        "trait_sensitive_asked",
        header=trait.header,
        options=[
            (trait.header, {"sensitive": sensitive, "traits": ""}),
            *((header, {"traits": header}) for header in ordinary[:_MOST_OFFERED]),
        ],
    )


def _most_telling(traits: Sequence[Trait], scope: Scope, as_of: date) -> Chosen:
    """Return the trait whose groups differ most in turnover; without purchases, the first that most people have."""
    formed = []
    for trait in traits[:_MOST_TRIED]:
        try:
            formed.append(form_levels(trait, scope, as_of))
        except SegmentationError:
            continue  # It cannot be divided; another one may.
    if not formed:
        raise InputError("trait_none", headers=", ".join(trait.header for trait in traits))
    # Groups by the number of orders differ in turnover by their making, so usage never wins by that.
    rivals = [f for f in formed if f.levels.source != "buyers"]
    tested = (
        [_effect(found, scope, as_of) for found in rivals]
        if scope.dataset.grain is not Grain.ATTRIBUTES
        else []
    )
    adjusted = benjamini_hochberg([p for _, p in tested])
    telling = [
        (effect, found)
        for (effect, _), found, p in zip(tested, rivals, adjusted, strict=False)
        if p < _RELIABLE
    ]
    if telling:
        best = max(telling, key=lambda pair: pair[0])[1]
    else:
        common = [f for f in formed if f.known >= _KNOWN * f.customers]
        best = (common or formed)[0]
    others = tuple(f.levels.trait.header for f in formed if f is not best and f.levels.meaning != USAGE)
    return Chosen([best], by_value=bool(telling), others=others)


def _effect(formed: Formed, scope: Scope, as_of: date) -> tuple[float, float]:
    """Return how much of the ranks of turnover the levels explain, and the p-value of no difference.

    Kruskal-Wallis with ties, epsilon squared as effect size: W. H. Kruskal, W. A. Wallis, "Use of ranks in
    one-criterion variance analysis", JASA 47 (1952) 583-621; T. L. Kelley, PNAS 21 (1935) 554-559.
    """
    import numpy as np
    from scipy.special import chdtrc
    from scipy.stats import rankdata

    steps, coded = coded_sql([formed.levels], scope, as_of)
    query = f"SELECT k.t1 AS code, k.revenue AS revenue FROM ({coded}) AS k WHERE k.t1 <> {UNKNOWN} AND k.revenue IS NOT NULL"
    rows = scope.engine.rows_of(with_steps(steps, query))
    codes = np.array([int(code) for code, _ in rows])
    ranks: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = rankdata([float(r) for _, r in rows])
    n, groups = len(rows), len(set(codes.tolist()))
    variance = float(np.sum((ranks - (n + 1) / 2) ** 2)) if n else 0.0
    if groups < 2 or n <= groups or variance <= 0:  # noqa: PLR2004 - nothing to compare
        return 0.0, 1.0
    sizes, sums = np.bincount(codes), np.bincount(codes, weights=ranks)
    there = sizes > 0
    between = float(np.sum(sizes[there] * (sums[there] / sizes[there] - (n + 1) / 2) ** 2))
    h = (n - 1) * between / variance
    return (h - groups + 1) / (n - groups), float(chdtrc(groups - 1, h))
