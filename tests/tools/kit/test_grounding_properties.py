from itertools import pairwise

from facts_of_a_shop import AT_RISK, CHAMPIONS, Facts, found
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_segmentation.kit.grounding import ProblemKind, check

SENTENCES = (
    f"Champions count {CHAMPIONS} customers.",
    f"At risk, {AT_RISK} people, went quiet.",
    "冠军客户贡献 [[rfm_segments.champions.revenue]]。",
    "In total turnover is [[load_data.all.revenue]].",
    "Ask what went wrong before you offer anything.",
    "先了解原因，再决定要不要给优惠。",
    "Loyal customers come second, rank [[rfm_segments.loyal_customers.revenue_rank]].",
    "What would you like to see next?",
)
LEADS = ("", "- ", "2. ", "### ", "> ")
drafts = st.lists(st.tuples(st.sampled_from(LEADS), st.sampled_from(SENTENCES)), min_size=1, max_size=6).map(
    lambda lines: "\n\n".join(lead + sentence for lead, sentence in lines)
)
percentages = st.one_of(
    st.integers(0, 100).map(lambda n: f"{n}%"),
    st.integers(0, 100).map(lambda n: f"{n} percent"),
    st.integers(0, 100).map(lambda n: "".join(chr(ord(c) + 0xFEE0) for c in f"{n}%")),
    st.decimals(0, 100, places=1).map(lambda n: f"{n} %"),
)


@given(drafts)
def test_placeholders_and_innocent_words_pass(draft):
    assert found(draft) == []


@settings(max_examples=settings().max_examples * 3)
@given(drafts, percentages, st.data())
def test_any_bare_percentage_is_caught(draft, percentage, data):
    gaps = [n for n, character in enumerate(draft) if character == " "] + [len(draft)]
    place = data.draw(st.sampled_from(gaps))
    problems = check(f"{draft[:place]} {percentage}{draft[place:]}", Facts())
    assert any(p.start <= place + 1 < p.end and p.kind is ProblemKind.BARE_NUMBER for p in problems)


@given(drafts, st.lists(st.integers(0, 400), max_size=5))
def test_chunks_checked_on_the_way_change_nothing(draft, cuts):
    text = f"{draft} 41% of it, [[rfm_segments.champions.margin]]"
    whole = found(text)
    edges = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    chunks = [text[start:end] for start, end in pairwise(edges)]
    for chunk in chunks:
        check(chunk, Facts())
    assert found("".join(chunks)) == whole
    assert {"bare_number", "unknown_key"} <= {kind for kind, _ in whole}
