from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet


def test_facts_stand_under_keys_of_the_tool_with_their_parts():
    sheet = FactSheet("a_tool", "EUR")
    sheet.say(ALL, "customers", 12, "customers")
    sheet.say("c1", "share", 0.25, "share", "c1.customers", "all.customers", kind=Kind.ESTIMATED)
    assert sheet.facts == {
        "a_tool.all.customers": Fact(value=12, unit="customers"),
        "a_tool.c1.share": Fact(
            value=0.25,
            unit="share",
            kind=Kind.ESTIMATED,
            basis=("a_tool.c1.customers", "a_tool.all.customers"),
        ),
    }
    assert sheet.has("c1", "share")
    assert not sheet.has("c1", "customers")


def test_an_interval_is_two_facts_that_rest_on_the_figure():
    sheet = FactSheet("a_tool")
    sheet.say("c1", "rate", 0.5, "share")
    sheet.say_interval("c1", "rate", (0.4, 0.6), "share")
    assert sheet.facts["a_tool.c1.rate_low"] == Fact(value=0.4, unit="share", basis=("a_tool.c1.rate",))
    assert sheet.facts["a_tool.c1.rate_high"] == Fact(value=0.6, unit="share", basis=("a_tool.c1.rate",))
