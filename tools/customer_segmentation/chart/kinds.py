"""Every chart: what it is made by, whose result it shows, and to which segments it belongs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from customer_segmentation.chart.budget_allocation import budget_allocation
from customer_segmentation.chart.choosing_k import choice_asked, choosing_k
from customer_segmentation.chart.cohort_value import cohort_value
from customer_segmentation.chart.component_scatter import component_scatter, components_asked
from customer_segmentation.chart.dendrogram import dendrogram
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.later_lift import later_lift
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.migration_flow import migration_flow
from customer_segmentation.chart.power_curve import power_curve
from customer_segmentation.chart.predicted_value import by_segment, predicted_value
from customer_segmentation.chart.recency_frequency import recency_frequency
from customer_segmentation.chart.region_bars import region_bars
from customer_segmentation.chart.request import Kind
from customer_segmentation.chart.retention_heatmap import retention_heatmap
from customer_segmentation.chart.rfm_grid import rfm_grid
from customer_segmentation.chart.segment_bars import segment_bars
from customer_segmentation.chart.segment_profile import of_every_segment, segment_profile
from customer_segmentation.chart.silhouette import silhouette
from customer_segmentation.chart.trait_index import trait_index
from customer_segmentation.chart.value_concentration import value_concentration
from customer_segmentation.explain.cohort.cohort_retention import cohort_retention
from customer_segmentation.explain.components.principal_components import principal_components
from customer_segmentation.explain.migration.segment_migration import segment_migration
from customer_segmentation.explain.profile.profile_segments import profile_segments
from customer_segmentation.explain.validation.validate_segments import validate_segments
from customer_segmentation.explain.value.predict_value import predict_value
from customer_segmentation.kit.tool import Tool, tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.plan.experiment.design_experiment import design_experiment
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.workspace.workspace import Result


def _nothing(_segments: Result) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class ChartKind:
    """One chart.

    Attributes:
        picture: Makes the picture; raises MethodError where the result cannot be drawn so, saying why.
        shows: The tool whose result it shows; None for the segments themselves.
        formed_by: The tools whose segments it can show; empty for all.
        arguments: What ``shows`` is asked besides the segments or their part of the data.
    """

    picture: Callable[[Material], Picture]
    shows: Tool | None = None
    formed_by: tuple[str, ...] = ()
    arguments: Callable[[Result], dict[str, Any]] = field(default=_nothing)


KINDS: Final[dict[Kind, ChartKind]] = {
    Kind.SEGMENT_BARS: ChartKind(segment_bars),
    Kind.RFM_GRID: ChartKind(rfm_grid, formed_by=("rfm_segments",)),
    Kind.VALUE_CONCENTRATION: ChartKind(value_concentration),
    Kind.RECENCY_FREQUENCY: ChartKind(recency_frequency),
    Kind.REGION_BARS: ChartKind(region_bars),
    Kind.COMPONENT_SCATTER: ChartKind(
        component_scatter, shows=tool_of(principal_components), arguments=components_asked
    ),
    Kind.CHOOSING_K: ChartKind(choosing_k, shows=tool_of(cluster_customers), arguments=choice_asked),
    Kind.DENDROGRAM: ChartKind(dendrogram, formed_by=("cluster_customers",)),
    Kind.SILHOUETTE: ChartKind(silhouette, formed_by=("cluster_customers",)),
    Kind.RETENTION_HEATMAP: ChartKind(retention_heatmap, shows=tool_of(cohort_retention)),
    Kind.COHORT_VALUE: ChartKind(cohort_value, shows=tool_of(cohort_retention)),
    Kind.SEGMENT_PROFILE: ChartKind(
        segment_profile, shows=tool_of(profile_segments), arguments=of_every_segment
    ),
    Kind.TRAIT_INDEX: ChartKind(trait_index),
    Kind.MIGRATION_FLOW: ChartKind(migration_flow, shows=tool_of(segment_migration)),
    Kind.LATER_LIFT: ChartKind(later_lift, shows=tool_of(validate_segments)),
    Kind.PREDICTED_VALUE: ChartKind(predicted_value, shows=tool_of(predict_value), arguments=by_segment),
    Kind.POWER_CURVE: ChartKind(power_curve, shows=tool_of(design_experiment)),
    Kind.BUDGET_ALLOCATION: ChartKind(budget_allocation, shows=tool_of(plan_budget)),
}
