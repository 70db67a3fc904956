import pytest

from customer_segmentation.kit.text_table import width
from customer_segmentation_skill.surfaces.lines import calm, wrapped


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0\x1b\\ok", "ok"),
        ("\x1bcreset", "reset"),
        ("\x9b2Jgone", "gone"),
        ("a\x00b\x07c\x08d\re", "abcde"),
        ("two\r\nlines", "two\nlines"),
        ("tab\there", "tab    here"),
        ("abc\u202etxt.exe", "abctxt.exe"),
        ("\x1b]0;never closed", ""),
        ("客户 €5 – “ok” 👍", "客户 €5 – “ok” 👍"),
    ],
)
def test_nothing_steers_the_terminal(text, plain):
    assert calm(text) == plain


def test_no_window_leaves_lines_as_they_are():
    assert wrapped("a " * 200, 0) == "a " * 200


def test_lines_break_at_words():
    assert wrapped("one two three four", 9) == "one two\nthree\nfour"


def test_what_continues_a_list_item_stands_under_its_words():
    assert wrapped(" 1. Call them this week", 14) == " 1. Call them\n    this week"
    assert wrapped("- Call them this week", 12) == "- Call them\n  this week"


def test_chinese_breaks_between_characters_but_not_before_punctuation():
    lines = wrapped("本周联系这些客户，暂不打折。", 16).split("\n")
    assert lines == ["本周联系这些客", "户，暂不打折。"]


def test_a_word_longer_than_the_window_is_cut():
    assert wrapped("abcdefghij", 4) == "abcd\nefgh\nij"


def test_empty_lines_stay():
    assert wrapped("a\n\nb", 20) == "a\n\nb"


@pytest.mark.parametrize("window", [10, 17, 40, 80])
def test_no_line_is_wider_than_the_window_and_no_word_is_lost(window):
    text = " 2. Win the second order of the 524 new customers; 第二单很重要（30 天内）, unbelievably-long-words-too."
    broken = wrapped(text, window)
    assert max(map(width, broken.split("\n"))) <= window
    assert "".join(broken.split()) == "".join(text.split())
