import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.recipes.recipe import Recipe, parsed, read_recipe
from customer_segmentation.recipes.told import places, told

PLAIN = """\
name: Weekly win-back
source: orders.csv
roles: {customer_id: client_no, order_id: none}
language: zh
steps:
  - name: segments
    tool: rfm_segments
    with: {classes: 4, where: "country = 'Germany'"}
  - tool: export_audience
    with:
      segments: [at_risk, cant_lose]
      path: list-{as_of}.csv
      segmentation: segments
"""


def refused(text, code, line=None):
    with pytest.raises(InputError) as raised:
        parsed(text, "w.yaml")
    assert raised.value.code == code
    if line is not None:
        assert raised.value.values["line"] == line
    assert all(raised.value.said(language) for language in LANGUAGES)
    return raised.value


def with_step(step):
    return f"name: n\nsource: o.csv\nsteps:\n  - tool: rfm_segments\n  - {step}\n"


def test_a_recipe_says_what_is_done_on_what():
    recipe = parsed(PLAIN, "w.yaml")
    assert (recipe.name, recipe.source, recipe.roles) == (
        "Weekly win-back",
        "orders.csv",
        {"customer_id": "client_no", "order_id": "none"},
    )
    assert [(s.name, s.tool) for s in recipe.steps] == [
        ("segments", "rfm_segments"),
        ("step2", "export_audience"),
    ]
    assert recipe.steps[1].arguments["segments"] == "at_risk, cant_lose"
    assert places(recipe) == ["list-{as_of}.csv"]
    assert [step["effect"] for step in told(recipe)["steps"]] == ["read", "write"]


def test_what_is_written_reads_as_the_same_recipe():
    recipe = parsed(PLAIN, "w.yaml")
    assert parsed(recipe.written(), "again.yaml") == recipe


def test_words_stay_what_is_written():
    recipe = parsed(
        "name: 2024-01-01\nsource: no\nroles: {order_id: off, sheet: 007}\nsteps: [{tool: rfm_segments}]", "w"
    )
    assert (recipe.name, recipe.source, recipe.roles) == (
        "2024-01-01",
        "no",
        {"order_id": "off", "sheet": "007"},
    )


def test_the_digest_covers_every_argument():
    recipe = parsed(PLAIN, "w.yaml")
    other = parsed(PLAIN.replace("classes: 4", "classes: 3"), "w.yaml")
    assert recipe.digest == parsed(PLAIN, "elsewhere.yaml").digest != other.digest


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nname: n\nsource: s\nsteps: []\n"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (BOMB, "recipe_anchor", 1),
        ("name: n\nsource: !!python/object/apply:os.system ['true']\n", "recipe_tag", 2),
        ("!!python/name:os.system x", "recipe_tag", 1),
        ("name: n\nsource: a\nsource: b\nsteps: []\n", "recipe_twice", 3),
        ("name: n\nsource: [unclosed\n", "recipe_unreadable", None),
        ("name: n\n\tsource: a\n", "recipe_unreadable", None),
        ("x" * 70_000, "recipe_too_long", None),
        ("[" * 3_000, "recipe_too_deep", None),
        ("a: {b: {c: {d: {e: {f: {g: {h: 1}}}}}}}", "recipe_too_deep", 1),
        ("", "recipe_no_mapping", None),
        ("- a\n- b\n", "recipe_no_mapping", None),
        ("? [a, b]\n: c\n", "recipe_unreadable", 1),
        ("source: a\nsteps: [{tool: rfm_segments}]\n", "recipe_field_missing", 1),
        ("name: n\nsource: a\nsteps: []\n", "recipe_field_wrong", 3),
        ("name: n\nsource: a\nsteps: rfm_segments\n", "recipe_field_wrong", 3),
        ("name: n\nsource: a\nshell: rm\nsteps: [{tool: rfm_segments}]\n", "recipe_field_unknown", 3),
        (with_step("tool: schedule_refresh"), "recipe_tool_unknown", 5),
        (with_step("tool: os.system"), "recipe_tool_unknown", 5),
        (with_step("{tool: write_report, with: {format: exe}}"), "recipe_field_wrong", 5),
        (with_step("{tool: write_report, with: {formats: html}}"), "recipe_field_unknown", 5),
        (with_step("{tool: write_report, with: {segmentation: nowhere}}"), "recipe_reference", 5),
        (with_step("{tool: write_report, with: {segmentation: r3}}"), "recipe_reference", 5),
        (with_step("{tool: query_data, with: {data: step1}}"), "recipe_reference", 5),
        (with_step("{name: step1, tool: write_report}"), "recipe_twice", 5),
        ("name: n\nsource: a\nsteps: [{tool: recommend}]\n", "recipe_reference", 3),
        ("name: n\nsource: a\nroles: {who: x}\nsteps: [{tool: rfm_segments}]\n", "recipe_field_unknown", 3),
    ],
)
def test_what_cannot_be_run_is_refused_with_its_line(text, code, line):
    refused(text, code, line)


def test_a_recipe_of_many_steps_is_refused():
    steps = "\n".join("  - {tool: rfm_segments}" for _ in range(31))
    refused(f"name: n\nsource: a\nsteps:\n{steps}\n", "recipe_field_wrong", 3)


def test_a_result_of_the_workspace_may_be_named():
    recipe = parsed(with_step(f"{{tool: cluster_customers, with: {{model_from: {'0a' * 12}}}}}"), "w")
    assert recipe.steps[1].arguments["model_from"] == "0a" * 12


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path):
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00\xd8")
    for name in ("none.yaml", "b.yaml", "."):
        with pytest.raises(InputError) as raised:
            read_recipe(tmp_path / name)
        assert raised.value.code == "recipe_missing"


def test_a_recipe_made_by_code_is_written_in_plain_yaml():
    text = Recipe.model_validate(
        {"name": "周报", "source": "a b.csv", "steps": [{"name": "s", "tool": "rfm_segments"}]}
    ).written()
    assert text == "name: 周报\nsource: a b.csv\nlanguage: auto\nsteps:\n- name: s\n  tool: rfm_segments\n"
