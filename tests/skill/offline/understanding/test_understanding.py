"""Accuracy of understanding on labelled sets: some to tune on, one written without sight of the lexicon, kept unseen."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from customer_segmentation_skill.offline.reading.situation import ColumnNames, Situation
from customer_segmentation_skill.offline.reading.values import ValueIndex
from customer_segmentation_skill.offline.understanding.understand import understand

HALVES = {
    "dev": 0.97,
    "blind": 0.80,
    "impatient": 0.97,
    "pictures": 0.97,
    "drawn": 0.97,
    "hurried": 0.97,
    "experiment": 0.97,
    "measure": 0.97,
}
VALUES = ValueIndex(
    {
        "country": ["Germany", "France", "United Kingdom", "Netherlands"],
        "category": ["Shoes", "Coffee", "Garden"],
        "customer_type": ["B2B", "B2C"],
        "channel": ["Online", "Store"],
    }
)
SITUATION = Situation(
    has_data=True,
    has_segments=True,
    columns=(
        ColumnNames("country", "Country"),
        ColumnNames("category", "Category"),
        ColumnNames("customer_type", "Customer type"),
        ColumnNames("channel", "Channel"),
        ColumnNames("product", "Product"),
    ),
    values=VALUES.find,
    pending=2,
    data_until=date(2024, 12, 30),
)


@dataclass
class Score:
    """What came out on one set."""

    total: int = 0
    intents: int = 0
    slots: int = 0
    confident: int = 0
    confident_and_right: int = 0


def labelled(half):
    path = Path(__file__).parent / f"utterances_{half}.yaml"
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded if isinstance(loaded, list) else loaded["utterances"]


def plain(value):
    """Return a slot for comparing: lists in any order, numbers as numbers, texts without case."""
    if isinstance(value, (list, tuple)):
        return sorted(str(plain(one)) for one in value)
    if isinstance(value, bool):
        return value
    text = str(value).strip().casefold()
    try:
        return float(text.rstrip("%"))
    except ValueError:
        return text


def score(half, language=""):
    made = Score()
    for entry in labelled(half):
        if language and entry["language"] != language:
            continue
        found = understand(entry["text"], SITUATION)
        right = found.intent == entry["intent"]
        expected = entry.get("slots") or {}
        made.total += 1
        made.intents += right
        made.slots += right and all(plain(found.slots.get(n)) == plain(v) for n, v in expected.items())
        made.confident += found.is_sure
        made.confident_and_right += found.is_sure and right
    return made


@pytest.mark.parametrize("half", HALVES)
def test_intents_are_understood(half, record_property, capsys):
    made = score(half)
    rates = {"intents": made.intents / made.total, "slots": made.slots / made.total}
    for name, rate in rates.items():
        record_property(f"{half}_{name}", rate)
    acted, right = made.confident / made.total, made.confident_and_right / made.confident
    with capsys.disabled():
        sys.stdout.write(
            f"\n{half}: {made.total} utterances; intent {rates['intents']:.3f}; intent and slots "
            f"{rates['slots']:.3f}; acted on without asking {acted:.3f}, of which right {right:.3f}\n"
        )
    assert rates["intents"] >= HALVES[half]


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_language_lags_behind(half, language):
    made = score(half, language)
    assert made.intents / made.total >= HALVES[half]


@pytest.mark.parametrize("half", HALVES)
def test_it_is_right_where_it_acts_without_asking(half):
    made = score(half)
    assert made.confident_and_right / made.confident >= HALVES[half]
