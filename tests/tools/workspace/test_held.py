import subprocess
import sys

import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.held import held, is_held

HOLDER = """
import sys, time
from pathlib import Path
from customer_segmentation.workspace.held import held
from customer_segmentation.workspace.workspace import Workspace
with held(Workspace.open(Path(sys.argv[1])), "a1b2c3"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(workspace):
    """Another process that holds ``a1b2c3`` until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(workspace.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate()


def test_only_one_process_holds_a_thing(workspace, holder):
    assert is_held(workspace, "a1b2c3")
    with pytest.raises(InputError, match="a1b2c3"), held(workspace, "a1b2c3"):
        pytest.fail("two hold it")
    with held(workspace, "another"):
        assert is_held(workspace, "a1b2c3")


def test_a_killed_process_lets_go(workspace, holder):
    holder.kill()
    holder.wait()
    assert not is_held(workspace, "a1b2c3")
