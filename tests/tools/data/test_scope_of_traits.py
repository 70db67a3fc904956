"""A scope of traits alone: it has no days that could be left out."""

from datetime import date

import pytest

from customer_segmentation.data.scope import open_scope
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.request import DataRequest
from rows_shop import aggregated, column

COLUMNS = [column("tier", table="customers")]
TRAITS = [{"customer_id": "a", "tier": "gold"}, {"customer_id": "b", "tier": "silver"}]


@pytest.mark.parametrize("days", [{"date_from": "2024-01-01"}, {"date_to": "2024-01-01"}])
@pytest.mark.parametrize("where", ["", "tier = 'gold'"])
def test_days_are_refused(workspace, days, where):
    aggregated(workspace, None, COLUMNS, TRAITS)
    request = DataRequest(where=where, **days)
    with pytest.raises(InputError) as caught, open_scope(request, workspace, purchases=False):
        pass
    assert caught.value.code == "scope_no_days"
    assert caught.value.values["source"] == "people.csv"


def test_an_earlier_day_to_look_from_leaves_nobody_out(workspace):
    aggregated(workspace, None, COLUMNS, TRAITS)
    with open_scope(DataRequest(), workspace, as_of=date(2020, 1, 1), purchases=False) as scope:
        assert scope.engine.rows_of("SELECT COUNT(*) FROM customers") == [(2,)]
