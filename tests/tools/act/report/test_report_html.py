"""The report in HTML: every figure leads to its fact, nothing else is a figure, and the file stands alone."""

import re

import pytest
from reported import model

from customer_segmentation.act.report.html import as_html
from customer_segmentation.kit.format import formatted
from customer_segmentation.workspace.ledger import ThreadLedger

LANGUAGES = ("en", "zh")
STYLES = ("prose", "table", "approx")
FEW = {"en": {"under five", "not shown"}, "zh": {"不足五", "不显示"}}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def text(texts, language):
    return texts[language]


@pytest.fixture
def page(pages, language):
    return pages[language]


def test_every_figure_is_its_fact_as_it_is_written(demo, page, language):
    ledger = ThreadLedger(demo)
    report = model(demo, language=language)
    pictured = {
        key: f
        for s in report.sections
        for b in s.blocks
        if hasattr(b, "picture")
        for key, f in b.picture.reply.facts.items()
    }
    assert len(page.figures) > 300
    for key, shown, title in page.figures:
        fact = ledger.fact(key) or report.whole.facts.get(key) or pictured[key]
        assert shown in {formatted(fact, language, style) for style in STYLES} | FEW[language]
        assert re.fullmatch(r".+ \(.+\)", title), key


def test_a_picture_says_which_facts_it_draws(demo, page, language):
    pictures = [given for tag, given in page.tags if tag == "figure"]
    assert pictures
    report = model(demo, language=language)
    known = {
        key
        for s in report.sections
        for b in s.blocks
        if hasattr(b, "picture")
        for key in b.picture.reply.facts
    }
    for given in pictures:
        keys = given["data-facts"].split()
        assert keys
        assert set(keys) <= known


def test_nothing_else_in_it_is_a_figure(page):
    """Digits stand outside figures only in names of months, and where the best score is named."""
    names = re.compile(r"\b\d{4}-\d\d\b|\b5 the best|5 分最好|5 为最好")
    assert [text for text in page.loose if re.search(r"\d", names.sub("", text))] == []


def test_no_placeholder_is_left(text):
    body = re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)
    assert "[[" not in body
    assert "figure not available" not in body
    assert "无此数据" not in body
    assert not re.search("[\ue000-\uf8ff]", text)


def test_the_file_stands_alone(text, page):
    assert not [
        tag for tag, _ in page.tags if tag in {"script", "link", "img", "iframe", "object", "base", "form"}
    ]
    addresses = [
        v for _, given in page.tags for k, v in given.items() if k in {"href", "src", "xlink:href", "action"}
    ]
    assert [address for address in addresses if not address.startswith("#")] == []
    names_of_formats = re.sub(r'xmlns(:\w+)?="[^"]*"', "", text)
    assert not re.search(r"https?://|url\((?!#)|@import", names_of_formats)
    policies = [
        given["content"] for tag, given in page.tags if given.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies[0].startswith("default-src 'none'")


def test_every_part_has_a_name_of_its_own_and_the_contents_lead_there(page):
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert sorted(ids) == sorted(set(ids))
    links = [given["href"][1:] for tag, given in page.tags if tag == "a" and "href" in given]
    sections = [given["id"] for tag, given in page.tags if tag == "section"]
    assert links == sections
    assert len(sections) == 11
    used = {v[1:] for _, given in page.tags for k, v in given.items() if k == "xlink:href"}
    assert used <= set(ids)


def test_the_same_data_give_the_same_bytes(demo, texts):
    again, _ = as_html(model(demo, language="zh"), "zh")
    assert again == texts["zh"]


def test_both_languages_say_the_same_of_the_same_facts(pages):
    english, chinese = ({key for key, _, _ in pages[language].figures} for language in LANGUAGES)
    assert english ^ chinese == set()
    sections = [[given["id"] for tag, given in page.tags if tag == "section"] for page in pages.values()]
    assert sections[0] == sections[1]


def test_figures_that_were_not_counted_say_so(page, language):
    kinds = {key: title for key, _, title in page.figures}
    assumed = {"en": "(assumed)", "zh": "(假设)"}[language]
    estimated = {"en": "(estimated)", "zh": "(估计)"}[language]
    assert kinds["recommend.all.margin"].endswith(assumed)
    assert kinds["recommend.at_risk.at_stake"].endswith(estimated)


def test_tables_have_proper_heads(page):
    tables = sum(tag == "table" for tag, _ in page.tags)
    assert (
        tables == sum(tag == "thead" for tag, _ in page.tags) == sum(tag == "caption" for tag, _ in page.tags)
    )
    assert all(given.get("scope") in {"col", "row"} for tag, given in page.tags if tag == "th")
