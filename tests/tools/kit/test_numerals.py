import pytest

from customer_segmentation.kit.numerals import bare_numbers


def figures(text):
    return [text[start:end] for start, end in bare_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 and 2.6 and 3/4 and 3:1", ["1,200", "2.6", "3/4", "3:1"]),
        ("+5 or -5", ["5", "5"]),
        ("5x, 5 times, 5-fold, ×5", ["5x", "5 times", "5-fold", "×5"]),
        ("EUR 5, €5, 5 €, 5 yuan", ["EUR 5", "€5", "5 €", "5 yuan"]),
        ("7-day and 2 full weeks", ["7-day", "2 full weeks"]),
        ("eleven, twenty-five, one hundred and fifty", ["eleven", "twenty-five", "one hundred and fifty"]),
        (
            "nine out of ten, 1 in 10, every fifth customer",
            ["nine out of ten", "1 in 10", "every fifth customer"],
        ),
        ("the 15th, the 90th percentile", ["15", "90"]),
        ("a third of it, one-third, ½ of it", ["a third", "one-third", "½"]),
        (
            "dozens, thousands, double-digit, five-figure",
            ["dozens", "thousands", "double-digit", "five-figure"],
        ),
        ("N=412, 80/20, x5", ["412", "80/20", "x5"]),
        ("十二位、二十、一百二十", ["十二", "二十", "一百二十"]),
        ("十几位、几十位、近百位、百余位、两三百人", ["十几", "几十", "近百", "百余", "两三百人"]),
        ("三成、七成多、一成五", ["三成", "七成多", "一成"]),
        ("百分之三点五、五分之一、三点五倍", ["百分之三点五", "五分之一", "三点五倍"]),
        ("三天、两次、五折、十块、半年、两个百分点", ["三天", "两次", "五折", "十块", "半年", "两个百分点"]),
        ("3 万元、5 倍、5 个月", ["3 万元", "5 倍", "5 个月"]),
        ("五位客户里就有三位", ["五位客户里就有三"]),
        ("618 位", ["618"]),
    ],
)
def test_figures_in_every_writing(text, expected):
    assert figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "one of them, one by one, no one, one-time, the second order, a third order, a third party",
        "ten customers, 10 customers, three groups, two of the segments, steps 1 and 2",
        "the next quarter, a quarter later, quarterly",
        "24/7, one-to-one, 1:1, first-party data, ISO 8601, Art. 21",
        "RFM 555, R5, R=5, F 1-2, r12, UTF-8, 8f2, list_2010.csv, https://example.org/412",
        "一些、一下、一起、一般、一定、一旦、统一、唯一、之一、万一、十分、十足、千人千面、百货",
        "第一、第 12 步、三四个、两者、一周、一次、一年、周一、星期三、双十一、618 大促、二次购买",
        "成功、成本、三组成员、百分点、百分比",
    ],
)
def test_plain_counts_and_figures_of_speech(text):
    assert figures(text) == []


def test_an_endless_number_is_one_figure():
    assert figures("9" * 10_000) == ["9" * 10_000]
