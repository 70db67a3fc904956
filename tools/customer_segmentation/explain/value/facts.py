"""The facts of ``predict_value``: what to expect, of whom, and how the model did before."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from customer_segmentation.explain.value.answer import Answer
from customer_segmentation.explain.value.bg_nbd import Model
from customer_segmentation.explain.value.calibration import Calibration, Held
from customer_segmentation.explain.value.forecast import Total
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.shares import Estimate

TOOL: Final = "predict_value"


def facts_of(answer: Answer) -> FactSheet:
    """Return every figure of the answer."""
    sheet = FactSheet(TOOL, answer.currency)
    _say_horizon(sheet, answer)
    parts = answer.parts
    _say_total(sheet, ALL, parts.everybody, leaves=not answer.choice.nobody_leaves)
    if answer.margin is not None and parts.everybody.value is not None:
        worth = float(answer.margin) * parts.everybody.value.value
        sheet.say(ALL, "margin", float(answer.margin), "share", kind=Kind.GIVEN)
        basis = (f"{ALL}.expected_value", f"{ALL}.margin")
        sheet.say(ALL, "expected_contribution", worth, answer.currency, *basis, kind=Kind.ESTIMATED)
    if parts.tenth is not None:
        _say_tenth(sheet, parts.tenth, parts.everybody)
    for groups in (parts.segments, parts.activity):
        _say_groups(sheet, groups, parts.everybody, leaves=not answer.choice.nobody_leaves)
    if parts.without_segment:
        sheet.say(ALL, "without_segment", parts.without_segment, "customers")
    if answer.unknown_first_day:
        sheet.say(ALL, "unknown_first_day", answer.unknown_first_day, "customers")
    if answer.calibration is not None:
        _say_calibration(sheet, answer.calibration)
    _say_model(sheet, answer)
    return sheet


def _say_horizon(sheet: FactSheet, answer: Answer) -> None:
    histories = answer.histories
    sheet.say(ALL, "horizon_days", answer.horizon_days, "days", kind=Kind.GIVEN)
    sheet.say(ALL, "horizon_to", histories.last_day + timedelta(days=answer.horizon_days), "date")
    sheet.say(ALL, "last_day", histories.last_day, "date")
    sheet.say(ALL, "history_days", histories.days, "days")
    sheet.say(ALL, "repeat_customers", histories.repeat_customers, "customers")


def _say_total(sheet: FactSheet, subject: str, total: Total, *, leaves: bool) -> None:
    many = f"{subject}.customers"
    sheet.say(subject, "customers", total.customers, "customers")
    large = total.customers >= SMALL
    if leaves:
        _say_counts(sheet, subject, "active_customers", total.active, "customers")
    if leaves and large:
        share = total.active.value / total.customers
        basis = (f"{subject}.active_customers", many)
        sheet.say(subject, "active_share", share, "share", *basis, kind=Kind.ESTIMATED)
        sheet.say(subject, "churn_share", 1 - share, "share", *basis, kind=Kind.ESTIMATED)
    _say_counts(sheet, subject, "expected_purchases", total.purchases, "count")
    if large:
        each = total.purchases.value / total.customers
        basis = (f"{subject}.expected_purchases", many)
        sheet.say(subject, "purchases_each", each, "average", *basis, kind=Kind.ESTIMATED)
    if total.value is not None:
        value = total.value
        sheet.say(subject, "expected_value", value.value, sheet.currency, kind=Kind.ESTIMATED)
        ends = (value.low, value.high)
        sheet.say_interval(subject, "expected_value", ends, sheet.currency, kind=Kind.ESTIMATED)
        if large:
            basis = (f"{subject}.expected_value", many)
            each = value.value / total.customers
            sheet.say(subject, "value_each", each, sheet.currency, *basis, kind=Kind.ESTIMATED)


def _say_counts(sheet: FactSheet, subject: str, measure: str, estimate: Estimate, unit: str) -> None:
    low, high = sorted((round(estimate.low), round(estimate.high)))
    sheet.say(subject, measure, round(estimate.value), unit, kind=Kind.ESTIMATED)
    sheet.say_interval(subject, measure, (low, high), unit, kind=Kind.ESTIMATED)


def _say_tenth(sheet: FactSheet, tenth: Total, everybody: Total) -> None:
    sheet.say(ALL, "top_tenth_customers", tenth.customers, "customers")
    if tenth.value is None or everybody.value is None or everybody.value.value <= 0:
        return
    sheet.say(ALL, "top_tenth_value", tenth.value.value, sheet.currency, kind=Kind.ESTIMATED)
    share = tenth.value.value / everybody.value.value
    basis = (f"{ALL}.top_tenth_value", f"{ALL}.expected_value")
    sheet.say(ALL, "top_tenth_value_share", share, "share", *basis, kind=Kind.ESTIMATED)


def _say_groups(sheet: FactSheet, groups: Mapping[str, Total], everybody: Total, *, leaves: bool) -> None:
    for subject, total in groups.items():
        _say_total(sheet, subject, total, leaves=leaves)
        if total.value is not None and everybody.value is not None and everybody.value.value > 0:
            share = total.value.value / everybody.value.value
            basis = (f"{subject}.expected_value", f"{ALL}.expected_value")
            sheet.say(subject, "value_share", share, "share", *basis, kind=Kind.ESTIMATED)
    worth = {subject: _worth(total) for subject, total in groups.items()}
    for subject, value in worth.items():
        rank = 1 + sum(other > value for other in worth.values())
        measure = "expected_purchases" if groups[subject].value is None else "expected_value"
        sheet.say(subject, f"{measure}_rank", rank, "rank", f"{subject}.{measure}", kind=Kind.ESTIMATED)


def _worth(total: Total) -> float:
    return total.purchases.value if total.value is None else round(total.value.value, 2)


def _say_calibration(sheet: FactSheet, calibration: Calibration) -> None:
    sheet.say(ALL, "holdout_from", calibration.split_on, "date")
    sheet.say(ALL, "holdout_days", calibration.days, "days")
    _say_held(sheet, ALL, calibration.everybody)
    for subject, held in calibration.classes.items():
        sheet.say(subject, "customers", held.predicted.customers, "customers")
        _say_held(sheet, subject, held)
    sheet.say(ALL, "holdout_classes", len(calibration.judged), "count")
    sheet.say(ALL, "holdout_classes_inside", calibration.covered, "count")
    for measure, pairs in (("pairs", calibration.pairs), ("pairs_by_recency", calibration.by_recency)):
        if pairs is not None:
            sheet.say(ALL, f"holdout_{measure}", float(pairs), "share")


def _say_held(sheet: FactSheet, subject: str, held: Held) -> None:
    if subject == ALL:
        sheet.say(subject, "holdout_customers", held.predicted.customers, "customers")
    _say_counts(sheet, subject, "holdout_predicted", held.predicted.purchases, "count")
    sheet.say(subject, "holdout_bought", held.bought, "count")
    if held.bought and held.predicted.customers >= SMALL:
        error = held.predicted.purchases.value / held.bought - 1
        basis = (f"{subject}.holdout_predicted", f"{subject}.holdout_bought")
        sheet.say(subject, "holdout_error", error, "change", *basis)
    value = held.predicted.value
    if value is None:
        return
    sheet.say(subject, "holdout_value_predicted", value.value, sheet.currency, kind=Kind.ESTIMATED)
    ends = (value.low, value.high)
    sheet.say_interval(subject, "holdout_value_predicted", ends, sheet.currency, kind=Kind.ESTIMATED)
    sheet.say(subject, "holdout_spent", held.spent, sheet.currency)
    if held.spent > 0 and held.predicted.customers >= SMALL:
        basis = (f"{subject}.holdout_value_predicted", f"{subject}.holdout_spent")
        sheet.say(subject, "holdout_value_error", value.value / held.spent - 1, "change", *basis)


def _say_model(sheet: FactSheet, answer: Answer) -> None:
    fit = answer.choice.fit
    names = ("r", "alpha", "a", "b")[: len(fit.parameters.free)]
    for name, value in zip(names, fit.parameters.free, strict=True):
        sheet.say(ALL, f"model_{name}", value, "coefficient", kind=Kind.ESTIMATED)
    for model, value in answer.choice.log_likelihoods.items():
        measure = (
            "log_likelihood" if model is fit.parameters.model else f"log_likelihood_{Model(model).value}"
        )
        sheet.say(ALL, measure, value, "coefficient")
    if answer.spend.law is not None:
        for name, value in zip("pqv", answer.spend.law, strict=True):
            sheet.say(ALL, f"spend_{name}", value, "coefficient", kind=Kind.ESTIMATED)
    if answer.spend.customers:
        sheet.say(ALL, "spend_customers", answer.spend.customers, "customers")
    if answer.correlation is not None:
        sheet.say(ALL, "spend_correlation", answer.correlation, "coefficient")
    if answer.rhythm.regular:
        sheet.say(ALL, "regular_share", answer.rhythm.regular / answer.rhythm.customers, "share")
