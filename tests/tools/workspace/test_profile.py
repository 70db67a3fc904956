from decimal import Decimal

import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.profile import Profile


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("margin", "40%", Decimal("0.4")),
        ("margin", "0.4", Decimal("0.4")),
        ("margin", "35 ％", Decimal("0.35")),
        ("currency", "gbp", "GBP"),
        ("cost_phone", "4", Decimal(4)),
        ("language", "zh", "zh"),
    ],
)
def test_a_field_is_set_from_words(field, words, value):
    assert getattr(Profile().told(field, words), field) == value


@pytest.mark.parametrize(
    ("field", "words", "code"),
    [
        ("margin", "140%", "profile_value_wrong"),
        ("margin", "plenty", "profile_value_wrong"),
        ("margin", "plenty%", "profile_value_wrong"),
        ("currency", "euros", "profile_value_wrong"),
        ("colour", "blue", "profile_field_unknown"),
    ],
)
def test_a_wrong_value_is_said(field, words, code):
    with pytest.raises(InputError) as raised:
        Profile().told(field, words)
    assert raised.value.code == code


def test_a_profile_survives_on_disk(tmp_path):
    told = Profile().told("margin", "33.5%").told("folders", "/shop")
    told.write(tmp_path)
    assert Profile.read(tmp_path) == told


def test_a_broken_profile_is_said(tmp_path):
    (tmp_path / "profile.json").write_text('{"margin": 7}')
    with pytest.raises(InputError, match=r"profile\.json cannot be read"):
        Profile.read(tmp_path)
