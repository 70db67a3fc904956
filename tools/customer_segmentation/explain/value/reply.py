"""What ``predict_value`` answers: facts, tables, the customers worth most as rows, and what to mind."""

from typing import Final

from customer_segmentation.engine.sql_file import sql
from customer_segmentation.explain.value.answer import Answer
from customer_segmentation.explain.value.facts import TOOL, facts_of
from customer_segmentation.explain.value.findings import findings_of
from customer_segmentation.explain.value.histories import TABLE
from customer_segmentation.explain.value.parts import best_first
from customer_segmentation.kit.reply import Artifact, Cell, FactTable, Reply, RowTable

PREDICTIONS: Final = "predictions.parquet"
TOP: Final = 10
_GROUPS: Final = ("customers", "active_share", "expected_purchases", "expected_value", "value_share")
_CLASSES: Final = ("customers", "holdout_predicted", "holdout_bought", "holdout_error")


def value_reply(answer: Answer) -> Reply:
    """Return the reply."""
    sheet = facts_of(answer)
    segmentation = answer.segmentation
    segments = [] if segmentation is None else segmentation.segments
    present = [segment for segment in segments if segment.id in answer.parts.segments]
    reply = Reply(
        facts=sheet.facts,
        names={segment.id: segment.name for segment in present if segment.name},
        described={segment.id: segment.parts for segment in present if segment.parts and not segment.name},
        findings=[*answer.scope.findings, *findings_of(answer, sheet)],
        artifacts=[Artifact(name=PREDICTIONS, path=PREDICTIONS, media_type="application/vnd.apache.parquet")],
        next=[
            "predict_value_how_known",
            "predict_value_what_first" if segments else "predict_value_by_segment",
        ],
        currency=answer.currency,
        detail=_detail(answer),
    )
    tables = {
        "segments": (list(answer.parts.segments), _GROUPS),
        "activity": (list(answer.parts.activity), _GROUPS),
        "calibration": (list(answer.calibration.classes) if answer.calibration else [], _CLASSES),
    }
    for name, (subjects, measures) in tables.items():
        told = [m for m in measures if any(sheet.has(subject, m) for subject in subjects)]
        if subjects:
            label = "segment" if name == "segments" else name
            reply.tables[name] = FactTable(tool=TOOL, subjects=subjects, measures=told, subject_label=label)
    reply.rows["customers"] = _best_customers(answer)
    return reply


def _best_customers(answer: Answer) -> RowTable:
    expected = answer.expected
    places = best_first(expected)[:TOP].tolist()
    chosen = ", ".join(str(place) for place in places)
    found = answer.scope.engine.rows_of(
        "SELECT n.customer_id, n.place FROM (SELECT b.customer_id, row_number() OVER (ORDER BY b.customer_id) - 1 "
        f"AS place FROM {TABLE} AS b) AS n WHERE n.place IN ({chosen})"
    )
    names = {place: str(customer) for customer, place in found}
    rows: list[list[Cell]] = []
    for place in places:
        row: list[Cell] = [names[place], round(float(expected.active.each[place]), 3)]
        row.append(round(float(expected.purchases.each[place]), 2))
        if expected.value is not None:
            row.append(round(float(expected.value.each[place]), 2))
        rows.append(row)
    header = answer.scope.dataset.roles.get("customer_id", "customer_id")
    columns = [header, "p_active", "expected_purchases", "expected_value"]
    return RowTable(columns=columns[: len(rows[0])], rows=rows)


def _detail(answer: Answer) -> dict[str, object]:
    return {
        "model": answer.choice.fit.parameters.model.value,
        "nobody_leaves": answer.choice.nobody_leaves,
        "has_value": answer.expected.value is not None,
        "horizon_days": answer.horizon_days,
        "checked": answer.calibration is not None,
        "filter": answer.scope.words,
        "as_of": answer.scope.as_of.isoformat(),
        "sql": answer.scope.reproduced(sql(answer.histories.query, last_day=answer.histories.last_day)),
    }
