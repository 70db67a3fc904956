"""Which two or three pictures tell what a result has to say."""

from collections.abc import Callable
from typing import Final

from customer_segmentation.chart.request import Kind
from customer_segmentation.segment.cluster.fitting import DENSITY
from customer_segmentation.workspace.workspace import Result

_MOST: Final = 3
_FEW_CARRY_MUCH: Final = 0.4
"""The share of turnover from which on the tenth of customers who spend most is a story: evenly it would be 0.1."""
_MANY_ONCE: Final = 0.3
"""The share of one-time buyers from which on how rarely customers order is a story."""


def _of_rfm(segments: Result) -> tuple[Kind, ...]:
    """Tell who is where; then how few carry the turnover, else what each segment brings; then who never came back."""
    facts = segments.reply.facts

    def share(measure: str) -> float:
        fact = facts.get(f"{segments.tool}.all.{measure}")
        return 0.0 if fact is None else float(fact.number)

    few = share("top_tenth_revenue_share") >= _FEW_CARRY_MUCH
    sold = any(key.endswith(".revenue_share") for key in facts)
    told = [Kind.RFM_GRID]
    if few:
        told.append(Kind.VALUE_CONCENTRATION)
    elif sold:
        told.append(Kind.SEGMENT_BARS)
    if share("one_time_share") >= _MANY_ONCE or len(told) == 1:
        told.append(Kind.RECENCY_FREQUENCY)
    return tuple(told)


def _of_clusters(segments: Result) -> tuple[Kind, ...]:
    """Show the groups on the plane in which customers differ most; then what their number was chosen by."""
    reply = segments.reply
    measures = len(reply.detail["preparation"]["numbers"])
    customers = reply.facts[f"{segments.tool}.all.customers"].number
    tried = reply.tables.get("groups_tried")
    told = []
    if 1 < measures <= customers / 5:  # fewer customers than that tell nothing of so many measures
        told.append(Kind.COMPONENT_SCATTER)
    if "merges" in reply.detail["method_details"]:
        told.append(Kind.DENDROGRAM)
    elif reply.detail["chosen"] and tried and len(tried.subjects) > 1:
        told.append(Kind.CHOOSING_K)
    else:
        # A dense place may have any shape, and a silhouette tells nothing of it.
        sold = any(key.endswith(".revenue_share") for key in reply.facts)
        told.append(Kind.SEGMENT_BARS if sold and reply.detail["method"] in DENSITY else Kind.SILHOUETTE)
    return tuple(told)


def _of_traits(segments: Result) -> tuple[Kind, ...]:
    """Show which groups bring in more or less per buyer, where that was compared; then how large they are."""
    compared = any(key.endswith(".revenue_index") for key in segments.reply.facts)
    return (Kind.TRAIT_INDEX, Kind.SEGMENT_BARS) if compared else (Kind.SEGMENT_BARS,)


_OF_SEGMENTS: Final[dict[str, Callable[[Result], tuple[Kind, ...]]]] = {
    "rfm_segments": _of_rfm,
    "cluster_customers": _of_clusters,
    "trait_segments": _of_traits,
}
"""By the tool that formed the segments: its pictures, the most telling first."""


def story(segments: Result) -> tuple[Kind, ...]:
    """Return the pictures that tell most of segments, the most telling first."""
    tell = _OF_SEGMENTS.get(segments.tool)
    return tell(segments)[:_MOST] if tell else (Kind.SEGMENT_BARS,)
