import ast
from pathlib import Path

import pytest

SIMULATOR = sorted(path for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("test_"))


@pytest.mark.parametrize("path", SIMULATOR, ids=lambda path: path.name)
def test_a_judge_shares_no_code_with_what_it_judges(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])
    assert not [name for name in imported if name.startswith("customer_segmentation")]
