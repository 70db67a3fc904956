"""By trait, or by what the first order was."""

from cohort_answers import answer, codes, joined, said

from customer_segmentation.kit.for_model import for_model
from customer_segmentation.stats.shares import difference
from rows_shop import column, line

START, END = line("s", "s", "2023-01-01", 1, channel="shop"), line("z", "z", "2024-12-31", 1, channel="shop")
CHANNEL = column("channel", header="Channel [new]")


def two_channels():
    return [
        START,
        END,
        *joined("w", 100, "2024-01-10", 10, channel="web"),
        *joined("v", 50, "2024-02-10", channel="web"),
        *joined("p", 60, "2024-03-10", channel="shop"),
        *joined("q", 10, "2024-03-10", channel="fax"),
        *joined("x", 3, "2024-03-10", channel="pigeon"),
    ]


def test_groups_are_counted_and_compared_with_everybody_else(workspace):
    reply = answer(workspace, two_channels(), [CHANNEL], by="channel", period="month")
    assert reply.names == {"g1": "web", "g2": "shop", "g3": "fax"}
    assert said(reply, "g1", "customers", "followed", "ordered_again") == [150, 150, 100]
    assert said(reply, "g1", "ordered_again_share", "again_points") == [
        100 / 150,
        difference(100, 150, 0, 73).value,
    ]
    assert said(reply, "g2", "customers", "followed", "ordered_again_share") == [62, 60, 0]
    assert said(reply, "g3", "customers", "ordered_again", "ordered_again_share", "again_points") == [
        10,
        0,
        None,
        None,
    ]
    assert said(reply, "all", "groups", "groups_shown") == [4, 3]
    assert [f.subject for f in reply.findings if f.code == "cohort_group_apart"] == ["g1", "g2"]
    assert "cohort_more_groups" in codes(reply)
    assert reply.tables["groups"].subject_label == "Channel [new]"


def test_a_small_group_is_told_to_nobody(workspace):
    reply = answer(workspace, two_channels(), [CHANNEL], by="channel", period="month")
    assert "pigeon" not in reply.model_dump_json()
    assert "pigeon" not in for_model(reply, "r1", "en")


def test_groups_do_not_change_the_whole(workspace):
    plain = answer(workspace, two_channels(), [CHANNEL], period="month")
    by = answer(
        workspace, two_channels(), [CHANNEL], by="channel", period="month", laid={"identity": "e" * 24}
    )
    assert {k: f for k, f in by.facts.items() if k in plain.facts} == {
        k: f for k, f in plain.facts.items() if k in by.facts
    }


def test_the_first_order_is_called_after_what_most_was_paid_for(workspace):
    rows = [
        START,
        END,
        *(
            one
            for n in range(30)
            for one in (
                line(f"a{n}", f"a{n}", "2024-01-10", 9, channel="fax"),
                line(f"a{n}", f"a{n}", "2024-01-10", 5, channel="web", product="q"),
                line(f"a{n}", f"a{n}", "2024-01-10", 5, channel="web", product="r"),
                line(f"a{n}", f"a{n}-2", "2024-02-10", 99, channel="shop"),
            )
        ),
        *(line(f"t{n}", f"t{n}", "2024-01-10", 5, channel=c) for n in range(30) for c in ("b", "a")),
        *(line(f"u{n}", f"u{n}", "2024-01-10", 5) for n in range(30)),
    ]
    reply = answer(workspace, rows, [CHANNEL], by="Channel [new]", period="month")
    assert reply.names == {"g1": "a", "g2": "web"}
    assert said(reply, "unknown", "customers") == 30


def test_a_first_order_wholly_returned_is_not_the_first(workspace):
    rows = [START, END]
    for n in range(30):
        rows += [
            line(f"a{n}", f"a{n}-1", "2024-01-10", 9, channel="web"),
            line(f"a{n}", f"a{n}-1", "2024-01-12", -9, channel="web"),
            line(f"a{n}", f"a{n}-2", "2024-02-10", 9, channel="shop"),
        ]
    reply = answer(workspace, rows, [CHANNEL], by="channel", period="month")
    assert reply.names == {"g1": "shop"}
    assert said(reply, "2024-01", "customers") is None


def test_a_trait_is_a_group_for_all_orders(workspace):
    traits = [column("age", "number", "customers"), column("member", "boolean", "customers")]
    people = [{"customer_id": f"w{n}", "age": 30 + n % 2, "member": n % 2 == 0} for n in range(100)]
    reply = answer(workspace, two_channels(), [CHANNEL, *traits], people, by="age", period="month")
    assert reply.names == {"g2": "30", "g3": "31"}
    assert said(reply, "unknown", "customers") == 125
    reply = answer(
        workspace,
        two_channels(),
        [CHANNEL, *traits],
        people,
        by="member",
        period="month",
        laid={"identity": "e" * 24},
    )
    assert said(reply, "value_true", "customers", "ordered_again") == [50, 50]


def test_alike_groups_are_called_so(workspace):
    rows = [START, END]
    for name in ("web", "shop"):
        rows += [
            *joined(name, 50, "2024-01-10", 10, channel=name),
            *joined(f"{name}o", 50, "2024-01-10", channel=name),
        ]
    reply = answer(workspace, rows, [CHANNEL], by="channel", period="month")
    assert "cohort_groups_alike" in codes(reply)
    rows = [
        START,
        END,
        *joined("a", 40, "2024-01-10", channel="web"),
        *joined("b", 8, "2024-01-10", channel="shop"),
    ]
    reply = answer(workspace, rows, [CHANNEL], by="channel", period="month", laid={"identity": "e" * 24})
    assert "cohort_groups_too_small" in codes(reply)
