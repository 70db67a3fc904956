"""What comes out on the demo shop and on public data."""

from collections import Counter

import pytest
from planted_shop import assigned, clustered
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.data.demo_shop import write_demo_shop
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run


def loaded(workspace, path):
    typed = workspace.with_(typed=frozenset({str(path)}))
    run(tool_of(load_data), {"source": str(path)}, typed)
    return typed


@pytest.mark.slow
def test_the_groups_planted_in_the_demo_shop_show(workspace, tmp_path):
    shop = write_demo_shop(tmp_path)
    result = clustered(loaded(workspace, shop.orders))
    placed = {c: s for c, s in assigned(result).items() if c in shop.truth}
    agreed = adjusted_rand_score([shop.truth[c] for c in placed], list(placed.values()))
    # The planted kinds overlap in these features: a forest that was told them agrees to 0.16 out of sample.
    assert agreed > 0.12
    wholesale = {c for c, kind in shop.truth.items() if kind == "wholesale"} & set(placed)
    apart = {c for c, segment in placed.items() if segment == "outliers"}
    assert apart <= wholesale
    kinds = {
        segment: Counter(shop.truth[c] for c, s in placed.items() if s == segment)
        for segment in placed.values()
    }
    assert (kinds["c1"]["champion"] + kinds["c1"]["regular"]) / kinds["c1"].total() > 0.8
    one_time = [segment for segment, found in kinds.items() if found.most_common(1)[0][0] == "one_time"]
    assert one_time


@pytest.mark.slow
def test_online_retail_is_one_cloud_and_can_be_cut(workspace, oracle):
    there = loaded(workspace, oracle("online_retail_II_y2009_2010.parquet"))
    with pytest.raises(MethodError, match="one cloud"):
        clustered(there)
    result = clustered(there, k=4)
    stable = [f.value for k, f in result.reply.facts.items() if k.endswith(".stability")]
    assert min(stable) >= 0.75
    assert result.reply.findings[0].code == "cluster_pieces"
