"""The facts of a validation: on all customers, per segment, per score and per origin."""

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt
from typing import TYPE_CHECKING, Final

from customer_segmentation.explain.validation.followed import Followed
from customer_segmentation.explain.validation.judged import Judged
from customer_segmentation.explain.validation.scores import BASELINES, Score
from customer_segmentation.explain.validation.verdict import CHANCE
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.index_numbers import index_of_shares
from customer_segmentation.stats.shares import Estimate
from customer_segmentation.stats.wilson import Z_95, wilson_interval

if TYPE_CHECKING:
    from customer_segmentation.stats.paired_auc import Flags, Floats

TOOL: Final = "validate_segments"
LARGEST: Final = 3
"""How many accounts are looked at to see whether a few of them carry the spending."""
_WINSOR: Final = 0.99
_UNITS: Final = 10_000
"""Money has four decimals; whole numbers of them add up exactly."""


class ValidationFacts(FactSheet):
    """Facts of a validation.

    Attributes:
        segments: Those with customers on the latest split day, in the order in which they are shown.
        compared: The scores that were compared.
    """

    def __init__(self, judged: Judged, known: Sequence[str], currency: str) -> None:
        super().__init__(TOOL, currency)
        self.judged = judged
        latest = judged.latest
        self.segments = [segment for segment in known if segment in latest.segments]
        self.compared = [s for s in (Score.SEGMENTS, *BASELINES) if s in judged.average]
        self._say_all(latest)
        self._say_areas()
        for segment in self.segments:
            self._say_segment(segment, latest)
        self._say_ranks()
        self._say_origins()

    def _say_all(self, latest: Followed) -> None:
        window = latest.window
        self.say(ALL, "split_on", window.split_on, "date")
        self.say(ALL, "horizon_days", window.days, "days")
        self.say(ALL, "history_days", window.history, "days")
        self.say(ALL, "origins", len(self.judged.splits), "count")
        if self.judged.not_found:
            self.say(ALL, "not_found", self.judged.not_found, "count")
        back = int(latest.came_back.sum())
        self.say(ALL, "customers", latest.customers, "customers")
        self.say(ALL, "came_back", back, "customers")
        self._say_rate(ALL, "repurchase_rate", back, latest.customers)
        self.say(ALL, "orders_after", int(latest.orders_after.sum()), "orders")
        self.say(ALL, "spent_after", money(latest.spent_after), self.currency)
        across = money(latest.spent_after[latest.spent_after < 0])
        if across:
            self.say(ALL, "returned_across", across, self.currency)
        kept = latest.kept_after
        if kept.sum() > 0 and latest.customers >= SMALL:
            share = float(kept[kept.argsort()[-LARGEST:]].sum() / kept.sum())
            self.say(ALL, "largest_share", share, "share")

    def _say_areas(self) -> None:
        """Say ``auc`` of the segments, ``auc_<score>`` of what is simpler, and the gains over each."""
        judged = self.judged
        for score, area in judged.average.items():
            self._say_area(ALL, "auc" if score is Score.SEGMENTS else f"auc_{score}", area.estimate)
        if judged.kept:
            self._say_area(ALL, "auc_kept", judged.kept.estimate)
        for score in BASELINES:
            measure = "auc_gain" if score is Score.RECENCY else f"auc_gain_{score}"
            self._say_gain(ALL, measure, judged.gain(score), "auc", f"auc_{score}")
        own = judged.average.get(Score.SEGMENTS)
        if own:
            value, low, high = own.estimate
            self.say(ALL, "chance", CHANCE, "share", kind=Kind.ASSUMED)
            over = Estimate(value - CHANCE, low - CHANCE, high - CHANCE)
            self._say_gain(ALL, "auc_over_chance", over, "auc", "chance")
        added = judged.gain(Score.FORMULA, Score.BOTH)
        self._say_gain(ALL, "auc_added", added, f"auc_{Score.BOTH}", f"auc_{Score.FORMULA}")
        for score in self.compared:
            subject = f"by_{score}"
            self._say_area(subject, "auc", judged.average[score].estimate)
            if score is not Score.SEGMENTS:
                self._say_gain(subject, "gain", judged.gain(score))
            if score in judged.returning:
                self.say(subject, "returning_in_fifth", judged.returning[score], "share")
            if score in judged.money:
                self.say(subject, "money_in_fifth", judged.money[score], "share")

    def _say_segment(self, segment: str, latest: Followed) -> None:
        own = latest.of(segment)
        many, back = int(own.sum()), int(latest.came_back[own].sum())
        self.say(segment, "customers", many, "customers")
        share = many / latest.customers
        self.say(segment, "share", share, "share", f"{segment}.customers", f"{ALL}.customers")
        self.say(segment, "came_back", back, "customers")
        self.say(segment, "orders_after", int(latest.orders_after[own].sum()), "orders")
        self.say(segment, "spent_after", money(latest.spent_after[own]), self.currency)
        if many < SMALL:
            return
        self._say_rate(segment, "repurchase_rate", back, many)
        rest = latest.customers - many, int(latest.came_back.sum()) - back
        lift = index_of_shares(back, many, rest[1], rest[0]) if rest[0] else None
        if lift:
            basis = (f"{segment}.repurchase_rate", f"{ALL}.repurchase_rate")
            self.say(segment, "lift", lift.value, "ratio", *basis)
            self.say_interval(segment, "lift", (lift.low, lift.high), "ratio")
        orders = float(latest.orders_after[own].mean())
        self.say(segment, "orders_each", orders, "average", f"{segment}.orders_after", f"{segment}.customers")
        each = money(latest.spent_after[own]) / many
        self.say(
            segment, "revenue_each", each, self.currency, f"{segment}.spent_after", f"{segment}.customers"
        )
        self._say_calm_revenue(segment, latest, own)
        self._say_parts(segment, latest, own)
        self._say_earlier_rate(segment)

    def _say_calm_revenue(self, segment: str, latest: Followed, own: "Flags") -> None:
        """Say revenue per customer with the largest hundredth of customers cut down to the next one."""
        import numpy as np

        kept = latest.kept_after
        calm = np.minimum(kept, np.quantile(kept, _WINSOR, method="inverted_cdf"))[own]
        mean, half = float(calm.mean()), Z_95 * sqrt(float(calm.var(ddof=1)) / len(calm))
        self.say(segment, "revenue_each_calm", mean, self.currency)
        self.say_interval(segment, "revenue_each_calm", (max(0.0, mean - half), mean + half), self.currency)

    def _say_parts(self, segment: str, latest: Followed, own: "Flags") -> None:
        """Say what part of those who came back, and of the money, falls on a segment."""
        if latest.came_back.any():
            share = float(latest.came_back[own].sum() / latest.came_back.sum())
            basis = (f"{segment}.came_back", f"{ALL}.came_back")
            self.say(segment, "returning_share", share, "share", *basis)
        if latest.kept_after.sum() > 0:
            share = float(latest.kept_after[own].sum() / latest.kept_after.sum())
            self.say(segment, "money_share", share, "share")

    def _say_earlier_rate(self, segment: str) -> None:
        """Say the repurchase rate of the same segment over the earlier origins."""
        earlier = [split.came_back[split.of(segment)] for split in self.judged.splits[1:]]
        many = sum(len(one) for one in earlier)
        if many >= SMALL:
            rate = sum(int(one.sum()) for one in earlier) / many
            self.say(segment, "repurchase_rate_earlier", rate, "share")

    def _say_ranks(self) -> None:
        rates = {s: float(self.facts[self.key(s, "repurchase_rate")].number) for s in self.rated}
        for segment, rate in rates.items():
            rank = 1 + sum(other > rate for other in rates.values())
            self.say(segment, "repurchase_rank", rank, "rank", f"{segment}.repurchase_rate")

    @property
    def rated(self) -> list[str]:
        """The segments with enough customers for a rate."""
        return [segment for segment in self.segments if self.has(segment, "repurchase_rate")]

    def _say_origins(self) -> None:
        for split, areas in zip(self.judged.splits, self.judged.areas, strict=True):
            subject = split.window.split_on.isoformat()
            self.say(subject, "customers", split.customers, "customers")
            self._say_rate(subject, "repurchase_rate", int(split.came_back.sum()), split.customers)
            for score, measure in ((Score.SEGMENTS, "auc"), (Score.RECENCY, "auc_recency")):
                if score in areas:
                    self._say_area(subject, measure, areas[score].estimate)

    def _say_rate(self, subject: str, measure: str, part: int, whole: int) -> None:
        basis = () if self.facts.get(self.key(subject, "came_back")) is None else _counts(subject)
        self.say(subject, measure, part / whole, "share", *basis)
        self.say_interval(subject, measure, wilson_interval(part, whole), "share")

    def _say_area(self, subject: str, measure: str, area: Estimate) -> None:
        self.say(subject, measure, area.value, "share")
        self.say_interval(subject, measure, (area.low, area.high), "share")

    def _say_gain(self, subject: str, measure: str, gain: Estimate | None, *basis: str) -> None:
        if gain:
            self.say(subject, measure, gain.value, "points", *(f"{subject}.{part}" for part in basis))
            self.say_interval(subject, measure, (gain.low, gain.high), "points")


def _counts(subject: str) -> tuple[str, str]:
    return f"{subject}.came_back", f"{subject}.customers"


def money(amounts: "Floats") -> Decimal:
    """Return the exact sum of amounts of four decimals."""
    import numpy as np

    return Decimal(int(np.rint(amounts * _UNITS).astype(np.int64).sum())) / _UNITS
