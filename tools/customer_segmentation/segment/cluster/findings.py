"""What a careful analyst would say of clusters."""

from typing import Final

from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Finding, Severity
from customer_segmentation.segment.cluster.contributions import DIVIDES, mere_values
from customer_segmentation.segment.cluster.fitting import DENSITY, Fitted
from customer_segmentation.segment.cluster.found import Found
from customer_segmentation.segment.cluster.request import ClusterRequest
from customer_segmentation.segment.cluster.stability import DOUBTFUL, STABLE
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.preparation import nearly_alike
from customer_segmentation.segment.segment_table import SegmentTable
from customer_segmentation.segment.traits.sensitive import is_protected

SAME_OVER_SEEDS: Final = 0.9
_MUCH_LEFT_OUT: Final = 0.2


def cluster_findings(request: ClusterRequest, found: Found, table: SegmentTable) -> list[Finding]:
    """Return the findings, gravest first; figures stand in them as placeholders of facts of ``table``."""
    findings = []
    if found.earlier:
        findings.append(Finding(code="cluster_scored", values={"result": found.earlier}))
    if found.matched:
        findings.append(Finding(code="cluster_ids_kept", values={"result": found.matched}))
    if found.fitted:
        findings += _of_certainty(request, found.fitted, table)
        findings += _of_features(found.fitted, table)
    protected = [feature.header for feature in found.features if is_protected(feature.header)]
    if protected:
        findings.append(
            Finding(
                code="cluster_protected", severity=Severity.WARNING, values={"headers": ", ".join(protected)}
            )
        )
    if "noise" in table.totals:
        findings.append(_left_out(table))
    if "outliers" in table.totals:
        findings.append(Finding(code="cluster_outliers", subject="outliers"))
    if found.tied:
        findings.append(Finding(code="cluster_near_ties"))
    if found.model.scores is None:
        findings.append(Finding(code="cluster_no_sql"))
    grave = [Severity.SERIOUS, Severity.WARNING, Severity.INFO]
    return sorted(findings, key=lambda finding: grave.index(finding.severity))


def _left_out(table: SegmentTable) -> Finding:
    """Say how many customers are in no group, and what they are worth where it is known."""
    shares = [
        table.facts[table.key("noise", m)].number for m in ("share", "revenue_share") if table.has("noise", m)
    ]
    code = "cluster_left_out" if table.has("noise", "revenue_share") else "cluster_left_out_share"
    grave = Severity.SERIOUS if max(shares) >= _MUCH_LEFT_OUT else Severity.WARNING
    return Finding(code=code, severity=grave, subject="noise")


def _of_certainty(request: ClusterRequest, fitted: Fitted, table: SegmentTable) -> list[Finding]:
    findings = []
    if fitted.choice and fitted.choice.k is None:
        findings.append(Finding(code="cluster_pieces", severity=Severity.SERIOUS))
    if table.has(ALL, "rival"):
        findings.append(Finding(code="cluster_rival", severity=Severity.WARNING))
    for identity in fitted.model.ids:
        stability = float(table.facts[table.key(identity, "stability")].number)
        if stability < DOUBTFUL:
            findings.append(Finding(code="cluster_not_stable", severity=Severity.SERIOUS, subject=identity))
        elif stability < STABLE:
            findings.append(Finding(code="cluster_doubtful", severity=Severity.WARNING, subject=identity))
    agreed = table.facts.get(table.key(ALL, "seed_agreement"))
    if agreed and float(agreed.number) < SAME_OVER_SEEDS:
        findings.append(Finding(code="cluster_seeds_differ", severity=Severity.WARNING))
    small = [
        i
        for i in fitted.model.ids
        if table.totals[i].customers < request.min_share * table.everybody.customers
    ]
    findings += [Finding(code="cluster_small", severity=Severity.WARNING, subject=i) for i in small]
    place = {name: f"f{n}" for n, name in enumerate(fitted.model.features, start=1)}
    if fitted.model.method in DENSITY and (name := mere_values(fitted)):
        findings.append(Finding(code="cluster_mere_values", severity=Severity.SERIOUS, subject=place[name]))
    why = str(fitted.found.details.get("why", "")) if fitted.model.method in DENSITY else ""
    if why:
        findings.append(Finding(code=f"cluster_{why}", severity=Severity.SERIOUS))
    return findings


def _of_features(fitted: Fitted, table: SegmentTable) -> list[Finding]:
    preparation = fitted.model.preparation
    place = {name: f"f{n}" for n, name in enumerate(fitted.model.features, start=1)}
    findings = [Finding(code="cluster_constant", subject=place[name]) for name in preparation.constant]
    findings += [
        Finding(code="cluster_unknown", severity=Severity.WARNING, subject=place[name])
        for name in preparation.unknown
    ]
    findings += [
        Finding(code="cluster_nearly_alike", severity=Severity.WARNING, subject=pair)
        for pair in pairs_alike(fitted)
    ]
    findings += [
        Finding(code="cluster_not_dividing", severity=Severity.WARNING, subject=place[name])
        for name in preparation.names
        if len(preparation.names) > 1 and table.facts[table.key(place[name], "effect")].number < DIVIDES
    ]
    findings += [
        Finding(code="cluster_imputed", subject=place[number.name])
        for number in preparation.numbers
        if table.has(ALL, f"unknown_{place[number.name]}")
    ]
    return findings


def pairs_alike(fitted: Fitted) -> dict[str, tuple[Feature, Feature]]:
    """Return the pairs of features that tell nearly the same, under ids of their own."""
    by_name = {feature.name: feature for feature in fitted.matrix.features}
    numbers = [number.name for number in fitted.model.preparation.numbers]
    pairs = nearly_alike(fitted.points[:, : len(numbers)], numbers)
    return {f"pair_{n}": (by_name[one], by_name[other]) for n, (one, other) in enumerate(pairs, start=1)}
