"""What a segment does unasked, against a recomputation customer by customer; several segments taken together."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.experiment.subject import Payoff, Subject, together
from odd_shops import shop_rows
from shop_on_disk import load_shop
from small_shop import LAST

DAYS = 60
SPLIT_ON = LAST + timedelta(days=1) - timedelta(days=DAYS)


def fact(reply, subject, measure):
    found = reply.facts.get(f"design_experiment.{subject}.{measure}")
    return None if found is None else float(found.number)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Return, per customer of the earlier segments, segment, whether an order followed, money before and after."""
    from customer_segmentation.kit.tool import tool_of
    from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
    from customer_segmentation.workspace.run import run
    from customer_segmentation.workspace.workspace import Workspace

    opened = Workspace.open(tmp_path_factory.mktemp("past"))
    rows = shop_rows("shop")
    # A file that ends before the split day: nothing later can have been seen.
    data = load_shop(opened, [row for row in rows if row[2] < f"{SPLIT_ON}"], as_of=SPLIT_ON)
    formed = run(tool_of(rfm_segments), {"data": data.id}, opened)
    people = pd.read_parquet(formed.folder / "assignment.parquet").set_index("customer_id")[["segment"]]
    lines = pd.DataFrame(rows, columns=["customer", "order", "at", "quantity", "amount", "product"])
    lines["on"] = pd.to_datetime(lines["at"]).dt.date
    lines["money"] = lines["amount"].astype(float)
    returned = set(lines.loc[lines["money"] < 0, "order"])
    after = lines[lines["on"] >= SPLIT_ON]
    start = SPLIT_ON - timedelta(days=365)
    before = lines[(lines["on"] >= start) & (lines["on"] < start + timedelta(days=DAYS))]
    bought = after[(after["money"] > 0) & ~after["order"].isin(returned)]
    people["ordered"] = people.index.isin(bought["customer"])
    for name, part in (("before", before), ("after", after)):
        people[name] = part.groupby("customer")["money"].sum().reindex(people.index).fillna(0.0)
    return people


def test_rates_of_every_segment_equal_a_recomputation(designed, followed):
    reply, _ = designed()
    subjects = [s for s in reply.tables["experiments"].subjects if s != "taken_together"]
    assert len(subjects) >= 6
    for segment in subjects:
        people = followed[followed["segment"] == segment]
        assert fact(reply, segment, "followed") == len(people)
        assert fact(reply, segment, "base_rate") == pytest.approx(people["ordered"].mean(), abs=1e-12)


def test_revenue_its_spread_and_what_the_past_explains_equal_a_recomputation(designed, followed):
    reply, _ = designed(measured="revenue")
    for segment in (s for s in reply.tables["experiments"].subjects if s != "taken_together"):
        people = followed[followed["segment"] == segment]
        assert fact(reply, segment, "base_revenue") == pytest.approx(people["after"].mean(), abs=0.006)
        assert fact(reply, segment, "deviation") == pytest.approx(people["after"].std(), abs=0.006)
        varies = people["before"].std() > 0  # nobody new spent anything before
        explained = np.corrcoef(people["before"], people["after"])[0, 1] ** 2 if varies else 0.0
        assert fact(reply, segment, "variance_saved") == pytest.approx(explained, abs=1e-9)


def test_several_together_are_weighed_by_the_customers_of_today(designed):
    reply, _ = designed()
    parts = reply.detail["pooled_of"]
    assert len(parts) >= 2
    sizes = np.array([fact(reply, part, "customers") for part in parts])
    for measure in ("base_rate", "wanted"):
        values = np.array([fact(reply, part, measure) for part in parts])
        pooled = fact(reply, "taken_together", measure)
        assert pooled == pytest.approx(np.average(values, weights=sizes), abs=1e-12)
    assert fact(reply, "taken_together", "customers") == sizes.sum()
    followed = [fact(reply, part, "followed") for part in parts]
    assert fact(reply, "taken_together", "followed") == sum(followed)


def subject(name, customers, base=0.3, mean=20.0, deviation=50.0, correlation=0.4, payoff=None, followed=200):
    return Subject(
        id=name,
        customers=customers,
        opted_out=0,
        followed=followed,
        certainty=followed,
        base=base,
        mean=mean,
        deviation=deviation,
        correlation=correlation,
        payoff=payoff,
        likely=0.1 * base,
        highest=0.4 * base,
    )


def test_the_spread_of_all_is_that_within_and_between():
    draw = np.random.default_rng(5)
    parts = [draw.normal(mean, spread, size) for mean, spread, size in ((10, 4, 3000), (40, 9, 1000))]
    values = np.concatenate(parts)
    made = [
        subject(f"s{n}", len(part), mean=part.mean(), deviation=part.std()) for n, part in enumerate(parts)
    ]
    both = together(made, "both")
    assert both.mean == pytest.approx(values.mean())
    assert both.deviation == pytest.approx(values.std())


def test_adjusting_takes_off_within_segments_alone():
    one = subject("one", 500, deviation=30, correlation=0.6)
    other = subject("other", 500, mean=100.0, deviation=30, correlation=-0.8)
    both = together([one, other], "both")
    # Within 900, between 1,600; of the 900 there stay 0.64 of one half and 0.36 of the other.
    assert both.deviation**2 == pytest.approx(900 + 1600)
    assert both.adjusted**2 == pytest.approx(900 * (0.64 + 0.36) / 2)
    assert one.adjusted == pytest.approx(24)


def test_what_pays_for_all_is_what_covers_the_contacts_of_all():
    # 100 people at a cost of 1 and 10 an order, 300 at a cost of 0.5 and 50 an order: cost 250, earned 16,000 a lift.
    cheap = Payoff(break_even=0.1, earned=10.0, money=2.0, kind=Kind.ESTIMATED)
    dear = Payoff(break_even=0.01, earned=50.0, money=1.0, kind=Kind.ASSUMED)
    both = together([subject("a", 100, payoff=cheap), subject("b", 300, payoff=dear)], "both")
    assert both.payoff.break_even == pytest.approx(250 / 16_000)
    assert both.payoff.money == pytest.approx((100 * 2 + 300 * 1) / 400)
    assert both.payoff.kind is Kind.ASSUMED
    assert together([subject("a", 100, payoff=cheap), subject("b", 300)], "both").payoff is None


def test_a_rate_of_several_is_less_certain_where_sizes_changed():
    even = together([subject("a", 100, followed=100), subject("b", 900, followed=900)], "both")
    changed = together([subject("a", 900, followed=100), subject("b", 100, followed=900)], "both")
    assert even.certainty == pytest.approx(1000)
    # 0.9² / 100 + 0.1² / 900 of p(1 − p)
    assert changed.certainty == pytest.approx(1 / (0.81 / 100 + 0.01 / 900))


@given(
    st.lists(
        st.tuples(
            st.integers(1, 10_000), st.floats(0, 1), st.floats(0, 500), st.floats(0, 300), st.floats(-1, 1)
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_is_taken_together_stays_within_its_parts(parts):
    made = [subject(f"s{n}", *part[:1], *part[1:]) for n, part in enumerate(parts)]
    both, turned = together(made, "both"), together(made[::-1], "both")
    assert min(p.base for p in made) - 1e-9 <= both.base <= max(p.base for p in made) + 1e-9
    assert 0 <= both.correlation <= 1
    assert both.adjusted <= both.deviation + 1e-9
    assert turned.deviation == pytest.approx(both.deviation)
    assert turned.certainty == pytest.approx(both.certainty)


def test_a_segment_better_left_alone_is_tested_on_its_first_contact(designed):
    alone, _ = designed(segments="one-time lapsed")
    assert "one_time_lapsed" not in designed()[0].tables["experiments"].subjects
    assert fact(alone, "one_time_lapsed", "wanted") > 0
    assert alone.detail["actions"]["one_time_lapsed"]["en"]
