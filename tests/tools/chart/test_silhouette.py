"""Silhouette: every customer's own, by a plain recomputation, sorted within its group."""

import math

import numpy as np
import pyarrow.parquet as pq
import pytest
from matplotlib.patches import StepPatch

from clustered_people import found, lay_people, people
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT, THEMES
from customer_segmentation.chart.silhouette_sample import DRAWN
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said, small_texts

KIND = "silhouette"


def drawn_of(workspace, traits, **asked):
    """Return the picture of the silhouettes of people, the result it shows and who is where."""
    lay_people(workspace, traits)
    formed = found(workspace, **asked)
    rows = pq.read_table(formed.folder / "assignment.parquet").to_pylist()
    segment_of = {row["customer_id"]: row["segment"] for row in rows}
    return (
        picture_of(workspace.with_(output=workspace.root), KIND, segmentation=formed.id),
        formed,
        segment_of,
    )


def by_hand(traits, segment_of):
    """Return each person's silhouette by its definition (Rousseeuw 1987), by group."""
    groups = {}
    for one in traits:
        groups.setdefault(segment_of[one["customer_id"]], []).append((one["height"], one["weight"]))
    found = {}
    for name, own in groups.items():
        values = []
        for n, person in enumerate(own):
            near = sum(math.dist(person, other) for m, other in enumerate(own) if m != n) / (len(own) - 1)
            far = min(
                sum(math.dist(person, other) for other in others) / len(others)
                for label, others in groups.items()
                if label != name
            )
            values.append((far - near) / max(far, near))
        found[name] = sorted(values, reverse=True)
    return found


def shapes(page):
    return [patch for patch in page.figure.axes[0].patches if isinstance(patch, StepPatch)]


def test_every_customer_has_the_silhouette_of_its_definition(workspace):
    traits = people(many=40, spread=2.5)
    picture, formed, segment_of = drawn_of(workspace, traits)
    expected = by_hand(traits, segment_of)
    drawn_shapes = shapes(drawn(picture, LIGHT, "en"))
    for shape, segment in zip(drawn_shapes, ("c1", "c2", "c3"), strict=True):
        assert shape.get_data().values == pytest.approx(expected[segment], abs=2e-6)
    every = [value for own in expected.values() for value in own]
    facts = picture.reply.facts
    assert float(facts["draw_chart.all.silhouette"].value) == pytest.approx(np.mean(every), abs=2e-6)
    assert float(facts["draw_chart.all.nearer_other"].value) == pytest.approx(np.mean(np.array(every) < 0))
    assert formed.reply.facts["cluster_customers.all.customers"].value == len(every)


@pytest.mark.parametrize(("spread", "start"), [(0.5, "The groups lie apart"), (6.0, "The groups touch")])
def test_the_title_says_how_far_groups_lie_apart(workspace, spread, start):
    picture, *_ = drawn_of(workspace, people(spread=spread))
    assert drawn(picture, LIGHT, "en").words.title.startswith(start)


def test_of_a_small_group_no_mean_is_read(workspace):
    traits = people(many=40) + people([(30, 30)], many=12, prefix="s")
    picture, _, segment_of = drawn_of(workspace, traits, k="4", min_share=0.0)
    [small] = {segment for who, segment in segment_of.items() if who.startswith("s")}
    assert f"draw_chart.{small}.silhouette" not in picture.reply.facts
    means = [
        key for key in picture.reply.facts if key.startswith("draw_chart.c") and key.endswith("silhouette")
    ]
    assert len(means) == 3
    assert len(shapes(drawn(picture, LIGHT, "en"))) == 4


def test_many_customers_are_sampled_and_it_is_said(workspace):
    picture, *_ = drawn_of(workspace, people(many=1_200))
    page = drawn(picture, LIGHT, "en")
    assert sum(len(shape.get_data().values) for shape in shapes(page)) == DRAWN
    assert "3,000 drawn of 3,600 customers" in page.words.source


def test_dense_places_are_not_blamed_for_their_shape(workspace):
    picture, *_ = drawn_of(workspace, people(spread=0.4), method="dbscan")
    page = drawn(picture, LIGHT, "en")
    assert page.words.title.startswith("Dense places of any shape")
    assert "In no group" not in said(page)


@pytest.mark.parametrize("many", [2, 12])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_few_groups_and_many_stand_apart(workspace, many, language):
    centres = [(8 * (n % 4), 8 * (n // 4)) for n in range(many)]
    names = "; ".join(
        f"c{n + 1}=A name so long that it breaks and is cut, number {n + 1}" for n in range(many)
    )
    picture, *_ = drawn_of(workspace, people(centres, many=35), k=str(many), names=names)
    for theme in THEMES.values():
        page = drawn(picture, theme, language)
        assert (off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)) == (
            [],
            [],
            [],
            [],
        )
