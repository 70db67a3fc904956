"""The tools that a recipe may hold: an explicit list, so that no file reaches anything else."""

from typing import Final

from customer_segmentation.act.copy.draft_campaign import draft_campaign
from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.act.report.write_report import write_report
from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.act.write_table import write_table
from customer_segmentation.advise.recommend import recommend
from customer_segmentation.chart.draw_chart import draw_chart
from customer_segmentation.data.load_data import load_data
from customer_segmentation.explain.cohort.cohort_retention import cohort_retention
from customer_segmentation.explain.migration.segment_migration import segment_migration
from customer_segmentation.explain.profile.profile_segments import profile_segments
from customer_segmentation.explain.query.query_data import query_data
from customer_segmentation.explain.validation.validate_segments import validate_segments
from customer_segmentation.explain.value.predict_value import predict_value
from customer_segmentation.kit.request import Refers
from customer_segmentation.kit.tool import Tool, tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.plan.optimisation.optimisation_plan import optimisation_plan
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.traits.trait_segments import trait_segments

LOAD: Final = tool_of(load_data)
"""Every recipe begins with it."""

STEP_TOOLS: Final[dict[str, Tool]] = {
    found.name: found
    for found in (
        tool_of(rfm_segments),
        tool_of(define_segment),
        tool_of(cluster_customers),
        tool_of(trait_segments),
        tool_of(query_data),
        tool_of(cohort_retention),
        tool_of(profile_segments),
        tool_of(segment_migration),
        tool_of(validate_segments),
        tool_of(predict_value),
        tool_of(draw_chart),
        tool_of(recommend),
        tool_of(plan_budget),
        tool_of(optimisation_plan),
        tool_of(draft_campaign),
        tool_of(write_report),
        tool_of(export_audience),
        tool_of(write_table),
        tool_of(send_audience),
    )
}


def references(tool: Tool) -> dict[str, str]:
    """Return the fields of a tool that refer to earlier results, and what each refers to."""
    return {
        name: mark.produces
        for name, field in tool.request.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Refers)
    }
