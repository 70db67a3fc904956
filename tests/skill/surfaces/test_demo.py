import html
import os
import re
import subprocess
from pathlib import Path

import pytest
from typing_person import PROGRAM

DOCS = Path(__file__).resolve().parents[3] / "docs"


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


def words_drawn(svg):
    """Return the words of a terminal's picture below its title, whatever lines they stand on."""
    lines = re.findall(r"<text[^>]*>([^<]*)</text>", svg.read_text(encoding="utf-8"))
    text = html.unescape(" ".join(lines)).replace("\xa0", " ")
    return text[text.index("/customer-segmentation") :].split()


def test_the_pages_show_the_reply_and_the_pictures_that_the_product_gives(here):
    done = demo()
    reply = done.stdout[done.stdout.index("/customer-segmentation") : done.stdout.index("Go on with")]
    assert words_drawn(DOCS / "first-reply.svg") == reply.split()
    draw = [*PROGRAM, "tool", "draw_chart", "--thread", "demo-en", "--kind"]
    for kind in ("rfm-grid", "value-concentration"):
        subprocess.run([*draw, kind], env=os.environ, check=True, capture_output=True, timeout=300)
        (made,) = (here / ".customer-segmentation" / "outputs").glob(f"{kind}-*.svg")
        assert made.read_bytes() == (DOCS / f"{kind}.svg").read_bytes()
