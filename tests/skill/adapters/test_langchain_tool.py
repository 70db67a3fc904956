import pytest

from customer_segmentation.catalogue import TOOLS, find_tool
from customer_segmentation_skill.adapters.langchain_tool import guidance, lean_schema, to_langchain


def test_choices_reach_the_model():
    fields = lean_schema(find_tool("rfm_segments"))["properties"]
    assert fields["scoring"]["enum"] == ["anchored", "quantile", "kmeans"]
    assert fields["frequency_unit"]["enum"] == ["order", "day", "line"]


def test_fields_go_by_the_names_a_person_uses():
    fields = lean_schema(find_tool("rfm_segments"))["properties"]
    assert {"from", "to"} <= set(fields)
    assert "date_from" not in fields


@pytest.mark.parametrize("name", ["load_data", "analyse_customers"])
def test_no_model_is_told_that_a_person_may_give_a_query(name):
    fields = lean_schema(find_tool(name))["properties"]
    assert "query" in find_tool(name).request.model_fields
    assert ("query" in fields, "table" in fields) == (False, True)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_field_has_a_type_and_a_description(tool):
    fields = lean_schema(tool)["properties"]
    assert {
        name for name, field in fields.items() if "type" not in field or "description" not in field
    } == set()


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_declaration_carries_name_and_guidance_and_never_runs(tool):
    declared = to_langchain(tool)
    assert (declared.name, declared.description) == (tool.name, guidance(tool))
    with pytest.raises(NotImplementedError):
        declared.func()
