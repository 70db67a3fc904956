"""What the guard knows in its tests: the facts, the names and the dates of a shop."""

from datetime import date
from decimal import Decimal

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.grounding import check

FACTS = {
    "load_data.all.customers": Fact(value=5012, unit="customers"),
    "load_data.all.revenue": Fact(value=Decimal("1284310.00"), unit="EUR"),
    "rfm_segments.champions.customers": Fact(value=412, unit="customers"),
    "rfm_segments.champions.customers@r2": Fact(value=412, unit="customers"),
    "rfm_segments.champions.customers@r4": Fact(value=371, unit="customers"),
    "rfm_segments.champions.revenue": Fact(value=Decimal("468900.00"), unit="EUR"),
    "rfm_segments.champions.revenue_rank": Fact(value=1, unit="rank"),
    "rfm_segments.champions.orders_ratio": Fact(value=2.9, unit="ratio"),
    "rfm_segments.loyal_customers.customers": Fact(value=706, unit="customers"),
    "rfm_segments.loyal_customers.revenue": Fact(value=Decimal("333700.00"), unit="EUR"),
    "rfm_segments.loyal_customers.revenue_rank": Fact(value=2, unit="rank"),
    "rfm_segments.at_risk.customers": Fact(value=468, unit="customers"),
    "rfm_segments.at_risk.revenue": Fact(value=Decimal("154100.00"), unit="EUR"),
    "rfm_segments.at_risk.revenue_change": Fact(value=-0.18, unit="change"),
    "cluster_customers.c1.customers": Fact(value=900, unit="customers"),
    "query_data.2010-11.revenue": Fact(value=Decimal("120400.00"), unit="EUR"),
    "query_data.2010-12.revenue": Fact(value=Decimal("48800.00"), unit="EUR"),
    "plan_budget.letter.cost": Fact(value=Decimal("436.00"), unit="EUR"),
}
NAMES = {
    "all": ("all customers", "全部客户"),
    "champions": ("Champions", "冠军客户", "VIPs"),
    "loyal_customers": ("Loyal customers", "忠诚客户"),
    "potential_loyalists": ("Potential loyalists", "潜力忠诚客户"),
    "at_risk": ("At risk", "流失风险客户"),
    "promising": ("Promising", "有希望客户"),
    "c1": ("Top 100 accounts",),
}
CHAMPIONS, LOYAL, AT_RISK = (
    f"[[rfm_segments.{segment}.customers]]" for segment in ("champions", "loyal_customers", "at_risk")
)
BEFORE, AFTER = (f"[[rfm_segments.champions.customers@{result}]]" for result in ("r2", "r4"))


class Facts:
    def fact(self, key, result=""):
        return FACTS.get(f"{key}@{result}" if result else key)

    def table(self, name, result=""):
        return ("a table", "its reply") if (name, result) == ("segments", "") else None

    def names(self, subject):
        return NAMES[subject]

    def subjects(self):
        return list(NAMES)

    def date_range(self):
        return date(2009, 12, 1), date(2010, 12, 9)


class NoData(Facts):
    def date_range(self):
        return None


def found(text, **more):
    return [(str(problem.kind), problem.excerpt) for problem in check(text, Facts(), **more)]


def kinds(text):
    return [kind for kind, _ in found(text)]
