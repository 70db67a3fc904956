import ast

from source_tree import PYTHON, SOURCE, shown, tree

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "misc"}


def test_files_stay_short_by_being_about_one_thing():
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def code_lines(function):
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:] or body
    return function.end_lineno - body[0].lineno + 1


def test_functions_stay_short_by_being_about_one_thing():
    long = {
        f"{shown(path)}:{node.name}": code_lines(node)
        for path in SOURCE
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and code_lines(node) > LONGEST_FUNCTION
    }
    assert long == {}


def test_modules_are_named_after_what_they_hold():
    assert [shown(path) for path in PYTHON if path.stem in SAYS_NOTHING] == []
