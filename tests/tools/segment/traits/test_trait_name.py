import pytest

from customer_segmentation.segment.traits.trait_name import spoken_meaning, trait_name


@pytest.mark.parametrize(
    ("header", "en", "zh"),
    [
        ("birth_year", "birth year", "出生年份"),
        ("Gender", "gender", "性别"),
        ("price_sensitivity", "price sensitivity", "price sensitivity"),
        ("MntWines", "“MntWines”", "“MntWines”"),
        ("score 2", "“score 2”", "“score 2”"),
        ("价格敏感", "价格敏感", "价格敏感"),
        ("state", "state", "state"),
    ],
)
def test_a_trait_is_called_in_plain_words_or_as_its_quoted_header(header, en, zh):
    named = trait_name(header, spoken_meaning(header))
    assert (named.words("en"), named.words("zh")) == (en, zh)


def test_without_its_meaning_it_is_called_by_its_header():
    assert trait_name("birth_year").words("zh") == "birth year"
