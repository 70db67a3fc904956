import pytest

from customer_segmentation.kit import name as kit_name
from customer_segmentation.kit.name import NamePart, all_names, called, spelled

WORDS = {
    "en": {"units": {"name_join": ", "}, "name_parts": {"of": "from {place}", "often": "frequent"}},
    "zh": {"units": {"name_join": "、"}, "name_parts": {"of": "来自{place}", "often": "高频"}},
}
PARTS = (NamePart(code="often"), NamePart(code="of", values={"place": "Köln"}))


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setattr(kit_name, "words_of", lambda _folder, language: WORDS[language])


def test_parts_become_words_in_the_language_of_the_reader():
    assert spelled(PARTS, "en") == "Frequent, from Köln"
    assert spelled(PARTS, "zh") == "高频、来自Köln"


def test_a_given_name_wins_then_parts_then_the_built_in_one_then_the_id():
    assert called("champions", "en", given="VIPs", parts=PARTS) == "VIPs"
    assert called("champions", "en", parts=PARTS) == "Frequent, from Köln"
    assert called("champions", "zh") == "冠军客户"
    assert called("nobody", "en") == "nobody"


def test_a_person_may_use_any_name_in_any_language():
    assert all_names("c1", given="VIPs", parts=PARTS) == ["Frequent, from Köln", "高频、来自Köln", "VIPs"]
    assert all_names("champions") == ["Champions", "冠军客户"]


def test_a_value_from_the_data_cannot_carry_a_placeholder():
    part = NamePart(code="of", values={"place": "[[a.b.c]]\x1b"})
    assert spelled([part], "en") == "From [ [a.b.c] ]"


def test_an_unknown_part_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        spelled([NamePart(code="unheard")], "en")
