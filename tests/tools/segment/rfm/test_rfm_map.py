from itertools import product

import pytest

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.words import LANGUAGES, name_of
from customer_segmentation.segment.rfm.map import OTHERS, checked, segment_sql, segments_of
from customer_segmentation.segment.rfm.map_file import built_in_maps, load_map, map_text

# The table of PRACTICE section 6, rows R = 5 … 1, columns F = 1 … 5.
DEFAULT = """
new_customers    potential_loyalists  potential_loyalists  champions        champions
promising        potential_loyalists  potential_loyalists  loyal_customers  champions
about_to_sleep   need_attention       need_attention       loyal_customers  loyal_customers
one_time_lapsed  at_risk              at_risk              cant_lose        cant_lose
one_time_lapsed  hibernating          hibernating          cant_lose        cant_lose
"""
ELEVEN = [
    "champions",
    "loyal_customers",
    "potential_loyalists",
    "new_customers",
    "promising",
    "need_attention",
    "about_to_sleep",
    "at_risk",
    "cant_lose",
    "hibernating",
    "one_time_lapsed",
]


@pytest.fixture
def own(workspace, here):
    """Write a map of one's own into the current folder and return its name."""

    def write(text, name="own.yaml"):
        (here / name).write_text(text, encoding="utf-8")
        return name

    return write


def named(segment_map):
    """The segment of every (r, f, m) by the SQL that runs."""
    same = {rule.id: rule.id for rule in segment_map.segments}
    with duckdb_engine(None) as engine:
        rows = ", ".join(str(cell) for cell in product(range(1, 6), repeat=3))
        query = f"SELECT s.r, s.f, s.m, {segment_sql(segment_map, same)} FROM (VALUES {rows}) AS s(r, f, m)"
        return {(r, f, m): segment for r, f, m, segment in engine.rows_of(query)}


def test_the_default_map_is_the_table_of_the_practice(workspace):
    found = named(load_map("default", workspace))
    rows = [line.split() for line in DEFAULT.strip().splitlines()]
    expected = {(5 - up, 1 + right): name for up, row in enumerate(rows) for right, name in enumerate(row)}
    assert {(r, f): segment for (r, f, _), segment in found.items()} == expected
    assert len({(r, f, s) for (r, f, _), s in found.items()}) == 25  # money never chooses the cell


def test_the_built_in_maps_are_these():
    assert built_in_maps() == ["classic-10", "default", "putler", "r-package"]


@pytest.mark.parametrize("name", ["default", "classic-10", "putler"])
def test_built_in_maps_are_total_and_disjoint_and_every_name_can_be_reached(name, workspace):
    segment_map = load_map(name, workspace)
    check = checked(segment_map)
    assert (check.gaps, check.overlaps, check.dead) == ([], [], [])
    assert set(named(segment_map).values()) == {rule.id for rule in segment_map.segments}
    assert {"default": 11, "classic-10": 10, "putler": 11}[name] == len(segments_of(segment_map))


@pytest.mark.parametrize("name", ["default", "classic-10", "putler", "r-package"])
def test_the_sql_of_a_map_agrees_with_its_boxes(name, workspace):
    segment_map = load_map(name, workspace)
    for cell, segment in named(segment_map).items():
        fitting = [rule.id for rule in segment_map.segments if rule.holds(*cell)]
        assert segment == (fitting or [OTHERS])[0]


def test_putlers_fm_is_the_mean_rounded_half_up(workspace):
    found = named(load_map("putler", workspace))
    assert found[5, 1, 2] == found[5, 2, 2] == "potential_loyalists"  # 1.5 counts as 2
    assert found[5, 1, 1] == "new_customers"
    assert found[1, 2, 5] == "cant_lose"  # 3.5 counts as 4


def test_the_r_package_map_leaves_ten_cells_open_and_overlaps(workspace):
    segment_map = load_map("r-package", workspace)
    check = checked(segment_map)
    assert (len(check.gaps), check.dead) == (10, [])
    assert len(check.overlaps) == len(
        [c for c in segment_map.cells() if sum(rule.holds(*c) for rule in segment_map.segments) > 1]
    )
    assert segments_of(segment_map)[-1].id == OTHERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_segment_has_a_name_of_its_own(language, workspace):
    ids = {s.id for name in built_in_maps() for s in segments_of(load_map(name, workspace))}
    names = [name_of(segment, language) for segment in sorted(ids)]
    assert None not in names
    assert len(set(names)) == len(ids)
    assert set(ELEVEN) <= ids


def test_chinese_names_are_those_of_the_practice():
    said = "冠军客户, 忠诚客户, 潜力忠诚客户, 新客户, 有希望客户, 需关注客户, 即将沉睡客户, 流失风险客户, 不能失去的客户, 沉睡客户, 一次性流失客户"
    assert [name_of(segment, "zh") for segment in ELEVEN] == said.split(", ")


TWO = """
grid: RxF
match: first
segments:
  - name: VIPs
    where: [{r: 4-5, f: 3-5}]
  - id: at_risk
    where: [{r: 1-2, f: 3-5}]
  - name: Best of all
    where: [{r: 5, f: 5}]
"""


def test_an_own_map_reports_gaps_overlaps_and_dead_names(workspace, own):
    segment_map = load_map(own(TWO), workspace)
    check = checked(segment_map)
    assert (len(check.gaps), check.overlaps, check.dead) == (13, [(5, 5, 1)], ["s3"])
    assert [(s.id, s.name) for s in segments_of(segment_map)] == [
        ("s1", "VIPs"), ("at_risk", ""), ("s3", "Best of all"), ("others", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("match: first", "match: exact"), "rfm_map_gap"),
        (("match: first\n", ""), "rfm_map_gap"),
        (("grid: RxF", "grid: RxQ"), "rfm_map_wrong"),
        (("grid: RxF", ""), "rfm_map_wrong"),
        (("grid: RxF", "grid: RxFM"), "rfm_map_wrong"),
        (("r: 5, f: 5", "m: 5"), "rfm_map_wrong"),
        (("4-5", "5-4"), "rfm_map_wrong"),
        (("4-5", "0-5"), "rfm_map_wrong"),
        (("4-5", "4-6"), "rfm_map_wrong"),
        (("4-5", "high"), "rfm_map_wrong"),
        (("4-5", "[4, 5]"), "rfm_map_wrong"),
        (("4-5", "true"), "rfm_map_wrong"),
        (("name: VIPs", "id: all"), "rfm_map_wrong"),
        (("name: VIPs", "id: Drop Table"), "rfm_map_wrong"),
        (("name: VIPs", "id: nameless"), "rfm_map_wrong"),
        (("name: VIPs", "id: at_risk"), "rfm_map_wrong"),
        (("name: VIPs", "name: Best of all"), "rfm_map_wrong"),
        (("name: VIPs", "nom: VIPs"), "rfm_map_wrong"),
        (("[{r: 4-5, f: 3-5}]", "[]"), "rfm_map_wrong"),
        (("segments:", "segments: ["), "rfm_map_not_yaml"),
        ((TWO, "just words"), "rfm_map_wrong"),
        ((TWO, ""), "rfm_map_wrong"),
    ],
)
def test_what_is_wrong_with_an_own_map_is_said(change, code, workspace, own):
    with pytest.raises(InputError) as raised:
        load_map(own(TWO.replace(*change)), workspace)
    assert raised.value.code == code
    assert "own.yaml" in str(raised.value)


def test_an_exact_map_with_overlaps_is_refused(workspace, own):
    text = "grid: RxF\nsegments:\n  - {id: lost, where: [{r: 1-5}]}\n  - {id: champions, where: [{r: 5, f: 5}]}\n"
    with pytest.raises(InputError) as raised:
        load_map(own(text), workspace)
    assert raised.value.code == "rfm_map_overlap"
    assert "R=5 F=5" in str(raised.value)


def test_more_than_twelve_segments_are_refused(workspace, own):
    boxes = [(r, f) for r in range(1, 6) for f in range(1, 6)][:13]
    rules = "\n".join(f"  - {{name: N{r}{f}, where: [{{r: {r}, f: {f}}}]}}" for r, f in boxes)
    with pytest.raises(InputError, match="12"):
        load_map(own(f"grid: RxF\nmatch: first\nsegments:\n{rules}\n"), workspace)
    twelve = "\n".join(rules.splitlines()[:12])
    with pytest.raises(InputError) as raised:
        segments_of(load_map(own(f"grid: RxF\nmatch: first\nsegments:\n{twelve}\n"), workspace))
    assert raised.value.code == "rfm_map_too_many"


def test_files_that_are_no_maps(workspace, here):
    def code(name):
        with pytest.raises(InputError) as raised:
            map_text(name, workspace)
        return raised.value.code

    (here / "large.yaml").write_bytes(b"#" * 70_000)
    (here / "latin.yaml").write_bytes("größe".encode("latin-1"))
    assert code("nonsense") == "rfm_map_unknown"
    assert code("../../etc/passwd") == "rfm_map_unknown"
    assert code("missing.yaml") == "rfm_map_missing"
    assert code("large.yaml") == "rfm_map_large"
    assert code("latin.yaml") == "rfm_map_not_text"
    assert code("/etc/other.yaml") == "path_not_allowed"
    typed = workspace.with_(typed=frozenset({"/etc/other.yaml"}))
    with pytest.raises(InputError) as raised:
        map_text("/etc/other.yaml", typed)
    assert raised.value.code == "rfm_map_missing"
