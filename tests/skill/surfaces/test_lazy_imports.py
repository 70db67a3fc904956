import json
import subprocess
import sys

import pytest

HEAVY = {"langchain", "langchain_core", "langgraph", "openai", "sklearn", "scipy", "matplotlib"}
FOR_TERMINALS = {"rich", "prompt_toolkit"}
CHECK = """
import json, sys
from customer_segmentation_skill.surfaces.cli import main
sys.argv = ["customer-segmentation", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as left:
    code = left.code
sys.stderr.write(json.dumps([code, sorted({name.split(".")[0] for name in sys.modules})]))
"""


def loaded(*arguments):
    """Return the packages that a command loads, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", CHECK, json.dumps(arguments)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("ask", "--help")])
def test_help_loads_next_to_nothing(here, arguments):
    heavy = {*HEAVY, *FOR_TERMINALS, "pandas", "numpy", "pyarrow", "duckdb", "sqlglot", "pydantic", "jinja2"}
    assert loaded(*arguments) & heavy == set()


@pytest.mark.parametrize("arguments", [("tools",), ("tool", "--help"), ("tool", "rfm_segments", "--help")])
def test_the_catalogue_loads_only_what_defines_tools(here, arguments):
    heavy = {*HEAVY, *FOR_TERMINALS, "pandas", "numpy", "pyarrow", "sqlglot", "jinja2"}
    assert loaded(*arguments) & heavy == set()


def test_segments_need_no_agent_no_learning_and_no_drawing(here, demo_file):
    assert (
        loaded("tool", "rfm_segments", "--source", str(demo_file)) & {*HEAVY, *FOR_TERMINALS, "pandas"}
        == set()
    )
