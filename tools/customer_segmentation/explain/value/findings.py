"""What a careful analyst would mention about a prediction, gravest first."""

from collections.abc import Iterator
from typing import Final

from customer_segmentation.explain.value.answer import Answer
from customer_segmentation.explain.value.bg_nbd import Model
from customer_segmentation.explain.value.calibration import Calibration
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import Finding, Severity

FAR_OFF: Final = 0.15
"""A total missed by more than this on the holdout is said before anything is built on the figures."""
CORRELATED: Final = 0.3
_ALMOST_ALL: Final = 0.95
_SOME_REGULAR: Final = 0.1
_FEW_BUYERS: Final = 500
_SHORT_DAYS: Final = 180
_GRAVITY: Final = (Severity.SERIOUS, Severity.WARNING, Severity.INFO)


def findings_of(answer: Answer, sheet: FactSheet) -> list[Finding]:
    """Return what to mind; the facts named in the words are those of ``sheet``."""
    found = [*_of_the_check(answer.calibration, sheet), *_of_the_model(answer), *_of_the_money(answer)]
    found += _of_the_data(answer)
    return sorted(found, key=lambda finding: _GRAVITY.index(finding.severity))


def _of_the_check(calibration: Calibration | None, sheet: FactSheet) -> Iterator[Finding]:
    if calibration is None:
        yield Finding(code="predict_value_not_checked", severity=Severity.WARNING)
        return
    if not calibration.everybody.bought and calibration.everybody.predicted.purchases.low >= 1:
        yield Finding(code="predict_value_nobody_came", severity=Severity.SERIOUS)
    elif _far(sheet, "holdout_error"):
        yield Finding(code="predict_value_far_off", severity=Severity.SERIOUS)
    elif _far(sheet, "holdout_value_error"):
        yield Finding(code="predict_value_money_far_off", severity=Severity.SERIOUS)
    pairs, recency = calibration.pairs, calibration.by_recency
    if pairs is not None and recency is not None and pairs <= recency:
        yield Finding(code="predict_value_as_recency")


def _far(sheet: FactSheet, measure: str) -> bool:
    return sheet.has(ALL, measure) and abs(float(sheet.facts[sheet.key(ALL, measure)].number)) > FAR_OFF


def _of_the_model(answer: Answer) -> Iterator[Finding]:
    histories = answer.histories
    if answer.choice.nobody_leaves:
        yield Finding(code="predict_value_nobody_leaves", severity=Severity.WARNING)
    elif answer.choice.fit.parameters.model is Model.BG_NBD and histories.repeat_customers < histories.size:
        yield Finding(code="predict_value_once_active", severity=Severity.WARNING)
    elif answer.parts.everybody.active.value > _ALMOST_ALL * histories.size:
        yield Finding(code="predict_value_hardly_leaving", severity=Severity.WARNING)
    if answer.choice.fit.alike:
        yield Finding(code="predict_value_alike", severity=Severity.WARNING)


def _of_the_money(answer: Answer) -> Iterator[Finding]:
    if answer.expected.value is None:
        yield Finding(code="predict_value_no_money", severity=Severity.WARNING)
        return
    if answer.spend.law is None:
        yield Finding(code="predict_value_spend_overall", severity=Severity.WARNING)
    if answer.correlation is not None and abs(answer.correlation) >= CORRELATED:
        code = "predict_value_spend_rises" if answer.correlation > 0 else "predict_value_spend_falls"
        yield Finding(code=code, severity=Severity.WARNING)
    if not answer.scope.has_orders:
        yield Finding(code="predict_value_from_averages")


def _of_the_data(answer: Answer) -> Iterator[Finding]:
    histories = answer.histories
    if answer.chosen_by_behaviour:
        yield Finding(code="predict_value_chosen_by_behaviour", severity=Severity.WARNING)
    if answer.horizon_days > histories.days:
        yield Finding(code="predict_value_far_ahead", severity=Severity.WARNING)
    if answer.rhythm.share >= _SOME_REGULAR:
        yield Finding(code="predict_value_some_regular", severity=Severity.WARNING)
    if histories.size < _FEW_BUYERS:
        yield Finding(code="predict_value_few_buyers")
    if histories.days < _SHORT_DAYS:
        yield Finding(code="predict_value_short_history")
    if answer.unknown_first_day:
        yield Finding(code="predict_value_first_day_unknown")
    if answer.parts.without_segment:
        yield Finding(code="predict_value_without_segment")
