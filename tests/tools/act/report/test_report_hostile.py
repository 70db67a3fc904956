"""Names from the data and the person stand in a report as they are written, whatever they look like."""

import re

import pytest
from markdown_it import MarkdownIt
from reported import Page, load, write_rows, written

from customer_segmentation.kit.markdown import escaped, escaped_line
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from small_shop import small_shop

HOSTILE = [
    "<script>alert(1)</script>",
    "| a | b |",
    "[click](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "[[rfm_segments.all.customers]]",
    "**bold** _it_ `code` ~~gone~~",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "&lt;b&gt; &amp; &#60;",
    "http://evil.example www.evil.example",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "\ue0000\ue001 $x$ \\",
    "*** --- ___",
    "名称，“引号”【】",
]
HEADER = ["customer", "order", "date", "quantity", "price", "product", "category"]
NAMED = {
    "champions": "<script>alert(1)</script>",
    "loyal_customers": "[click](http://evil.example)",
    "at_risk": "| a | b |",
    "cant_lose": "**bold** </td>",
    "need_attention": "# heading",
    "new_customers": "- item",
}


def _rows():
    for number, (customer, order, day, quantity, amount, product) in enumerate(small_shop(customers=150)):
        price = f"{abs(float(amount)):.2f}"
        yield [customer, order, day, quantity, price, product, HOSTILE[number * number % len(HOSTILE)]]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    source = write_rows(folder / "<b>or|ders [x](http:evil) `.csv", HEADER, _rows())
    workspace = load(source, folder / "workspace")
    names = "; ".join(f"{segment}={name}" for segment, name in NAMED.items())
    return workspace, run(tool_of(rfm_segments), {"names": names}, workspace)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_html_shows_names_as_they_are(hostile, language):
    workspace, segments = hostile
    assert set(NAMED.values()) <= set(segments.reply.names.values())
    _, text = written(workspace, language=language, title="<i>Mine</i> & [yours](http://x)")
    page = Page(text)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "a:href", "i", "b", "em", "strong", "blockquote", "h4"}
    assert [
        given["href"] for tag, given in page.tags if tag == "a" and not given["href"].startswith("#")
    ] == []
    assert not any(name.startswith("on") for _, given in page.tags for name in given)
    assert "&lt;i&gt;Mine&lt;/i&gt; &amp; [yours](http://x)" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    headings = re.findall(r"<h3>(.*?)</h3>", text)
    for name in NAMED.values():
        shown = name.replace("<", "&lt;").replace(">", "&gt;")
        assert any(shown in heading for heading in headings) or shown in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_markdown_shows_names_as_they_are(hostile, language):
    workspace, _ = hostile
    _, text = written(
        workspace, language=language, format="markdown", title="# <i>Mine</i> [yours](http://x)"
    )
    reader = MarkdownIt("gfm-like", {"linkify": False})
    tokens = [token for block in reader.parse(text) for token in [block, *(block.children or [])]]
    kinds = {token.type for token in tokens}
    assert not kinds & {
        "link_open",
        "image",
        "html_inline",
        "html_block",
        "em_open",
        "s_open",
        "blockquote_open",
        "hr",
    }
    plain = " ".join(token.content for token in tokens if token.type == "text")
    for name in NAMED.values():
        assert name in plain
    assert "# <i>Mine</i> [yours](http://x)" in plain
    headings = [token for token in tokens if token.type == "heading_open"]
    assert sum(token.tag == "h1" for token in headings) == 1
    assert sum(token.tag == "h2" for token in headings) == 13


def test_tables_in_markdown_keep_their_columns(hostile):
    workspace, _ = hostile
    _, text = written(workspace, format="markdown")
    reader = MarkdownIt("gfm-like", {"linkify": False})
    width, widths = 0, []
    for token in reader.parse(text):
        if token.type == "tr_open":
            width = 0
        elif token.type in {"td_open", "th_open"}:
            width += 1
        elif token.type == "tr_close":
            widths[-1].append(width)
        elif token.type == "table_open":
            widths.append([])
    assert len(widths) > 8
    assert all(len(set(each)) == 1 for each in widths)
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(lines) == sum(map(len, widths)) + len(widths), "a row of a table is one line"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("frame", ["a {}", "- {}", "a {} b", " 1. {}"])
def test_a_line_reads_as_it_was_written(name, frame):
    """A template begins its lines itself; what follows is text."""
    shown = MarkdownIt("gfm-like", {"linkify": False}).parse(escaped_line(frame.format(name)))
    tokens = [token for block in shown for token in [block, *(block.children or [])]]
    assert {token.type for token in tokens} <= {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        *(
            f"{kind}_{end}"
            for kind in ("bullet_list", "ordered_list", "list_item")
            for end in ("open", "close")
        ),
    }
    assert name in "".join(token.content for token in tokens if token.type == "text")
    assert sum(token.type.endswith("list_open") for token in tokens) == (frame[0] in "- ")


@pytest.mark.parametrize(
    "address", ["http://x.example", "https://x.example", "www.x.example", "ftp://x.example"]
)
def test_addresses_are_not_made_into_links(address):
    assert re.search(r"(?i)(https?|ftp):|www\.", escaped(address)) is None
