import pytest

from customer_segmentation.kit.sentences import Part, sentences


def split(text):
    return [(str(s.part), text[s.start : s.end].strip()) for s in sentences(text)]


def said(text):
    return [part for _, part in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("一句。两句！三句？四句", ["一句。", "两句！", "三句？", "四句"]),
        ("He said “yes.” She left.", ["He said “yes.”", "She left."]),
        ("It is 2.6, e.g. on Nov. 3, vs. before. Done.", ["It is 2.6, e.g. on Nov. 3, vs. before.", "Done."]),
        ("见 a.csv 文件。好", ["见 a.csv 文件。", "好"]),
        ("a line\nwrapped softly. Next", ["a line\nwrapped softly.", "Next"]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("Look:\nhere", ["Look:", "here"]),
    ],
)
def test_sentences_of_prose(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("line", "part", "content"),
    [
        ("## 3. Title", "heading", "3. Title"),
        ("- item", "item", "item"),
        ("* item", "item", "item"),
        ("12. item", "item", "item"),
        ("（2）条目", "item", "条目"),
        ("① 条目", "item", "条目"),
        ("一、条目", "item", "条目"),
        ("  > quoted", "prose", "quoted"),
        ("| a | b |", "row", "| a | b |"),
        ("3.5 of them", "prose", "3.5 of them"),
        ("41 of them", "prose", "41 of them"),
    ],
)
def test_lines_by_their_marks(line, part, content):
    assert split(line) == [(part, content)]


def test_rules_and_blank_lines_say_nothing():
    assert said("---\n\n| --- | ---: |\n   \n") == []


def test_paragraphs_tables_and_items_are_blocks():
    text = "Aa. Bb\nCc\n\nDd\n- ee. Ff\n  - gg\n| h |x|\n|---|---|\n| i |y|"
    blocks = [(text[s.start : s.end].strip(), s.block, s.indent) for s in sentences(text)]
    numbers = {content: block for content, block, _ in blocks}
    assert numbers["Aa."] == numbers["Bb"] == numbers["Cc"] != numbers["Dd"]
    assert numbers["ee."] == numbers["Ff"] != numbers["gg"]
    assert numbers["| h |x|"] == numbers["| i |y|"]
    assert [indent for content, _, indent in blocks if content in {"ee.", "gg"}] == [0, 2]


def test_a_wrapped_list_item_is_one_item():
    text = "- call them\n  this week"
    (only,) = sentences(text)
    assert only.part is Part.ITEM
    assert text[only.start : only.end] == "call them\n  this week"
