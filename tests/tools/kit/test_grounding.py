import pytest
from facts_of_a_shop import AT_RISK, CHAMPIONS, LOYAL, Facts, NoData, found, kinds

from customer_segmentation.kit.grounding import check, complaint, marked

# Placeholders


def test_a_known_fact_and_a_known_table_pass():
    assert found(f"Champions: {CHAMPIONS} customers.\n\n[[table:segments]]") == []


@pytest.mark.parametrize(
    "placeholder",
    ["[[rfm_segments.champions.margin]]", "[[rfm_segments.champions.customers@r9]]", "[[table:whales]]"],
)
def test_what_no_tool_gave_is_an_unknown_key(placeholder):
    assert found(f"Champions: {placeholder}.") == [("unknown_key", placeholder)]


@pytest.mark.parametrize(
    "broken",
    ["[[Champions revenue]]", "[[rfm_segments.champions.revenue", "[[rfm_segments.champions]]", "]]"],
)
def test_brackets_that_are_no_placeholder(broken):
    assert found(f"Champions bring {broken}") == [("bad_placeholder", broken)]


def test_a_key_without_brackets_is_no_placeholder_but_may_be_quoted_as_code():
    assert found("Champions: rfm_segments.champions.customers.") == [
        ("bad_placeholder", "rfm_segments.champions.customers")
    ]
    assert found("The key is `rfm_segments.champions.customers`.") == []


# Bare numbers


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Champions bring 37% of it.", "37%"),
        ("Champions bring 5 % of it.", "5 %"),
        ("They spend €9 each.", "€9"),
        ("They spend 9 euros each.", "9 euros"),
        ("They order 3 times.", "3 times"),
        ("They wait 5 months.", "5 months"),
        ("There are 412 of them.", "412"),
        ("They place 2.6 orders.", "2.6"),
        ("They are worth 5k.", "5k"),
        ("There are ３７ of them.", "３７"),
        ("There are 1\u202f200 of them.", "1\u202f200"),
        ("There are 4\u200b1 of them.", "4\u200b1"),
        ("There are **4**1 of them.", "4**1"),
        ("In March 2024 it rained.", "March 2024"),
        ("About three quarters of them.", "three quarters"),
        ("About two thirds of them.", "two thirds"),
        ("A third of them.", "A third"),
        ("A dozen of them.", "A dozen"),
        ("Twenty percent of them.", "Twenty percent"),
        ("Hundreds of them.", "Hundreds"),
        ("One in five of them.", "One in five"),
        ("其中三成。", "三成"),
        ("其中百分之四十。", "百分之四十"),
        ("其中四分之三。", "四分之三"),
        ("有上千人。", "上千"),
        ("有数百人。", "数百"),
        ("有一千二百位。", "一千二百位"),
        ("有 12 位。", "12"),
        ("打八折。", "八折"),
        ("是三倍。", "三倍"),
        ("等两周。", "两周"),
    ],
)
def test_figures_written_out_are_bare_numbers(text, excerpt):
    assert found(text) == [("bare_number", excerpt)]


@pytest.mark.parametrize(
    "text",
    [
        "1. One of the 3 groups placed a second order once.",
        "12. A list may be long.",
        "Three things to do first, two questions, a single answer.",
        "From 1 December 2009 to 2010-12-09, in December 2010, in 2010.",
        "Every Monday at 08:00, 24/7, r3, R5, F=1, UTF-8, ISO 4217, orders_2010.csv.",
        "一位客户有两个问题，第一，一些、一下、一起、十分、万一、千万别、一次性。",
        "2010年12月9日，12月，第四季度，双十一，周三。",
        "先做三件事：\n 1. 写信。\n 2. 打电话。",
    ],
)
def test_plain_counts_list_numbers_and_dates_of_the_data_pass(text):
    assert found(text) == []


def test_without_data_no_date_is_known():
    assert [p.excerpt for p in check("In 2010 it rained.", NoData())] == ["2010"]


def test_equal_facts_never_clear_a_bare_number():
    assert found(f"Champions count {CHAMPIONS}, that is 412.") == [("bare_number", "412")]


def test_names_and_allowed_values_may_hold_digits():
    assert found("Top 100 accounts: [[cluster_customers.c1.customers]].") == []
    assert found("Box of 12 sells.") == [("bare_number", "12")]
    assert found("Box of 12 sells.", allowed=frozenset({"Box of 12"})) == []


def test_digits_glued_to_a_placeholder_would_change_its_figure():
    assert kinds(f"Champions: {CHAMPIONS}0.") == ["bare_number"]
    assert kinds(f"Champions: {CHAMPIONS} thousand.") == ["bare_number"]


# Whose figure


@pytest.mark.parametrize(
    "text",
    [
        f"At risk has {CHAMPIONS} customers.",
        f"流失风险客户有 {CHAMPIONS} 位。",
        f"There are {LOYAL} Champions.",
        f"Champions have {CHAMPIONS}, while Loyal customers have {CHAMPIONS}.",
        f"Champions and Loyal customers have {LOYAL} and {CHAMPIONS} customers.",
        f"At risk needs a call. They count {CHAMPIONS}.",
        f"流失风险客户需要回访。他们有 {CHAMPIONS} 位。",
        f"### At risk\n- Customers: {CHAMPIONS}",
        f"For Loyal customers:\n- {CHAMPIONS} people",
        f"| Segment | Customers |\n|---|---|\n| At risk | {CHAMPIONS} |",
        f"| Measure | At risk |\n|---|---|\n| Customers | {CHAMPIONS} |",
        f"VIPs are {AT_RISK} customers.",
        f"Potential loyalists are {LOYAL} customers.",
        f"In total there are {CHAMPIONS} customers.",
        "In November 2010 it was [[query_data.2010-12.revenue]].",
    ],
)
def test_a_figure_of_another_subject_is_caught(text):
    assert set(kinds(text)) == {"wrong_subject"}


@pytest.mark.parametrize(
    "text",
    [
        f"Champions and Loyal customers have {CHAMPIONS} and {LOYAL} customers.",
        f"Loyal and Champions: {LOYAL} and {CHAMPIONS} customers.",
        f"冠军与忠诚客户分别有 {CHAMPIONS} 位和 {LOYAL} 位。",
        f"Call the {AT_RISK} in At risk. They bring [[rfm_segments.at_risk.revenue]].",
        f"Of all customers, {CHAMPIONS} are Champions and {AT_RISK} are At risk.",
        f"Champions ({CHAMPIONS}) and Loyal customers ({LOYAL}) bring [[load_data.all.revenue]] with the rest.",
        f"### At risk\n\nCompared with Champions they are quiet: {AT_RISK} customers.",
        f"For Loyal customers:\n- {LOYAL} people\n- [[rfm_segments.loyal_customers.revenue]]",
        f"- Champions\n  - {CHAMPIONS} customers\n- At risk\n  - {AT_RISK} customers",
        f"| Measure | Champions | At risk |\n|---|---|---|\n| Customers | {CHAMPIONS} | {AT_RISK} |",
        f"{CHAMPIONS} customers ordered within the last weeks.",
        f"Money is at risk: {CHAMPIONS} people are VIPs.",
        "A letter to At risk costs [[plan_budget.letter.cost]].",
        "In November 2010 it was [[query_data.2010-11.revenue]], in December [[query_data.2010-12.revenue]].",
        f"A promising list: {AT_RISK} customers are at risk.",
    ],
)
def test_a_figure_of_the_subject_spoken_of_passes(text):
    assert "wrong_subject" not in kinds(text)


# Places, marks and complaints


def test_a_problem_gives_its_place_in_the_draft():
    text = f"**Champions**: {CHAMPIONS} customers, ３７％ of it.\n- At risk: {CHAMPIONS}"
    problems = check(text, Facts())
    assert [text[p.start : p.end] for p in problems] == ["３７％", CHAMPIONS]
    assert [p.excerpt for p in problems] == ["３７％", CHAMPIONS]


def test_remaining_problems_are_marked_on_their_lines():
    text = "Fine.\nChampions bring 37%, or 38%.\n| At risk | 12% |\nFine.\n"
    problems = check(text, Facts())
    assert marked(text, problems, "en") == (
        "Fine.\nChampions bring 37%, or 38%. ⚠ unverified\n| At risk | 12% ⚠ unverified |\nFine.\n"
    )
    assert marked("占 37%。", check("占 37%。", Facts()), "zh") == "占 37%。 ⚠ 未核实"
    assert marked(text, [], "en") == text


def test_the_complaint_names_every_problem_and_its_mending():
    said = complaint(check(f"At risk has {CHAMPIONS}, 37% of all.", Facts()))
    first, second, third = said.splitlines()
    assert first.startswith("Your draft was not shown")
    assert second.startswith(f"1. “{CHAMPIONS}”: This figure is about champions")
    assert third.startswith("2. “37%”: Figures are never written out")
