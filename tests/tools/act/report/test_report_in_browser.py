"""The report in a real browser: no request, no complaint, readable on a phone, nothing cut in print."""

import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

import pytest
from browser import browser

PHONE, DESK = 390, 1280
A4 = (595, 842)
"""In points."""
_COMPLAINTS = (
    "Runtime.exceptionThrown",
    "Runtime.consoleAPICalled",
    "Log.entryAdded",
    "Network.loadingFailed",
)


@pytest.fixture(scope="module", params=["en", "zh"])
def opened(request, tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("browser")
    path = folder / "report.html"
    path.write_text(texts[request.param], encoding="utf-8")
    with browser(folder) as tab:
        yield tab, path


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_it_asks_for_nothing_and_complains_of_nothing(opened, width):
    tab, path = opened
    tab.open(path, width)
    asked = [event["request"]["url"] for event in tab.told("Network.requestWillBeSent")]
    assert asked == [path.as_uri()]
    assert tab.told(*_COMPLAINTS) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_hangs_over_the_side(opened, width):
    """Wide tables are moved within their own frame, not the page."""
    tab, path = opened
    tab.open(path, width)
    assert tab.value("document.documentElement.scrollWidth") <= width
    over = """[...document.querySelectorAll('main *')].filter(e => !e.closest('.wide, svg')
              && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName)"""
    assert tab.value(over) == []


def test_every_figure_can_be_pointed_at(opened):
    tab, path = opened
    tab.open(path, DESK)
    assert tab.value("document.querySelectorAll('[data-fact]').length") > 300
    assert tab.value("[...document.querySelectorAll('[data-fact]')].every(e => e.title && e.textContent)")


def test_print_cuts_nothing(opened, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    tab, path = opened
    tab.open(path, DESK)
    rows = tab.value(
        "[...document.querySelectorAll('.wide tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
    )
    printed = tmp_path / "report.pdf"
    printed.write_bytes(tab.pdf())
    pages = [words_of(page) for page in _read(printed, "-bbox").iterfind(".//{*}page")]
    assert 6 <= len(pages) <= 25
    for width, height, words in pages:
        assert (round(width), round(height)) == A4
        assert all(
            left > 0 and right < width and top > 0 and bottom < height
            for _, left, top, right, bottom in words
        )
    lines = re.sub(r"[ \t]+", " ", subprocess.check_output(["pdftotext", "-layout", printed, "-"], text=True))
    assert len(rows) > 40
    for _, *figures in rows:
        assert " ".join(" ".join(figures).split()) in lines


def words_of(page):
    """Return width and height of a page, and every word on it with its box."""
    places = ("xMin", "yMin", "xMax", "yMax")
    words = [
        (word.text, *(float(word.get(place)) for place in places)) for word in page.iterfind(".//{*}word")
    ]
    return float(page.get("width")), float(page.get("height")), words


def _read(pdf, option):
    text = subprocess.check_output(["pdftotext", option, pdf, "-"], text=True)
    return ET.fromstring(text)  # noqa: S314 - our own report
