"""What sets each segment apart from everybody else, in natural units, and a rule that describes it."""

import json
from typing import Final

from customer_segmentation.data.scope import open_scope
from customer_segmentation.explain.behaviour_scope import formed_on
from customer_segmentation.explain.profile.aspects import Compared, compared
from customer_segmentation.explain.profile.effects import Effect, effects_of
from customer_segmentation.explain.profile.find_rules import find_rules
from customer_segmentation.explain.profile.formed_from import formed_from
from customer_segmentation.explain.profile.reply import Profile, profile_reply
from customer_segmentation.explain.profile.request import ProfileRequest
from customer_segmentation.explain.profile.rule import rules_sql
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect as ToolEffect
from customer_segmentation.kit.tool import tool
from customer_segmentation.segment.features.matrix import features_sql
from customer_segmentation.segment.naming import identified
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

PROFILE: Final = "profile.json"
"""Every comparison, for charts: a list of segment, aspect, effect, low, high, strength, adjusted, formed."""


@tool(effect=ToolEffect.READ, version=2)
def profile_segments(request: ProfileRequest, workspace: Workspace) -> Reply:
    """Say what sets each segment apart from everybody else, as effect sizes and readable rules.

    Writes ``profile.json`` with every comparison.

    Raises:
        InputError: An unknown segment or feature.
        MethodError: Nobody in the segments has a valid order.
    """
    result = workspace.result(request.segmentation, "segmentation")
    formed = Segmentation.read(result.folder)
    with open_scope(formed_on(result), workspace, as_of=formed.as_of, purchases=False) as scope:
        scope.engine.view("assigned", formed.assignment)
        found = compared(request.features, scope, formed.ids(), formed_from(result, scope))
        shown = _shown(request, formed, found)
        effects = effects_of(found)
        rules = [r for r in find_rules(found, request.depth, request.seed) if r.segment in shown]
        sql = scope.reproduced(rules_sql(rules, features_sql(found.features, scope))) if rules else ""
        (workspace.output / PROFILE).write_text(_for_charts(effects), encoding="utf-8")
        return profile_reply(Profile(formed, scope, found, shown, effects, rules, sql))


def _shown(request: ProfileRequest, formed: Segmentation, found: Compared) -> list[str]:
    if not request.segment.strip():
        return found.segments
    present = [segment for segment in formed.segments if segment.id in found.segments]
    return [identified(request.segment, present)]


def _for_charts(effects: list[Effect]) -> str:
    rows = [
        {
            "segment": effect.segment,
            "aspect": effect.aspect.id,
            "feature": effect.aspect.feature.name,
            "level": effect.aspect.level,
            "effect": effect.size.value,
            "low": effect.size.low,
            "high": effect.size.high,
            "strength": effect.strength,
            "adjusted": effect.adjusted,
            "formed": effect.aspect.formed,
        }
        for effect in effects
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False)
