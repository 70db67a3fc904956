import ast

from source_tree import PYTHON, ROOT, SOURCE, shown, tree

NEVER = {"pickle", "joblib", "cloudpickle", "dill", "shelve", "marshal"}
CLOCK = {"workspace/journal.py"}


def imported(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_nothing_is_pickled():
    assert {shown(path): NEVER & set(imported(path)) for path in SOURCE if NEVER & set(imported(path))} == {}


def test_no_analysis_looks_at_the_clock():
    looks = []
    for path in sorted((ROOT / "tools").rglob("*.py")):
        if any(str(path).endswith(name) for name in CLOCK):
            continue
        looks += [
            f"{shown(path)}:{node.lineno}"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") in {"now", "today", "utcnow", "time_ns"}
        ]
    assert looks == []


def test_the_repository_names_no_machine():
    """Paths of a developer's machine and package mirrors have no place here."""
    spelt = ["/" + "work" + "/", "/" + "farm" + "/", "/" + "root" + "/"]
    texts = [path for path in PYTHON if path.name != "test_trust.py"] + sorted(
        (ROOT / "prompts").rglob("*.*")
    )
    texts += [path for path in ROOT.iterdir() if path.suffix in {".md", ".toml", ".txt"}]
    found = [shown(path) for path in texts if any(s in path.read_text(encoding="utf-8") for s in spelt)]
    assert found == []
