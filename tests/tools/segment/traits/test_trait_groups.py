"""Traits crossed: every customer in exactly one group, none too small that could be avoided, no two names alike."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.data.dataset import Column
from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.traits.group import MOST_GROUPS, OTHERS, TraitGroups, form_groups
from customer_segmentation.segment.traits.level import Level, Levels

SIZES = st.lists(st.integers(0, 80), min_size=12, max_size=12)


def levels(name, values):
    column = Column(name=name, header=name, table="customers", type="text")
    return Levels(
        column=column,
        reading="text",
        levels=[
            Level(code=n, parts=[NamePart(code="trait_value", values={"value": v})], keys=[v.lower()])
            for n, v in enumerate(values, start=1)
        ],
    )


TRAITS = [levels("x", "ABC"), levels("y", "PQ"), levels("z", "UV")]


def cells(sizes):
    return {c: n for c, n in zip(product((1, 2, 3), (1, 2), (1, 2)), sizes, strict=True) if n}


def group_of(groups: TraitGroups, codes):
    """Return the group of a cell: the one that says most of it, as the CASE does."""
    fitting = [g for g in groups.groups if all(v in {-1, c} for v, c in zip(g.codes, codes, strict=True))]
    return min(fitting, key=lambda g: g.codes.count(-1)).id if fitting else OTHERS


def names(groups):
    return [segment.called("en") for segment in groups.segments()]


def test_small_cells_join_what_is_left_of_their_parent_by_hand():
    groups = form_groups(
        TRAITS[:2], {(1, 1): 50, (1, 2): 4, (2, 1): 20, (2, 2): 25, (3, 1): 6, (3, 2): 6}, 10
    )
    assert names(groups)[:-2] == ["A, P", "B, P", "B, Q", "C"]
    assert group_of(groups, (1, 2)) == OTHERS
    assert group_of(groups, (3, 1)) == group_of(groups, (3, 2)) == "g4"


@given(SIZES, st.integers(1, 60))
def test_no_group_is_smaller_than_asked_but_the_others(sizes, least):
    counts = cells(sizes)
    groups = form_groups(TRAITS, counts, least)
    found = {}
    for codes, customers in counts.items():
        group = group_of(groups, codes)
        found[group] = found.get(group, 0) + customers
    assert sum(found.values()) == sum(counts.values())
    assert all(customers >= least for group, customers in found.items() if group != OTHERS)
    assert set(found) - {OTHERS} == {group.id for group in groups.groups}
    assert sum(-1 not in group.codes for group in groups.groups) <= MOST_GROUPS


@given(SIZES, st.integers(1, 60))
def test_no_two_groups_share_a_name(sizes, least):
    called = names(form_groups(TRAITS, cells(sizes), least))
    assert len({name.casefold() for name in called}) == len(called)


def test_a_value_called_as_the_rest_is_told_apart():
    groups = form_groups([levels("x", ["Others", "Not known"])], {(1,): 9, (2,): 9}, 5)
    called = [name.casefold() for name in names(groups)]
    assert len(set(called)) == 4
