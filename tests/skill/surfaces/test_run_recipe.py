import json
from pathlib import Path

import pytest

RECIPE = """\
name: Win-back
source: {source}
steps:
  - {{name: segments, tool: rfm_segments}}
  - name: list
    tool: export_audience
    with: {{path: "list-{{as_of}}.csv", holdout: 0}}
"""


@pytest.fixture
def recipe(here, demo_file):
    path = here / "w.yaml"
    path.write_text(RECIPE.format(source=demo_file), encoding="utf-8")
    return path


def files():
    return sorted(path.name for path in Path().glob("list-*"))


def test_the_plan_comes_first_and_what_writes_waits(run, recipe):
    told = run("run", recipe)
    assert told.exit_code == 3
    lines = told.stdout.splitlines()
    assert lines[0].startswith("Win-back, on ")
    assert "→ list-{as_of}.csv — needs your yes" in told.stdout
    assert told.stdout.index("needs your yes") < told.stdout.index("✓ segments")
    assert files() == []


def test_the_same_proposal_waits_however_often_it_runs(run, recipe):
    first, second = (json.loads(run("run", recipe, "--json").stdout) for _ in range(2))
    assert [one["id"] for one in first["pending"]] == [one["id"] for one in second["pending"]]
    assert [step["name"] for step in first["steps"]] == ["load", "segments"]


def test_yes_covers_what_writes(run, recipe):
    done = run("run", recipe, "--yes", "--json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert said["pending"] == []
    assert len(files()) == 2
    (made, *_) = said["steps"][-1]["artifacts"]
    assert Path(made["path"]).name in files()


def test_yes_never_covers_what_sends(run, recipe, monkeypatch):
    monkeypatch.setenv("CUSTOMER_SEGMENTATION_WEBHOOK_SECRET", "s" * 40)
    monkeypatch.setenv("CUSTOMER_SEGMENTATION_WEBHOOK_URL", "http://127.0.0.1:9/hook")
    text = recipe.read_text(encoding="utf-8").split("  - name: list")[0]
    recipe.write_text(text + "  - {tool: send_audience, with: {receiver: webhook}}\n", encoding="utf-8")
    said = run("run", recipe, "--yes")
    assert "LEAVES THIS MACHINE" in said.stdout
    assert said.exit_code != 0


def test_a_broken_recipe_is_said_with_its_line_before_anything_runs(run, recipe):
    recipe.write_text("name: n\nsource: a\nsteps: [{tool: nothing}]\n", encoding="utf-8")
    said = run("run", recipe)
    assert said.exit_code == 1
    assert "line 3: nothing is no tool for a recipe" in said.stderr
    assert said.stdout == ""


def test_a_recipe_speaks_its_own_language(run, recipe):
    recipe.write_text(
        recipe.read_text(encoding="utf-8").replace("steps:", "language: zh\nsteps:"), encoding="utf-8"
    )
    assert "需要您同意" in run("run", recipe).stdout


def test_a_source_elsewhere_is_read_only_with_a_yes(run, recipe, tmp_path_factory):
    away = tmp_path_factory.mktemp("away") / "orders.csv"
    source = recipe.read_text(encoding="utf-8").split("source: ")[1].splitlines()[0]
    away.write_bytes(Path(source).read_bytes())
    recipe.write_text(recipe.read_text(encoding="utf-8").replace(source, str(away)), encoding="utf-8")
    said = run("run", recipe, "--json")
    assert said.exit_code == 3
    assert [one["tool"] for one in json.loads(said.stdout)["pending"]] == ["load_data"]
    assert run("run", recipe, "--yes").exit_code == 0
    assert run("run", recipe, "--json").exit_code == 3
    assert len(json.loads(run("run", recipe, "--json").stdout)["steps"]) == 2
