"""A campaign on customers of whom only traits are known: the file itself must tell what came of it."""

import pytest
from campaign_shop import fact, measured, write

from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.run import run
from rows_shop import aggregated, column


@pytest.fixture
def campaign(workspace):
    people = [{"customer_id": f"c{n}", "region": ("north", "south")[n % 2]} for n in range(400)]
    aggregated(workspace, None, [column("region", table="customers")], people)
    run(tool_of(trait_segments), {"traits": "region"}, workspace)
    return [
        {
            "customer_id": f"c{n}",
            "arm": ("mail", "control")[n // 2 % 2],
            "converted": int(n % 7 < 3 - n // 2 % 2),
        }
        for n in range(400)
    ]


def test_an_outcome_of_the_file_is_enough(workspace, here, campaign):
    result = measured(workspace, write(here / "c.csv", campaign))
    mail = [one["converted"] for one in campaign if one["arm"] == "mail"]
    assert fact(result, "all.outcome") == pytest.approx(sum(mail) / len(mail))
    assert len(result.reply.tables["segments"].subjects) == 2
    for language in ("en", "zh"):
        assert "converted" in prose("measure_campaign", result.reply, language)


def test_without_one_there_is_nothing_to_measure(workspace, here, campaign):
    with pytest.raises(MethodError, match="no single orders"):
        measured(workspace, write(here / "c.csv", campaign), outcome="none")
