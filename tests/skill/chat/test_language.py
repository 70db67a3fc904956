import pytest

from customer_segmentation_skill.chat.language import language_of, locale_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("/customer-segmentation orders.csv", ""),
        ("/customer-segmentation 订单.xlsx", "zh"),
        ("what should I do with At risk?", "en"),
        ("帮我 export 一下", "zh"),
        ("1", ""),
        ("approve", "en"),
        ("./data/orders.csv", ""),
    ],
)
def test_the_words_tell_the_language(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("value", "language"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "")]
)
def test_the_locale_tells_the_language(here, monkeypatch, value, language):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", value)
    assert locale_language() == language
