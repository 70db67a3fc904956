"""How each file of ``engine/sql`` is run in the contract tests. A file without a case fails them.

The tables that a file reads are those of ``nasty_tables.py`` or are made by another file (``MADE_BY``).
"""

from datetime import date
from decimal import Decimal

MADE_BY = {
    "matching": "matching",
    "orders": "orders",
    "returns": "returns",
    "buyers": "buyers",
    "order_days": "order_days",
    "cohort_customers": "cohort_customers",
    "rfm_measures": "rfm_measures",
    "rfm_values": "rfm_values",
    "window_money": "window_money",
    "split_customers": "time_split_customers",
    "btyd_customers": "btyd_customers",
    "migration_customers": "migration_customers",
}
"""Tables made by a file, run with the first of its parameter sets."""

_AS_OF = date(2025, 1, 31)
_POLICIES = tuple({"policy": policy} for policy in ("net", "keep", "exclude"))
_CUTS = {
    "r1": 30,
    "r2": 100,
    "r3": 200,
    "r4": 300,
    "f1": 2,
    "f2": 3,
    "f3": 4,
    "f4": 5,
    "m1": Decimal("1.005"),
    "m2": Decimal(5),
    "m3": Decimal("7.5"),
    "m4": Decimal(10),
}
_WINDOW = {
    "before_from": date(2024, 1, 31),
    "before_to": date(2024, 3, 31),
    "split_on": date(2024, 3, 31),
    "as_of": _AS_OF,
}

_COHORTS = (
    {"in_months": True, "size": 1, "origin": date(2023, 12, 1)},
    {"in_months": True, "size": 3, "origin": date(2023, 10, 1)},
    {"in_months": False, "size": 7, "origin": date(2023, 12, 25)},
)

_PLAIN = ({},)

CASES = {
    "btyd_customers": ({"last_day": _AS_OF},),
    "btyd_extent": _PLAIN,
    "btyd_holdout": ({"split_on": date(2024, 2, 29), "ends_on": _AS_OF},),
    "btyd_of_summary": ({"last_day": _AS_OF},),
    "btyd_rhythm": _PLAIN,
    "btyd_segments": _PLAIN,
    "buyers": _PLAIN,
    "buyers_of_summary": _PLAIN,
    "campaign_behaviour": (
        {
            "year_from": date(2023, 3, 31),
            "before_from": date(2024, 1, 31),
            "start": date(2024, 3, 31),
            "ends_on": date(2024, 10, 28),
            "returns_to": date(2025, 1, 1),
        },
    ),
    "campaign_traits": ({"start": date(2024, 3, 31)},),
    "chart_concentration": (
        {"points": 200, "hundredth": 1, "tenth": 10, "fifth": 20},
        {"points": 7, "hundredth": 1, "tenth": 10, "fifth": 20},
    ),
    "chart_rfm_cells": _PLAIN,
    "chart_recency_frequency": _PLAIN,
    "chart_regions": ({"most": 10, "least": 5}, {"most": 1, "least": 1}),
    "chart_component_groups": _PLAIN,
    "cohort_cells": _COHORTS,
    "cohort_customers": _COHORTS,
    "cohort_equal_terms": ({"within": 90}, {"within": 0}),
    "cohort_first_days": _PLAIN,
    "cohort_sizes": ({"within": 28}, {"within": 0}),
    "compare_cross": _PLAIN,
    "compare_values": tuple({"measure": measure} for measure in ("recency_days", "orders", "revenue")),
    "customer_habits": _PLAIN,
    "matching": _POLICIES,
    "migration_customers": _PLAIN,
    "migration_flows": _PLAIN,
    "order_days": _PLAIN,
    "order_extent": _PLAIN,
    "orders": _PLAIN,
    "overdue": _PLAIN,
    "query_customers": _PLAIN,
    "query_groups": _PLAIN,
    "returns": _POLICIES,
    "returns_receipt": _PLAIN,
    "rfm_above_quantile": tuple(
        {"measure": measure, "classes": 5, "part": part, "total": 90} for measure in "RFM" for part in (1, 4)
    ),
    "rfm_cells": _PLAIN,
    "rfm_distinct": tuple({"measure": measure} for measure in "RFM"),
    "rfm_extent": _PLAIN,
    "rfm_measures": tuple({"as_of": _AS_OF, "unit": unit} for unit in ("order", "day", "line")),
    "rfm_next_class": tuple(
        {"measure": measure, "classes": classes, "start": start, "total": 90}
        for measure in "RFM"
        for classes, start in ((5, 0), (2, 55))
    ),
    "rfm_scores": (_CUTS,),
    "rfm_totals": ({"as_of": _AS_OF, "r1": 365},),
    "rfm_values": _PLAIN,
    "run_moves": _PLAIN,
    "second_order": (
        {"first_from": date(2023, 12, 31), "first_to": date(2024, 3, 31), "within": 90, "silent": 30},
        {"first_from": date(2030, 1, 1), "first_to": date(2030, 1, 2), "within": 90, "silent": 30},
    ),
    "segment_recency": _PLAIN,
    "segment_top_revenue": ({"tenth": 10, "hundredth": 1},),
    "segment_totals": _PLAIN,
    "time_split_customers": _PLAIN,
    "time_split_ranks": _PLAIN,
    "order_value_sums": _PLAIN,
    "time_split_segments": ({"largest": 5},),
    "validation_customers": _PLAIN,
    "window_money": (_WINDOW,),
    "trait_value": ({"high": Decimal("4.995")},),
}
"""By file, the parameter sets it is run with."""
