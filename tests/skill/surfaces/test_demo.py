import os
import subprocess

import pytest
from typing_person import PROGRAM


def demo(*arguments):
    return subprocess.run(
        [*PROGRAM, "demo", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(
    ("language", "file", "first", "heading"),
    [("en", "orders.csv", "Working offline", " Segment "), ("zh", "订单.csv", "离线模式", " 客群 ")],
)
def test_the_demo_is_asked_as_in_a_chat_and_answered(here, language, file, first, heading):
    done = demo("--language", language)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert lines[0] == f"> /customer-segmentation demo/{file}"
    assert lines[2].startswith(first)
    assert any(line.startswith(heading) for line in lines)
    assert f"chat --thread demo-{language}" in lines[-1]
    assert len(lines) <= 46  # the reply's 40 lines, the command, the hint and the space between


def test_an_existing_file_is_left_as_it_is(here, demo_file):
    before = demo_file.read_bytes()
    done = demo("--folder", "shop")
    assert done.returncode == 0, done.stderr
    assert demo_file.read_bytes() == before
