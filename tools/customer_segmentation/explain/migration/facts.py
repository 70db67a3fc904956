"""The facts of a migration: on all customers, per segment, per group of movers, per move."""

from collections.abc import Callable
from typing import Final

from customer_segmentation.explain.migration.days import Days
from customer_segmentation.explain.migration.flows import Flow, Flows, Place
from customer_segmentation.explain.migration.next_mix import next_mix
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import SMALLEST_GROUP
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.wilson import wilson_interval

TOOL: Final = "segment_migration"
NEW: Final = "newly_in"
GONE: Final = "no_longer_in"
UP: Final = "moved_up"
DOWN: Final = "moved_down"
MOVED: Final = "moved"
STAYED: Final = "stayed"
_MOVES_EACH_WAY: Final = 3
_MOVES: Final = 5


class MigrationFacts(FactSheet):
    """Facts of flows between two days.

    Attributes:
        groups: Subjects of the groups of movers that have customers.
        moves: The moves told one by one, by subject, the most travelled first.
    """

    def __init__(self, flows: Flows, days: Days, currency: str) -> None:
        super().__init__(TOOL, currency)
        self.flows = flows
        self.days = days
        self.groups: list[str] = []
        self.moves: dict[str, tuple[str, str]] = {}
        self._say_all()
        self._say_groups()
        self._say_moves()
        for segment in flows.segments:
            self._say_segment(segment)
        self._say_next()
        self._say_transitions()

    def _say_all(self) -> None:
        flows = self.flows
        self.say(ALL, "from_on", self.days.first, "date")
        self.say(ALL, "to_on", self.days.second, "date")
        self.say(ALL, "days_between", self.days.between, "days")
        self.say(ALL, "customers_before", flows.together(lambda b, _a: b is not None).customers, "customers")
        self.say(ALL, "customers_after", flows.together(lambda _b, a: a is not None).customers, "customers")
        both = flows.together(lambda b, a: b is not None and a is not None).customers
        moved = flows.together(_has_moved).customers
        self.say(ALL, "followed", both, "customers")
        self.say(ALL, "moved", moved, "customers")
        self._say_rate(ALL, "moved_share", moved, both, "moved", "followed")
        self.say(ALL, "stayed", both - moved, "customers")
        self.say(ALL, "new", flows.together(lambda b, _a: b is None).customers, "customers")
        self.say(ALL, "gone", flows.together(lambda _b, a: a is None).customers, "customers")
        if flows.ladder:
            for measure, chosen in (("up", flows.is_up), ("down", flows.is_down)):
                many = flows.together(chosen).customers
                self.say(ALL, measure, many, "customers")
                self._say_rate(ALL, f"{measure}_share", many, both, measure, "followed")

    def _say_groups(self) -> None:
        flows = self.flows
        chosen: dict[str, Callable[[Place, Place], bool]] = {
            **({UP: flows.is_up, DOWN: flows.is_down} if flows.ladder else {MOVED: _has_moved}),
            STAYED: lambda b, a: b == a,
            NEW: lambda b, _a: b is None,
            GONE: lambda _b, a: a is None,
        }
        for subject, of in chosen.items():
            flow = flows.together(of)
            if flow.customers:
                self.groups.append(subject)
                self.say(subject, "customers", flow.customers, "customers")
                self._say_spending(subject, flow, before=subject != NEW)

    def _say_moves(self) -> None:
        flows = self.flows
        told = [
            (before, after, flow)
            for (before, after), flow in flows.moves.items()
            if before and after and before != after and flow.customers >= SMALLEST_GROUP
        ]
        told.sort(
            key=lambda move: (
                -move[2].customers,
                flows.segments.index(move[0]),
                flows.segments.index(move[1]),
            )
        )
        if flows.ladder:
            up = [move for move in told if flows.is_up(*move[:2])][:_MOVES_EACH_WAY]
            down = [move for move in told if flows.is_down(*move[:2])][:_MOVES_EACH_WAY]
            told = [move for move in told if move in (*up, *down)]
        for number, (before, after, flow) in enumerate(told[: max(_MOVES, 2 * _MOVES_EACH_WAY)], 1):
            subject = f"move{number}"
            self.moves[subject] = (before, after)
            self.say(subject, "customers", flow.customers, "customers")
            rank = 1 + sum(other[2].customers > flow.customers for other in told)
            self.say(subject, "customers_rank", rank, "rank", f"{subject}.customers")
            whole = flows.before(before).customers
            if whole >= SMALL:
                share = flow.customers / whole
                self.say(
                    subject,
                    "share_of_segment",
                    share,
                    "share",
                    f"{subject}.customers",
                    f"{before}.customers_before",
                )
            self._say_spending(subject, flow)

    def _say_spending(self, subject: str, flow: Flow, *, before: bool = True) -> None:
        """Say what a group spent before the first day, where that is known, and between the two."""
        self.say(subject, "spent_between", flow.spent_between, self.currency)
        each = flow.spent_between / flow.customers
        self.say(
            subject, "spent_each", each, self.currency, f"{subject}.spent_between", f"{subject}.customers"
        )
        if self.days.before and before:
            self.say(subject, "spent_before", flow.spent_before, self.currency)
            if flow.spent_before > 0 and flow.customers >= SMALL:
                change = float(flow.spent_between / flow.spent_before - 1)
                basis = (f"{subject}.spent_between", f"{subject}.spent_before")
                self.say(subject, "spent_change", change, "change", *basis)

    def _say_segment(self, segment: str) -> None:
        flows = self.flows
        before, after = flows.before(segment).customers, flows.after(segment).customers
        stayed, left, entered = flows.move(segment, segment), flows.left(segment), flows.entered(segment)
        self.say(segment, "customers_before", before, "customers")
        self.say(segment, "customers_after", after, "customers")
        if before >= SMALL:
            basis = (f"{segment}.customers_after", f"{segment}.customers_before")
            self.say(segment, "net_change", after / before - 1, "change", *basis)
        for measure, flow in (("stayed", stayed), ("left", left), ("entered", entered)):
            self.say(segment, measure, flow.customers, "customers")
        if before >= SMALL:
            self._say_rate(segment, "stayed_share", stayed.customers, before, "stayed", "customers_before")
        flows_of = {"stayed": stayed, "left": left, "entered": entered}
        if all(not flow.customers or flow.customers >= SMALLEST_GROUP for flow in flows_of.values()):
            for measure, flow in flows_of.items():
                self.say(segment, f"spent_{measure}", flow.spent_between, self.currency)
            net = entered.spent_between - left.spent_between
            basis = (f"{segment}.spent_entered", f"{segment}.spent_left")
            self.say(segment, "spent_net", net, self.currency, *basis)

    def _say_next(self) -> None:
        for segment, expected in next_mix(self.flows).items():
            basis = (f"{segment}.customers_after",)
            self.say(
                segment, "customers_next", round(expected.value), "customers", *basis, kind=Kind.ESTIMATED
            )
            for end, value in (("low", expected.low), ("high", expected.high)):
                measure = f"customers_next_{end}"
                self.say(
                    segment,
                    measure,
                    round(value),
                    "customers",
                    f"{segment}.customers_next",
                    kind=Kind.ESTIMATED,
                )

    def _say_transitions(self) -> None:
        """Say every cell of the transition matrix: customers, and the share of those of the row."""
        flows = self.flows
        for before in (*flows.segments, None):
            row = (
                flows.before(before).customers
                if before
                else flows.together(lambda b, _a: b is None).customers
            )
            subject = before or NEW
            for after in destinations(flows):
                many = flows.move(before, after).customers
                if not row or (before is None and after is None):
                    continue
                measure = f"to_{after or GONE}"
                self.say(subject, measure, many, "customers")
                whole = f"{subject}.customers_before" if before else f"{NEW}.customers"
                self.say(subject, f"{measure}_share", many / row, "share", f"{subject}.{measure}", whole)

    def _say_rate(self, subject: str, measure: str, part: int, whole: int, *names: str) -> None:
        if whole:
            self.say(subject, measure, part / whole, "share", *(f"{subject}.{name}" for name in names))
            self.say_interval(subject, measure, wilson_interval(part, whole), "share")


def destinations(flows: Flows) -> list[Place]:
    """Return every place that a customer is in on the second day, in declared order; None where somebody is gone."""
    gone = any(after is None for _before, after in flows.moves)
    return [*flows.segments, *([None] if gone else [])]


def _has_moved(before: Place, after: Place) -> bool:
    return before is not None and after is not None and before != after
