"""The shop's margin and contact costs: told in the request or the profile, else assumed and said so."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from customer_segmentation.advise.playbook import Action, Channel, CostField
from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.fact import Kind
from customer_segmentation.workspace.profile import Profile

COSTS: Final = tuple(field for field in CostField if field is not CostField.NONE)


@dataclass(frozen=True)
class Told:
    """A value and whether a person gave it or we assumed it."""

    value: Decimal
    kind: Kind


@dataclass(frozen=True)
class ShopTerms:
    """Contribution margin as a fraction of net revenue, and the cost of one contact, in the shop's currency."""

    margin: Told
    costs: Mapping[CostField, Told]
    wechat: bool
    """Whether WeChat is a channel of this shop: it sells in yuan, or its cost was told."""

    def contact_cost(self, action: Action) -> Decimal:
        """Return what all contacts of an action cost for one customer."""
        if action.cost_field is CostField.NONE:
            return Decimal(0)
        return self.costs[action.cost_field].value * action.repeats

    def offers(self, action: Action) -> bool:
        """Tell whether the shop has the channel of an action."""
        return self.wechat or action.channel is not Channel.WECHAT


@cache
def _assumed() -> dict[str, Any]:
    from yaml import CSafeLoader, load

    text = (prompts_path() / "assumptions" / "costs.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = load(text, Loader=CSafeLoader)
    return found


def shop_terms(told: Mapping[str, Decimal | None], profile: Profile, currency: str) -> ShopTerms:
    """Return what counts: what was ``told`` now (margin, cost_email, …), else the profile, else assumptions."""
    assumed = _assumed()
    costs = assumed["costs"].get(currency, assumed["costs"]["other"])

    def settled(field: str, otherwise: str) -> Told:
        given = told.get(field)
        given = getattr(profile, field) if given is None else given
        return Told(Decimal(otherwise), Kind.ASSUMED) if given is None else Told(given, Kind.GIVEN)

    by_field: dict[CostField, Told] = {field: settled(f"cost_{field}", costs[field]) for field in COSTS}
    return ShopTerms(
        margin=settled("margin", assumed["margin"]),
        costs=by_field,
        wechat=currency in assumed["wechat"] or by_field[CostField.WECHAT].kind is Kind.GIVEN,
    )
