"""What ``validate_segments`` answers: the verdict, what each segment did, and how something simpler would have done."""

from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.time_split import YEAR
from customer_segmentation.explain.validation.facts import TOOL, ValidationFacts
from customer_segmentation.explain.validation.judged import Judged
from customer_segmentation.explain.validation.request import ValidateRequest
from customer_segmentation.explain.validation.scores import Score
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result

_SEGMENTS: Final = (
    "customers",
    "repurchase_rate",
    "repurchase_rate_earlier",
    "lift",
    "orders_each",
    "revenue_each",
    "revenue_each_calm",
)
_SCORES: Final = ("auc", "gain", "returning_in_fifth", "money_in_fifth")
_ORIGINS: Final = ("customers", "repurchase_rate", "auc", "auc_recency")
_OWN: Final = f"by_{Score.SEGMENTS}"
_FEW_ACCOUNTS: Final = 0.2
_MUCH_RETURNED: Final = 100
"""Returns across the split are told where they exceed this part of the money."""


def validation_reply(request: ValidateRequest, scope: Scope, formed_by: Result, judged: Judged) -> Reply:
    """Return the reply for the segments of a result that were judged."""
    segmentation = Segmentation.read(formed_by.folder)
    facts = ValidationFacts(judged, segmentation.ids(), scope.dataset.currency)
    verdict, rival = judged.verdict, judged.rival
    reply = Reply(
        facts=facts.facts,
        names={segment.id: segment.name for segment in segmentation.segments if segment.name},
        described={
            **{segment.id: segment.parts for segment in segmentation.segments if segment.parts},
            **({_OWN: [NamePart(code="clusters_anew")]} if judged.anew else {}),
        },
        findings=[*scope.findings, *_findings(request, facts, formed_by)],
        next=["validate_what_first", "validate_who_moved"],
        currency=scope.dataset.currency,
        detail={
            "told": verdict.told.value,
            "why_unknown": _why_unknown(judged),
            "recency": verdict.recency.value,
            "added": verdict.added.value,
            "rival": rival[0].value if rival else "",
            "rival_is": rival[1].value if rival else "",
            "learnt_order": judged.learnt,
            "anew": judged.anew,
            "best": _at_rank(facts, first=True),
            "worst": _at_rank(facts, first=False),
            "origins": [split.window.split_on.isoformat() for split in judged.splits],
            "filter": scope.words,
        },
    )
    _add(reply, "validation", facts.segments, _SEGMENTS, "segment")
    _add(reply, "baselines", [f"by_{score}" for score in facts.compared], _SCORES, "ordered_by")
    _add(reply, "origins", reply.detail["origins"], _ORIGINS, "split_day")
    return reply


def _why_unknown(judged: Judged) -> str:
    """Return what keeps segments from being judged, where something does: who came back, or the history."""
    back, many = int(judged.latest.came_back.sum()), judged.latest.customers
    if back in {0, many}:
        return "everybody" if back else "nobody"
    if min(back, many - back) <= 1:
        return "few"
    return "no_clusters" if judged.not_found else "history"


def _add(reply: Reply, name: str, subjects: list[str], measures: tuple[str, ...], label: str) -> None:
    told = [m for m in measures if any(f"{TOOL}.{subject}.{m}" in reply.facts for subject in subjects)]
    if told:
        reply.tables[name] = FactTable(tool=TOOL, subjects=subjects, measures=told, subject_label=label)


def _at_rank(facts: ValidationFacts, *, first: bool) -> str:
    """Return the segment that came back most, or least, of those with enough customers; empty if there are not two."""
    if len(facts.rated) <= 1:
        return ""

    def rate(segment: str) -> float:
        return float(facts.facts[facts.key(segment, "repurchase_rate")].number)

    return max(facts.rated, key=rate) if first else min(facts.rated, key=rate)


def _findings(request: ValidateRequest, facts: ValidationFacts, formed_by: Result) -> list[Finding]:
    judged = facts.judged
    window = judged.latest.window
    found = []
    if window.days < request.horizon_days:
        found.append(Finding(code="validate_window_shortened", severity=Severity.WARNING))
    if len(judged.splits) < request.origins:
        found.append(Finding(code="validate_fewer_origins"))
    if window.history < 2 * YEAR:
        found.append(Finding(code="validate_season"))
    if judged.not_found:
        found.append(Finding(code="validate_no_clusters_then", severity=Severity.WARNING))
    if formed_by.request.get("model_from"):
        found.append(Finding(code="validate_model_given"))
    if any(segment not in facts.rated for segment in facts.segments):
        found.append(Finding(code="validate_small_segments"))
    if (share := facts.facts.get(facts.key(ALL, "largest_share"))) and share.number > _FEW_ACCOUNTS:
        found.append(Finding(code="validate_few_accounts", severity=Severity.WARNING))
    returned, spent = (facts.facts.get(facts.key(ALL, m)) for m in ("returned_across", "spent_after"))
    if returned and spent and abs(returned.number) > abs(spent.number) / _MUCH_RETURNED:
        found.append(Finding(code="validate_returns_across"))
    return found
