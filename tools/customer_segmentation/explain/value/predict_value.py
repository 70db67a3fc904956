"""What customers will buy: expected purchases, the chance that they have left, and their value over a horizon.

Days with purchases count. Value is turnover net of returns, neither discounted nor less costs; with a margin in
the shop's profile the contribution stands beside it.
"""

from customer_segmentation.data.period import read_day
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.explain.behaviour_scope import has_behaviour
from customer_segmentation.explain.value.answer import Answer
from customer_segmentation.explain.value.calibration import calibrated
from customer_segmentation.explain.value.fit import chosen
from customer_segmentation.explain.value.forecast import Forecast, forecast
from customer_segmentation.explain.value.gamma_gamma import fit_spend, rank_correlation
from customer_segmentation.explain.value.histories import TABLE, read_histories
from customer_segmentation.explain.value.parts import parts_of, segments_asked
from customer_segmentation.explain.value.reply import PREDICTIONS, value_reply
from customer_segmentation.explain.value.request import PredictValueRequest
from customer_segmentation.explain.value.suitability import checked
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.workspace.workspace import Workspace


def _margin_used(_request: PredictValueRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart answers given with different margins of the shop's profile."""
    return {"margin": str(workspace.profile.margin)}


@tool(effect=Effect.READ, inputs=_margin_used)
def predict_value(request: PredictValueRequest, workspace: Workspace) -> Reply:
    """Predict purchases, the chance of having left, and turnover over a horizon, per customer and segment.

    Writes ``predictions.parquet``: one row per customer, sorted by customer: customer_id, p_active,
    expected_purchases, and expected_value where money is known.

    Raises:
        InputError: The filter, a day or the segmentation needs mending.
        MethodError: The data hold no purchases, are too few or too short, or are of subscriptions.
    """
    segmentation = segments_asked(request.segmentation, request.data, workspace)
    with open_scope(request, workspace, as_of=read_day("as_of", request.as_of)) as scope:
        histories = read_histories(scope)
        rhythm = checked(scope, histories)
        workspace.progress("predict_value_fitting")
        choice = chosen(histories.groups, request.model.asked)
        spend = fit_spend(histories.spent, histories.occasions)
        expected = forecast(histories, choice.fit, spend, request.horizon_days)
        _write(expected, scope, workspace)
        return value_reply(
            Answer(
                scope=scope,
                histories=histories,
                choice=choice,
                spend=spend,
                correlation=rank_correlation(histories.spent, histories.occasions)
                if scope.has_orders
                else None,
                rhythm=rhythm,
                expected=expected,
                parts=parts_of(expected, scope, segmentation, nobody_leaves=choice.nobody_leaves),
                calibration=calibrated(request, workspace, histories) if scope.has_orders else None,
                segmentation=segmentation,
                horizon_days=request.horizon_days,
                margin=workspace.profile.margin,
                chosen_by_behaviour=has_behaviour(request.where, scope.dataset, scope.as_of),
                unknown_first_day=histories.unknown,
            )
        )


def _write(expected: Forecast, scope: Scope, workspace: Workspace) -> None:
    """Write the predictions, rounded so that the last bits of a processor do not show."""
    import pyarrow as pa

    connection = scope.engine.connection
    ids = connection.sql(f"SELECT b.customer_id FROM {TABLE} AS b ORDER BY b.customer_id").to_arrow_table()
    columns = {
        "p_active": expected.active.each.round(6),
        "expected_purchases": expected.purchases.each.round(6),
    }
    if expected.value is not None:
        columns["expected_value"] = expected.value.each.round(4)
    for name, values in columns.items():
        ids = ids.append_column(name, pa.array(values))
    connection.register("btyd_predictions", ids)
    scope.engine.write_parquet("SELECT * FROM btyd_predictions", workspace.output / PREDICTIONS)
