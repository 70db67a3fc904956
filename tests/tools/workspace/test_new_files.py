import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.new_files import digest, new_files

TEXTS = {"list.csv": "c1\nc2\n", "list-holdout.csv": "c3\n", "list-manifest.json": "{}\n"}

KILLED = """
import json, os, signal, sys
from pathlib import Path
from customer_segmentation.workspace import new_files as module

def counted(function):
    def call(*arguments):
        global left
        left -= 1
        if left == 0 and before: os.kill(os.getpid(), signal.SIGKILL)
        done = function(*arguments)
        if left == 0: os.kill(os.getpid(), signal.SIGKILL)
        return done
    return call

texts, left, before = json.loads(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "before"
module.flush, module._link = counted(module.flush), counted(module._link)
with module.new_files("a1", {}) as files:
    for name, text in texts.items():
        files.add(Path(name), lambda path, text=text: path.write_text(text))
"""


def write(texts=TEXTS, replaced=None):
    with new_files("a1", replaced or {}) as files:
        for name, text in texts.items():
            files.add(Path(name), lambda path, text=text: path.write_text(text) and None)
    return files


def there():
    return {path.name: path.read_text() for path in Path().iterdir()}


def test_all_are_put_in_place_for_their_owner_only(here):
    files = write()
    assert there() == TEXTS
    assert {path.name: sha256 for path, sha256 in files.digests.items()} == {
        name: digest(Path(name)) for name in TEXTS
    }
    assert oct(Path("list.csv").stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("name", TEXTS)
def test_a_place_taken_meanwhile_stops_all_of_them(here, name):
    Path(name).write_text("mine")
    with pytest.raises(InputError) as raised:
        write()
    assert (raised.value.code, there()) == ("path_taken", {name: "mine"})


def test_a_link_in_the_place_is_not_followed(here):
    Path("mine.csv").write_text(TEXTS["list.csv"])
    Path("list.csv").symlink_to("mine.csv")
    with pytest.raises(InputError):
        write()
    assert sorted(there()) == ["list.csv", "mine.csv"]


def test_only_what_was_shown_is_replaced(here):
    Path("list.csv").write_text("old")
    shown = {"list.csv": digest(Path("list.csv"))}
    write(replaced=shown)
    assert there() == TEXTS
    Path("list.csv").write_text("new work")
    with pytest.raises(InputError):
        write({**TEXTS, "list.csv": "third"}, replaced=shown)
    assert there() == {**TEXTS, "list.csv": "new work"}


def test_what_fails_while_writing_leaves_nothing(here):
    def fails(path):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    def attempt():
        with new_files("a1", {}) as files:
            files.add(Path("a.csv"), lambda path: path.write_text("a") and None)
            files.add(Path("b.csv"), fails)

    with pytest.raises(OSError, match="No space"):
        attempt()
    assert there() == {}


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_and_tried_again_all_files_stand_whole(here, when):
    """A process is really killed at every flush and every naming; the same action is then done again."""
    for step in range(1, 20):
        for path in Path().iterdir():
            path.unlink()
        call = subprocess.run([sys.executable, "-c", KILLED, json.dumps(TEXTS), str(step), when], check=False)
        assert call.returncode in (0, -signal.SIGKILL)
        assert all(text == TEXTS[name] for name, text in there().items() if not name.endswith(".part"))
        write()
        assert there() == TEXTS
        if call.returncode == 0:
            break
    assert step == 10
