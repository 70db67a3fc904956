"""An export that is really killed, at any moment: what stands under a final name is whole, and it is done once."""

import hashlib
import json
import random

import pytest
from killing import Doer

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, open_approvals

EXPORT = tool_of(export_audience)
FEW, MANY = 10, 120
KINDS = ("csv", "xlsx", "parquet", "jsonl")
OLD = b"what stood there before"


@pytest.fixture
def doer(seen, here):
    found = Doer(seen.root, here)
    yield found
    found.close()


def made(here, name):
    """Return the digests of what stands under final names, the manifest's of its own content."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in here.iterdir()
        if path.is_file() and path.name.startswith(name)
    }


def proposed(here, approved, number, kind, *, over):
    path = here / f"list{number}.{kind}"
    if over:
        path.write_bytes(OLD)
    return approved(EXPORT, segments="at_risk", path=path.name, overwrite=over), path


def check_on_the_way(here, seen, identity, path, whole, over):
    """A killed export left nothing, all of a file, or what stood there; and the approval is open again."""
    for name, sha256 in made(here, path.stem).items():
        if name.endswith("manifest.json"):
            assert json.loads((here / name).read_text(encoding="utf-8"))["files"]
        else:
            former = {hashlib.sha256(OLD).hexdigest()} if over and name == path.name else set()
            assert sha256 in {whole[name.removeprefix(path.stem)], *former}, name
    if approval(seen, identity).status != "done":
        assert identity in {one.id for one in open_approvals(seen)}


def run_kills(kills, here, seen, doer, approved):
    draw = random.Random(kills)  # noqa: S311 - seeded moments
    count = number = 0
    reference = {}
    for kind in KINDS:
        identity, path = proposed(here, approved, f"-first-{kind}-", kind, over=False)
        took = doer.took("export_audience", identity)
        reference[kind] = (
            took,
            {name.removeprefix(path.stem): sha256 for name, sha256 in made(here, path.stem).items()},
        )
    while count < kills:
        number += 1
        kind, over = KINDS[number % len(KINDS)], number % 3 == 0
        took, whole = reference[kind]
        identity, path = proposed(here, approved, number, kind, over=over)
        for _ in range(draw.randrange(1, 5)):
            count += doer.killed("export_audience", identity, draw.uniform(0, took * 1.1))
            check_on_the_way(here, seen, identity, path, whole, over)
        doer.took("export_audience", identity)
        check_done(here, seen, identity, path, whole)
    assert [path.name for path in here.iterdir() if path.name.endswith(".part")] == []
    # Shown with -s, for the record.
    print(f"{count} kills over {number} exports")  # noqa: T201


def check_done(here, seen, identity, path, whole):
    found = made(here, path.stem)
    manifest = found.pop(f"{path.stem}-manifest.json")
    assert found == {
        f"{path.stem}{rest}": sha256 for rest, sha256 in whole.items() if not rest.endswith("manifest.json")
    }
    done = approval(seen, identity)
    told = seen.result(done.outcome).reply.detail["made"]
    assert done.status == "done"
    assert told == {str(here / name): sha256 for name, sha256 in found.items()} | {
        str(here / f"{path.stem}-manifest.json"): manifest
    }
    assert [one.id for one in seen.results()].count(done.outcome) == 1


def test_killed_a_few_times(here, seen, doer, planted, approved):
    planted()
    run_kills(FEW, here, seen, doer, approved)


@pytest.mark.slow
def test_killed_many_times(here, seen, doer, planted, approved):
    planted()
    run_kills(MANY, here, seen, doer, approved)
