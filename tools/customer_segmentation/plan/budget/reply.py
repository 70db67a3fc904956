"""What ``plan_budget`` answers."""

from typing import Any, Final

from customer_segmentation.advise.playbook import Action
from customer_segmentation.advise.recommendation_facts import used_costs
from customer_segmentation.advise.trust import facts_of_trust
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.kit.words import LANGUAGES, shown
from customer_segmentation.plan.budget.facts import TOOL, say_all
from customer_segmentation.plan.budget.planned import Planned, Why
from customer_segmentation.segment.holdout import SALT

_COLUMNS: Final = ("action", "contacted", "held_out", "cost", "expected", "expected_low", "expected_high")
_BREAK_EVENS: Final = ("customers", "base_rate", "break_even", "effect_likely", "effect_best")
_ON_MONEY_AT_STAKE: Final = frozenset(
    {"recommend_season_not_compared", "recommend_few_accounts", "recommend_first_seen"}
)
"""Cautions of the evidence that no figure of a plan rests on."""
_JOIN: Final = {"en": " + ", "zh": "＋"}


def budget_reply(found: Planned) -> Reply:
    """Return the reply."""
    sheet = FactSheet(TOOL, found.segments.reply.currency)
    say_all(sheet, found)
    reply = Reply(
        facts=sheet.facts,
        names=found.segments.reply.names,
        described={**found.segments.reply.described, ALL: [NamePart(code="budget_total")]},
        currency=sheet.currency,
        findings=_findings(found),
        next=_next(found),
        detail=_detail(found),
    )
    # What the cautions of the evidence speak of are facts of the recommendations.
    reply.with_facts(facts_of_trust(found.evidence, None))
    reply.spoken = _spoken(found)
    reply.tables = _tables(found, sheet)
    return reply


def _tables(found: Planned, sheet: FactSheet) -> dict[str, FactTable]:
    """Return the plan with the other plans below it; without one, what each segment's action must bring."""
    tables = {}
    if found.used:
        subjects = [*found.acting, ALL, *found.others]
        tables["budget"] = FactTable(tool=TOOL, subjects=subjects, measures=list(_COLUMNS))
    known = [one.segment.id for one in found.found if sheet.has(one.segment.id, "break_even")]
    if known:
        measures = [m for m in _BREAK_EVENS if any(sheet.has(segment, m) for segment in known)]
        tables["break_evens"] = FactTable(tool=TOOL, subjects=known, measures=measures)
    return tables


def _actions(found: Planned) -> dict[tuple[str, str], Action]:
    return {(one.segment.id, case.action.id): case.action for one in found.found for case in one.cases}


def _spoken(found: Planned) -> dict[str, dict[str, str]]:
    """Return what the actions of the plan are called, by language."""
    actions = _actions(found)
    names = {}
    for segment in found.acting:
        own = [actions[found.option(n).name] for n in found.used_in(segment)]
        names["+".join(one.id for one in own)] = {
            language: _JOIN[language].join(one.name.text(language) for one in own) for language in LANGUAGES
        }
    return names


def _findings(found: Planned) -> list[Finding]:
    """Return who is contacted at a loss, and what of the evidence bears on how many order anyway."""
    losing = dict.fromkeys(
        found.option(n).segment
        for n in found.used
        if found.worth.expected[n] < 0 and found.told.least.get(found.option(n).segment)
    )
    said = [Finding(code="budget_least_loses", severity=Severity.WARNING, subject=one) for one in losing]
    if found.test and found.test.unfit:
        said.append(
            Finding(code=found.test.unfit, severity=Severity.WARNING, values={"number": found.test.number})
        )
    elif found.tested and found.test and found.test.days not in {None, found.horizon}:
        said.append(Finding(code="budget_test_horizon", severity=Severity.WARNING))
    if any(one.opted_out for one in found.aside.values()):
        said.append(Finding(code="budget_opted_out"))
    return said + [one for one in found.evidence.findings if one.code not in _ON_MONEY_AT_STAKE]


def _next(found: Planned) -> list[str]:
    """Return codes of questions: what would make the plan surer, most wanted first, and what to do with it."""
    asks = [f"budget_tell_{one}" for one in ("margin", "costs") if one in wanted(found)]
    if not found.used and found.setting.cautious:
        return ["budget_test", *asks[:1]]
    return [*asks[:1], *(("budget_test", "budget_draw") if found.used else ("budget_first",))]


def wanted(found: Planned) -> list[str]:
    """Return what is not known yet, in the order in which it should be asked."""
    options = list(range(len(found.setting.options)))
    kinds = {found.option(n).effect.kind for n in options}
    costs = [field for field in used_costs(found.found) if found.terms.costs[field].kind is Kind.ASSUMED]
    offers = any(found.option(n).redeemed for n in found.used) and found.request.redeeming == 1
    rates = any(why is Why.NO_RATE for why in found.left().values())
    asks = {
        "margin": found.terms.margin.kind is Kind.ASSUMED,
        "costs": bool(costs),
        "offer": offers,
        "base": rates,
        "effects": Kind.ASSUMED in kinds or not kinds,
    }
    return [name for name, ask in asks.items() if ask]


def _detail(found: Planned) -> dict[str, Any]:
    sway = found.assumptions[0] if found.assumptions else None
    option = found.option(sway.option) if sway and sway.option is not None else None
    used = {found.option(n).effect.kind for n in found.used or range(len(found.setting.options))}
    return {
        "objective": found.request.objective.value,
        "cautious": found.setting.cautious,
        "bound": found.step.bound,
        "limited": bool(found.told.capacity or found.told.most),
        "acting": found.acting,
        "left": {segment: why.value for segment, why in found.left().items()},
        "actions": {segment: _named(found, segment) for segment in (one.segment.id for one in found.found)},
        "doing": {segment: _doing(found, segment) for segment in found.acting},
        "instead": _instead(found),
        "effects": sorted(kind.value for kind in used),
        "test": _test(found),
        "try_first": _try_first(found),
        "sway": {"segment": option.segment if option else "", "dropped": found.drop} if sway else None,
        "frontier": [[round(cost, 2), round(expected, 2)] for cost, expected in found.frontier],
        "assumed": _assumed(found),
        "wanted": wanted(found),
        "filter": found.segments.reply.detail.get("filter", ""),
        "randomised_by": f"salted hash of the customer id ({SALT})",
        "caps": {str(channel): most for channel, most in found.told.capacity.items()},
    }


def _try_first(found: Planned) -> str:
    """Return the segment in which a test could free most for a plan that spends nothing out of caution."""
    if found.used or not found.setting.cautious:
        return ""
    room = {n: found.setting.room(one.segment) for n, one in enumerate(found.setting.options)}
    brings = {
        one: float(found.worth.expected[n]) * room[n]
        for one in found.setting.segments
        for n in [found.first_of(one)]
        if n is not None
    }
    best = max(brings, key=lambda one: brings[one], default="")
    return best if best and brings[best] > 0 else ""


def _test(found: Planned) -> dict[str, Any] | None:
    """Return which test the plan rests on and what its arms were called; None without one."""
    if found.tested is None:
        return None
    arms = [shown(arm) for arm in found.tested.actions]
    return {
        "number": found.tested.test.number,
        "arms": arms,
        "actions": [one.id for one in found.tested.actions.values()],
    }


def _named(found: Planned, segment: str) -> dict[str, str]:
    """Return the name of the action of a segment, by language; empty where it has none."""
    n = found.first_of(segment)
    if n is None:
        return {}
    name = _actions(found)[found.option(n).name].name
    return {language: name.text(language) for language in LANGUAGES}


def _doing(found: Planned, segment: str) -> list[dict[str, Any]]:
    """Return the actions of a segment in the plan: id, name by language, channel, and whether it gives an offer."""
    actions, own = _actions(found), [found.option(n) for n in found.used_in(segment)]
    return [
        {
            "action": one.action,
            "name": {language: actions[one.name].name.text(language) for language in LANGUAGES},
            "channel": str(one.channel),
            "contacts": one.contacts,
            "offer": actions[one.name].offer.value,
        }
        for one in own
    ]


def _instead(found: Planned) -> list[dict[str, Any]]:
    """Return where the plan takes another action than recommendations propose."""
    actions = _actions(found)
    return [
        {
            "segment": segment,
            "proposed": {ln: actions[found.option(n).name].name.text(ln) for ln in LANGUAGES},
        }
        for segment, n in found.passed_over().items()
    ]


def _assumed(found: Planned) -> list[str]:
    """Return the keys of the shop's terms that were assumed."""
    terms = found.terms
    costs = [field for field in terms.costs if field in used_costs(found.found)]
    keys = [f"{TOOL}.all.margin"] if terms.margin.kind is Kind.ASSUMED else []
    return keys + [f"{TOOL}.all.cost_{one}" for one in costs if terms.costs[one].kind is Kind.ASSUMED]
