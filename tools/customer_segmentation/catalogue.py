"""The catalogue: every tool, in the order in which a customer file travels."""

from typing import Final

from customer_segmentation.act.copy.draft_campaign import draft_campaign
from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.act.report.write_report import write_report
from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.act.write_table import write_table
from customer_segmentation.advise.recommend import recommend
from customer_segmentation.chart.draw_chart import draw_chart
from customer_segmentation.data.browse_database import browse_database
from customer_segmentation.data.describe_data import describe_data
from customer_segmentation.data.load_data import load_data
from customer_segmentation.explain.cohort.cohort_retention import cohort_retention
from customer_segmentation.explain.comparison.compare_segmentations import compare_segmentations
from customer_segmentation.explain.components.principal_components import principal_components
from customer_segmentation.explain.migration.segment_migration import segment_migration
from customer_segmentation.explain.profile.profile_segments import profile_segments
from customer_segmentation.explain.query.query_data import query_data
from customer_segmentation.explain.validation.validate_segments import validate_segments
from customer_segmentation.explain.value.predict_value import predict_value
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import Tool, tool_of
from customer_segmentation.measure.measure_campaign import measure_campaign
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.plan.experiment.design_experiment import design_experiment
from customer_segmentation.plan.optimisation.optimisation_plan import optimisation_plan
from customer_segmentation.recipes.analyse_customers import analyse_customers
from customer_segmentation.recipes.schedule.schedule_refresh import schedule_refresh
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.traits.trait_segments import trait_segments

TOOLS: Final[tuple[Tool, ...]] = tuple(
    tool_of(function)
    for function in (
        load_data,
        browse_database,
        describe_data,
        query_data,
        define_segment,
        rfm_segments,
        cluster_customers,
        trait_segments,
        principal_components,
        cohort_retention,
        profile_segments,
        compare_segmentations,
        segment_migration,
        validate_segments,
        predict_value,
        draw_chart,
        recommend,
        measure_campaign,
        design_experiment,
        plan_budget,
        optimisation_plan,
        draft_campaign,
        analyse_customers,
        write_report,
        export_audience,
        write_table,
        send_audience,
        schedule_refresh,
    )
)

_BY_NAME: Final = {tool.name: tool for tool in TOOLS}


def find_tool(name: str) -> Tool:
    """Return the tool of that name; raises InputError for an unknown one."""
    if name not in _BY_NAME:
        raise InputError("tool_unknown", name=name, tools=", ".join(_BY_NAME))
    return _BY_NAME[name]
