import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.kit.placeholder import PLACEHOLDER, set_in, stream


def key(found):
    return f"<{found['table'] or found['key']}>{found['gap'] or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a [[x.y.z]] b", "a <x.y.z> b"),
        ("[[x.y.z@r3]]", "<x.y.z>"),
        ("[[x.y.z|approx]]", "<x.y.z>"),
        ("[[x.2010-12.z@r12|approx]]", "<x.2010-12.z>"),
        ("[[table:segments]]", "<segments>"),
        ("[[table:segments@r2]]", "<segments>"),
        ("[[x.y]] [x.y.z] [[x.y.z", "[[x.y]] [x.y.z] [[x.y.z"),
        ("[[X y.z.w]]", "[[X y.z.w]]"),
    ],
)
def test_placeholders_are_recognised(text, expected):
    assert set_in(text, key) == expected


def test_what_is_set_in_is_never_expanded_again():
    assert set_in("[[a.b.c]]", lambda _found: "[[d.e.f]]") == "[[d.e.f]]"


@given(
    st.lists(
        st.sampled_from(["[[a.b.c]]", "[[table:t]]", "[", "[[", "]]", "word ", "[[a.b", "\n", "三"]),
        max_size=12,
    ),
    st.lists(st.integers(1, 9), min_size=1, max_size=40),
)
def test_streaming_gives_the_same_text_however_it_is_cut(parts, cuts):
    text = "".join(parts)
    chunks, at = [], 0
    for cut in cuts * (len(text) + 1):
        if at >= len(text):
            break
        chunks.append(text[at : at + cut])
        at += cut
    assert "".join(stream(iter(chunks), key)) == set_in(text, key)


def test_streaming_holds_back_only_an_open_placeholder():
    assert list(stream(iter(["before [[a.b", ".c]] after"]), key)) == ["before ", "<a.b.c> after"]
    assert list(stream(iter(["plain ", "text"]), key)) == ["plain ", "text"]


def test_a_long_open_bracket_is_text():
    chunks = ["[[" + "x" * 200, " more"]
    assert "".join(stream(iter(chunks), key)) == "".join(chunks)
    assert PLACEHOLDER.search("".join(chunks)) is None


def test_a_gap_before_chinese_belongs_to_the_placeholder():
    found = PLACEHOLDER.search("[[a.b.c]] 行")
    assert found["gap"] == " "
    assert PLACEHOLDER.search("[[a.b.c]] lines")["gap"] is None
