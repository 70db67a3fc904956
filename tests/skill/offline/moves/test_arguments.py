"""Every argument that the brain may emit is a field of the real request."""

import pytest

from customer_segmentation.catalogue import find_tool
from customer_segmentation.data.load_request import TOLD_ROLES
from customer_segmentation_skill.offline.moves.arguments import (
    MEASURES,
    METHOD_FIELDS,
    PERIODS,
    SCOPE_FIELDS,
    TABLE,
    arguments_for,
    without_defaults,
)
from customer_segmentation_skill.offline.reading.cues import terms


def fields(tool):
    found = find_tool(tool).request.model_fields
    return set(found) | {info.alias for info in found.values() if info.alias}


@pytest.mark.parametrize("intent", TABLE)
def test_the_table_names_fields_that_exist(intent):
    row = TABLE[intent]
    assert {*row.fields.values(), *row.always} <= fields(row.tool)


@pytest.mark.parametrize("intent", TABLE)
def test_what_is_always_asked_is_a_valid_request(intent):
    tool, arguments = arguments_for(intent, {})
    find_tool(tool).request.model_validate(arguments)


@pytest.mark.parametrize("tool", ["analyse_customers", "rfm_segments"])
def test_what_corrections_keep_are_fields(tool):
    assert set(SCOPE_FIELDS) | set(SCOPE_FIELDS.values()) <= fields(tool)
    assert set(METHOD_FIELDS) <= fields("rfm_segments")


def test_roles_and_readings_are_fields_of_loading():
    readings = {reading.partition("=")[0] for reading in terms("readings")}
    assert set(TOLD_ROLES) | readings | {"source", "customers"} <= fields("load_data")
    assert set(TOLD_ROLES) | readings <= fields("analyse_customers")


@pytest.mark.parametrize("reading", terms("readings"))
def test_readings_are_values_that_loading_takes(reading):
    field, _, value = reading.partition("=")
    find_tool("load_data").request.model_validate({field: value})


@pytest.mark.parametrize("measure", terms("measures"))
def test_measures_are_those_of_the_question_tool(measure):
    find_tool("query_data").request.model_validate({"measure": MEASURES.get(measure, measure)})


@pytest.mark.parametrize("period", PERIODS)
def test_periods_are_those_of_the_question_tool(period):
    find_tool("query_data").request.model_validate({"period": period})


@pytest.mark.parametrize("field", list(terms("profile")))
def test_told_fields_are_those_of_the_profile(field):
    from customer_segmentation.workspace.profile import Profile

    assert field in Profile.model_fields


def test_lists_become_text_and_empty_slots_are_left_out():
    slots = {"segments": ["at_risk", "cant_lose"], "path": "", "holdout": 0}
    assert arguments_for("export", slots) == (
        "export_audience",
        {"segments": "at_risk,cant_lose", "holdout": 0},
    )


def test_defaults_are_not_repeated():
    asked = {"source": "orders.csv", "returns": "net", "duplicates": "drop", "order_id": "", "as_of": None}
    assert without_defaults("load_data", asked) == {"source": "orders.csv", "duplicates": "drop"}
