"""The receipt: lines read = lines kept + lines set aside by reason. It always adds up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from customer_segmentation.data.clean.line_counts import LineCounts
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import FactTable

TOOL: Final = "load_data"
ALL: Final = f"{TOOL}.all"
REASONS: Final = (
    "malformed", "cancelled", "browsing", "test", "missing_date", "unreadable_date", "missing_customer", "missing_quantity",
    "unreadable_quantity", "missing_price", "unreadable_price", "unreadable_orders", "never_bought",
    "repeated_customer", "other_currency", "far_date", "after_as_of", "excluded_return", "duplicate",
)  # fmt: skip
"""Why a line is set aside; the first that applies counts."""


@dataclass(frozen=True)
class Receipt:
    """Lines and money by reason; the empty reason stands for kept lines.

    ``money`` is None for tables without money.
    """

    lines: Mapping[str, int]
    money: Mapping[str, Decimal] | None
    currency: str

    @classmethod
    def of_lines(cls, counts: LineCounts, malformed: int, currency: str) -> "Receipt":
        """Return the receipt of an order file."""
        reasons = counts.reasons()
        lines = {**reasons, "malformed": malformed} if malformed else dict(reasons)
        return cls(lines, {reason: counts.amount(reason) for reason in reasons}, currency)

    @property
    def read(self) -> int:
        """All lines of the source."""
        return sum(self.lines.values())

    @property
    def kept(self) -> int:
        """Lines that analyses see."""
        return self.lines.get("", 0)

    def reasons(self) -> list[str]:
        """Return the reasons that occur."""
        return [reason for reason in REASONS if self.lines.get(reason)]

    def by_size(self) -> list[str]:
        """Return the reasons that occur, the one of most lines first."""
        return sorted(self.reasons(), key=lambda reason: -self.lines[reason])

    def facts(self) -> Iterator[tuple[str, Fact]]:
        """Give the facts of the receipt."""
        read, kept = f"{ALL}.lines_read", f"{ALL}.lines_kept"
        yield read, Fact(value=self.read, unit="lines")
        yield kept, Fact(value=self.kept, unit="lines", basis=(read,))
        yield f"{ALL}.lines_set_aside", Fact(value=self.read - self.kept, unit="lines", basis=(read, kept))
        for reason in self.reasons():
            count = f"{ALL}.{reason}_lines"
            yield count, Fact(value=self.lines[reason], unit="lines", basis=(read,))
        yield from self._turnover()
        yield from self._table_facts()

    def _turnover(self) -> Iterator[tuple[str, Fact]]:
        """The share of turnover that lines without a customer hold, of these and the kept lines."""
        if self.money is None or "missing_customer" not in self.reasons():
            return
        lost = self.money.get("missing_customer", Decimal(0))
        whole = lost + self.money.get("", Decimal(0))
        part, total = f"{ALL}.missing_customer_revenue", f"{ALL}.revenue_with_missing_customers"
        yield part, Fact(value=lost, unit=self.currency)
        yield total, Fact(value=whole, unit=self.currency)
        if whole > 0 and lost >= 0:
            share = float(lost / whole)
            yield f"{ALL}.missing_customer_share", Fact(value=share, unit="share", basis=(part, total))

    def _rows(self) -> list[tuple[str, int, Decimal | None]]:
        """Return (subject, lines, money) of each row of the table."""
        money = self.money
        whole = None if money is None else sum(money.values(), Decimal(0))
        rows: list[tuple[str, int, Decimal | None]] = [("read", self.read, whole)]
        rows += [(r, self.lines[r], None if money is None else money.get(r)) for r in self.reasons()]
        return [*rows, ("kept", self.kept, None if money is None else money.get("", Decimal(0)))]

    def _table_facts(self) -> Iterator[tuple[str, Fact]]:
        for subject, lines, money in self._rows():
            key = f"{TOOL}.{subject}"
            yield f"{key}.lines", Fact(value=lines, unit="lines")
            if subject != "read" and self.read:
                basis = (f"{key}.lines", f"{TOOL}.read.lines")
                yield f"{key}.line_share", Fact(value=lines / self.read, unit="share", basis=basis)
            if money is not None:
                yield f"{key}.turnover", Fact(value=money, unit=self.currency)

    def table(self) -> FactTable:
        """Return the receipt as a table."""
        measures = ["lines", "line_share"] + ([] if self.money is None else ["turnover"])
        subjects = [subject for subject, _, _ in self._rows()]
        return FactTable(tool=TOOL, subjects=subjects, measures=measures, subject_label="receipt")
