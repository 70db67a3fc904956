"""What a model says has no picture and no link that a surface would load or make clickable."""

import pytest

from customer_segmentation_skill.chat.links import without_links

EVIL = "https://evil.example/x?d=secret"


@pytest.mark.parametrize(
    ("prose", "left"),
    [
        (f"Look ![a picture]({EVIL}) here.", "Look a picture here."),
        (f"![]({EVIL})", ""),
        (f"![a][b]\n\n[b]: {EVIL}\nEnd", "a\n\nEnd"),
        (f"See [the report]({EVIL}).", "See the report."),
        (f"[![a]({EVIL})]({EVIL})", "a"),
        (f"[a]({EVIL} 'title')", "a"),
        (f'<img src="{EVIL}">ok', "ok"),
        (f"<img\nsrc={EVIL}\n/>ok", "ok"),
        (f'<a href="{EVIL}">text</a>', "text"),
        (f"<IMG/SRC={EVIL}>", ""),
        (f"<script src={EVIL}></script>x", "x"),
        (f"<{EVIL}>", "evil.example"),
        (f"Go to {EVIL}.", "Go to evil.example."),
        (f"请看{EVIL}。", "请看evil.example。"),
        ("https://user:word@evil.example/x", "evil.example"),
        ("//evil.example/x.png", "evil.example"),
        ("javascript:alert(1)", ""),
        ("[x](javascript:alert(1))", "x)"),
        ("![a](data:image/png;base64,AAAA)", "a"),
    ],
)
def test_links_and_pictures_go_and_their_words_stay(prose, left):
    assert without_links(prose, frozenset()) == left


@pytest.mark.parametrize(
    "prose",
    [
        "[[rfm_segments.champions.customers]] customers (a third of all)",
        "[[a.b.c]] (see above)",
        "WHERE a < b AND c > d, and x<5 or y>3",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "Ask: [yes] or [no] (your choice)",
        "a ratio of 3//4 and https: is a scheme; e.g. a/b",
        "写给“流失风险”客户，参见[1]",
    ],
)
def test_ordinary_prose_stays(prose):
    assert without_links(prose, frozenset()) == prose


def test_an_address_that_the_person_typed_stays():
    typed = frozenset({"https://hooks.example.com/segments"})
    said = "It would go to https://hooks.example.com/segments. Not to https://hooks.example.com/other."
    assert without_links(said, typed) == (
        "It would go to https://hooks.example.com/segments. Not to hooks.example.com."
    )
