"""Advice after a test in the shop: what the test showed is said, and only where it counts."""

import json
import random
from datetime import date

import pytest

from customer_segmentation.advise.recommend import recommend
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.measure.measure_campaign import measure_campaign
from customer_segmentation.workspace.run import run
from laid_segments import ungrounded
from odd_shops import form_segments, shop_rows
from shop_on_disk import sale

SENT = date(2024, 11, 1)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The lines of a shop, and the file of a test in which an e-mail made every fifth buy once more."""
    draw = random.Random(9)  # noqa: S311 - a seeded shop, no secret
    rows = list(shop_rows("shop"))
    arms = {who: draw.choice(("reminder email", "control")) for who in dict.fromkeys(row[0] for row in rows)}
    extra = [
        sale(who, f"extra-{who}", date(2024, 11, 3 + n % 20), "60.00")
        for n, (who, arm) in enumerate(arms.items())
        if arm != "control" and draw.random() < 0.2
    ]
    path = tmp_path_factory.mktemp("campaign") / "results.csv"
    lines = [f"{who},{arm},{SENT}" for who, arm in arms.items()]
    path.write_text("\n".join(["customer_id,arm,sent_on", *lines]) + "\n", encoding="utf-8")
    return [*rows, *extra], str(path)


@pytest.fixture
def after(standing, shop):
    """Advise in a thread of its own after a test; returns the reply, the test's result and the thread."""

    def ask(name, *, measured=True, form=None, **asked):
        rows, path = shop
        thread = standing.with_(thread=f"advised-{name}", typed=frozenset({path}))
        segments = form_segments(thread, rows)
        if measured:
            run(tool_of(measure_campaign), {"campaign": path, "segmentation": segments.id}, thread)
        if form:
            segments = form_segments(thread, rows, **form)
        reply = run(tool_of(recommend), {"segmentation": segments.id, **asked}, thread).reply
        return reply, next(iter(thread.results_of("measure_campaign")), None), thread

    return ask


def test_what_the_test_showed_of_each_segment_is_said_with_its_range(after):
    reply, measured, _ = after("fits")
    about = json.loads((measured.folder / "effects.json").read_text(encoding="utf-8"))
    entries = {one["segment"]: one for one in about["effects"] if one["segment"] != "all"}
    told = {key.split(".")[1] for key in reply.facts if key.endswith(".tested_effect")}
    assert told
    known = {entry["segment"] for entry in reply.detail["ranked"]} & entries.keys()
    assert told == {s for s in known if min(entries[s]["contacted"], entries[s]["held_out"]) >= 5}
    for segment in told:
        own = f"recommend.{segment}"
        ends = [reply.value(f"{own}.tested_{end}") for end in ("low", "effect", "high")]
        assert ends == pytest.approx([entries[segment][end] for end in ("p10", "p50", "p90")])
        assert reply.value(f"{own}.tested_held_out") == entries[segment]["held_out"]
    assert reply.detail["tested"] == dict.fromkeys(told, "reminder email")


@pytest.mark.parametrize(
    ("name", "asked"), [("none", {"measured": False}), ("other", {"form": {"scoring": "quantile"}})]
)
def test_no_test_and_one_of_other_segments_say_nothing(after, name, asked):
    reply, *_ = after(name, **asked)
    assert not [key for key in reply.facts if ".tested_" in key]
    assert reply.detail["tested"] == {}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("asked", [{}, {"segment": "at_risk"}])
def test_what_is_said_of_a_test_stands_on_its_figures(after, language, asked):
    reply, _, thread = after("words", **asked)
    text = prose("recommend", reply, language)
    said = Renderer(ReplyLedger(reply), language).text(text)
    assert ("own test" if language == "en" else "您自己的测试") in said
    assert "reminder email" in said
    assert ungrounded("recommend", reply, thread, language) == []
