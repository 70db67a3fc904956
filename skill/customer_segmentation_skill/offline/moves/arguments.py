"""From slots to the arguments of tools: one table, so that it follows the catalogue easily."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from customer_segmentation.workspace.workspace import Result

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """Which tool answers an intent, which of its fields a slot fills, and what is always asked."""

    tool: str
    fields: Mapping[str, str] = field(default_factory=dict)
    always: Mapping[str, Any] = field(default_factory=dict)


_DATES: Final = {"date_from": "from", "date_to": "to"}
_SOURCE: Final = {"source": "source", "customers": "customers", "table": "table"}

_MONEY: Final = {
    "amount": "budget",
    "margin": "margin",
    "cost_email": "cost_email",
    "cost_sms": "cost_sms",
    "cost_post": "cost_post",
    "cost_phone": "cost_phone",
    "cost_wechat": "cost_wechat",
    "without": "without",
    "capacity": "capacity",
    "least": "least",
    "most": "most",
    "discount": "discount",
    "objective": "objective",
    "effects": "effects",
    "caution": "caution",
    "held_out": "held_out",
    "segmentation": "segmentation",
}
"""What a message says of money to spend."""

TABLE: Final[Mapping[str, Row]] = {
    "analyse": Row("analyse_customers", {**_SOURCE, "where": "where", **_DATES}),
    "load_data": Row("load_data", _SOURCE),
    "browse_database": Row("browse_database", {"source": "source"}),
    "use_table": Row("load_data", _SOURCE),
    "describe_data": Row("describe_data"),
    "form_segments": Row("rfm_segments"),
    "advise": Row("recommend", {"segmentation": "segmentation"}),
    "advise_segment": Row("recommend", {"segment": "segment", "segmentation": "segmentation"}),
    "export": Row(
        "export_audience",
        {
            "segments": "segments",
            "segmentation": "segmentation",
            "format": "format",
            "path": "path",
            "holdout": "holdout",
            "with_bom": "with_bom",
            "hashed": "hashed",
            "holdout_as": "holdout_as",
            "overwrite": "overwrite",
        },
    ),
    "write_table": Row(
        "write_table", {"url": "url", "table": "table", "mode": "mode", "segmentation": "segmentation"}
    ),
    "send": Row(
        "send_audience",
        {
            "receiver": "receiver",
            "segments": "segments",
            "segmentation": "segmentation",
            "holdout": "holdout",
            "columns": "columns",
            "hashed": "hashed",
            "channel": "channel",
            "list_name": "list_name",
            "subscribe": "subscribe",
            "private": "private",
        },
    ),
    "top_customers": Row(
        "query_data",
        {"n": "top", "where": "where", **_DATES},
        {"by": "customer", "measure": "revenue", "top": 10},
    ),
    "query": Row(
        "query_data",
        {"measure": "measure", "by": "by", "period": "period", "top": "top", "where": "where", **_DATES},
        {"measure": "revenue"},
    ),
    "cluster": Row(
        "cluster_customers",
        {"method": "method", "k": "k", "features": "features", "where": "where", **_DATES},
    ),
    "components": Row("principal_components", {"features": "features", "where": "where", **_DATES}),
    "cohort": Row("cohort_retention", {"period": "period", "by": "by", "where": "where", **_DATES}),
    "traits": Row("trait_segments", {"traits": "traits", "kind": "kind", "where": "where", **_DATES}),
    "profile": Row("profile_segments", {"segment": "segment", "segmentation": "segmentation"}),
    "compare_groupings": Row("compare_segmentations"),
    "migration": Row("segment_migration", {"segmentation": "segmentation", **_DATES}),
    "validate": Row("validate_segments", {"segmentation": "segmentation", "horizon_days": "horizon_days"}),
    "value": Row(
        "predict_value",
        {"horizon_days": "horizon_days", "segmentation": "segmentation", "where": "where", **_DATES},
    ),
    "budget": Row("plan_budget", _MONEY),
    "optimise": Row("optimisation_plan", {**_MONEY, "start": "start", "language": "language"}),
    "draft": Row(
        "draft_campaign",
        {
            "segment": "segment",
            "channel": "channel",
            "offer": "offer",
            "language": "language",
            "segmentation": "segmentation",
        },
    ),
    "experiment": Row(
        "design_experiment",
        {
            "segments": "segments",
            "segmentation": "segmentation",
            "measured": "measured",
            "lift": "lift",
            "held_out": "held_out",
            "horizon_days": "horizon_days",
            "power": "power",
            "alpha": "alpha",
        },
    ),
    "measure": Row(
        "measure_campaign",
        {
            "campaign": "campaign",
            "holdout": "holdout",
            "customer_id": "customer_id",
            "arm": "arm",
            "sent_on": "sent_on",
            "outcome": "outcome",
            "control": "control",
            "start": "start",
            "held_out": "held_out",
            "horizon_days": "horizon_days",
            "measured": "measured",
            "margin": "margin",
            "contact_cost": "contact_cost",
            "whom": "whom",
            "segmentation": "segmentation",
        },
    ),
    "chart": Row(
        "draw_chart",
        {
            "picture": "kind",
            "theme": "theme",
            "result": "result",
            "language": "language",
            "segmentation": "segmentation",
        },
    ),
    "report": Row(
        "write_report",
        {
            "format": "format",
            "language": "language",
            "title": "title",
            "length": "length",
            "segmentation": "segmentation",
        },
    ),
    "schedule": Row(
        "schedule_refresh",
        {
            "every": "every",
            "weekday": "weekday",
            "day": "day",
            "at": "at",
            "zone": "zone",
            "until": "until",
            "unattended": "unattended",
            "recipe": "recipe",
            "segmentation": "segments_from",
        },
    ),
    "schedules": Row("schedule_refresh", always={"show": True}),
    "define_segment": Row(
        "define_segment",
        {
            "bought": "bought",
            "not_bought": "not_bought",
            "bought_at_least": "bought_at_least",
            "not_in_days": "not_in_days",
            "where": "rule",
            "name": "name",
        },
    ),
}
"""The tool and fields of every intent that a tool answers."""

SCOPE_FIELDS: Final[Mapping[str, str]] = {
    "where": "where",
    "date_from": "from",
    "date_to": "to",
    "names": "names",
    "merge": "merge",
}
"""Fields of an analysis that a correction keeps, as stored and as asked."""

METHOD_FIELDS: Final = ("scoring", "classes", "thresholds", "frequency_unit", "map", "as_of")
"""Further fields that only ``rfm_segments`` has."""

PERIODS: Final = ("day", "week", "month", "quarter", "year")
"""Dimensions that ``query_data`` takes as a period."""

MEASURES: Final[Mapping[str, str]] = {"average_order_value": "aov"}
"""Measures that the tools call by another name than the lexicon."""


def arguments_for(intent: str, slots: Mapping[str, Any]) -> tuple[str, Arguments]:
    """Return the tool that answers an intent and its arguments; raises KeyError if no tool does."""
    row = TABLE[intent]
    made = dict(row.always)
    for slot, name in row.fields.items():
        value = slots.get(slot)
        if value not in (None, "", [], ()):
            made[name] = ",".join(value) if isinstance(value, (list, tuple)) else value
    if "measure" in made:
        made["measure"] = MEASURES.get(str(made["measure"]), made["measure"])
    return row.tool, made


def kept_arguments(analysis: Result) -> Arguments:
    """Return what an analysis was asked besides its data: filter, period, names, and how it scored."""
    asked = {asked: analysis.request.get(stored) for stored, asked in SCOPE_FIELDS.items()}
    if analysis.tool == "rfm_segments":
        asked |= {name: analysis.request.get(name) for name in METHOD_FIELDS}
    return without_defaults(analysis.tool, asked)


def load_arguments(loaded: Result) -> Arguments:
    """Return how data were loaded: the source, and every role or rule that a person gave."""
    return without_defaults("load_data", dict(loaded.request))


def without_defaults(tool: str, arguments: Arguments) -> Arguments:
    """Return arguments without those that are empty or what the tool assumes anyway."""
    from customer_segmentation.catalogue import find_tool

    fields = find_tool(tool).request.model_fields
    by_alias = {info.alias or name: info for name, info in fields.items()}
    kept = {}
    for name, value in arguments.items():
        info = fields.get(name) or by_alias.get(name)
        default = getattr(info, "default", None)
        if value not in (None, "", [], {}, default) and str(value) != str(default):
            kept[name] = value
    return kept
