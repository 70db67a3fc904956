from decimal import Decimal

import pytest

from customer_segmentation.advise.playbook import CostField, load_playbook
from customer_segmentation.advise.shop_terms import COSTS, Told, shop_terms
from customer_segmentation.kit.fact import Kind
from customer_segmentation.workspace.profile import Profile

NOTHING = {}


def test_without_a_word_everything_is_assumed():
    terms = shop_terms(NOTHING, Profile(), "EUR")
    assert terms.margin == Told(Decimal("0.40"), Kind.ASSUMED)
    assert {field.value: str(told.value) for field, told in terms.costs.items()} == {
        "email": "0.02",
        "sms": "0.06",
        "post": "1.10",
        "phone": "4.00",
        "wechat": "0.05",
    }
    assert {told.kind for told in terms.costs.values()} == {Kind.ASSUMED}


def test_what_was_said_now_counts_before_the_profile_and_that_before_assumptions():
    profile = Profile(margin=Decimal("0.3"), cost_phone=Decimal(7))
    terms = shop_terms({"margin": Decimal("0.25"), "cost_phone": None}, profile, "EUR")
    assert terms.margin == Told(Decimal("0.25"), Kind.GIVEN)
    assert terms.costs[CostField.PHONE] == Told(Decimal(7), Kind.GIVEN)
    assert terms.costs[CostField.EMAIL].kind is Kind.ASSUMED


def test_a_cost_of_nothing_is_a_cost_that_was_told():
    terms = shop_terms({"cost_email": Decimal(0)}, Profile(cost_email=Decimal(1)), "EUR")
    assert terms.costs[CostField.EMAIL] == Told(Decimal(0), Kind.GIVEN)


@pytest.mark.parametrize("currency", ["CNY", "JPY", "KRW", "INR", "HKD", "TWD", "XXX"])
def test_every_currency_has_every_cost(currency):
    costs = shop_terms(NOTHING, Profile(), currency).costs
    assert set(costs) == set(COSTS)
    assert all(told.value > 0 for told in costs.values())


def test_all_contacts_of_an_action_cost():
    terms = shop_terms(NOTHING, Profile(), "EUR")
    email, letter, *_ = load_playbook("at_risk").actions
    assert (email.repeats, terms.contact_cost(email)) == (2, Decimal("0.04"))
    assert terms.contact_cost(letter) == Decimal("1.10")
    assert terms.contact_cost(load_playbook("hibernating").actions[0]) == 0


@pytest.mark.parametrize(
    ("currency", "profile", "offered"),
    [("EUR", Profile(), False), ("CNY", Profile(), True), ("EUR", Profile(cost_wechat=Decimal("0.1")), True)],
)
def test_wechat_is_proposed_where_the_shop_has_it(currency, profile, offered):
    terms = shop_terms(NOTHING, profile, currency)
    found = {action.id for action in load_playbook("cant_lose").actions if terms.offers(action)}
    assert found == {"personal_call", "personal_letter"} | ({"personal_wechat"} if offered else set())
