import pytest

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.name import NamePart, spelled
from customer_segmentation.kit.prose import fact_meaning
from customer_segmentation.kit.render import table_cells
from customer_segmentation.kit.reply import FactTable, Reply

REPLY = Reply(
    facts={"t.champions.f1_mean": Fact(value=2.5, unit="average")},
    measures={"f1_mean": [NamePart(code="as_called", values={"name": "pets {kept} [[x]]"})]},
    tables={"t": FactTable(tool="t", subjects=["champions"], measures=["f1_mean"])},
)


def test_a_measure_of_the_data_is_called_as_the_reply_says():
    assert fact_meaning("t.champions.f1_mean", REPLY, "en") == "Pets {kept} [ [x] ], Champions"
    assert table_cells(REPLY.tables["t"], REPLY, "en")[0] == ["Segment", "Pets {kept} [ [x] ]"]
    assert "(measured; Pets {kept} [ [x] ], Champions)" in for_model(REPLY, "r1", "en")


def test_other_measures_keep_their_labels():
    assert fact_meaning("t.champions.customers", REPLY, "en") == "customers in Champions"


@pytest.mark.parametrize(("language", "words"), [("en", "At risk, orders"), ("zh", "流失风险客户、订单数")])
def test_a_part_of_a_name_may_stand_in_another_section(language, words):
    assert spelled([NamePart(code="subjects/at_risk"), NamePart(code="features/orders")], language) == words


def test_a_name_may_be_set_into_another():
    inner = [NamePart(code="subjects/at_risk"), NamePart(code="as_called", values={"name": "{of} [[x]]"})]
    outer = NamePart(code="profile_median", of=inner)
    assert spelled([outer], "en") == "At risk, {of} [ [x] ], median"
    assert spelled([outer], "zh") == "流失风险客户、{of} [ [x] ]（中位数）"
