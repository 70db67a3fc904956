"""What a word that the data do not hold may mean: wholesale, as values like it or as very large accounts."""

from typing import Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation_skill.offline.moves.move import Here
from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.utterance import folded
from customer_segmentation_skill.offline.reading.values import value_index

_MOST_ACCOUNTS: Final = 0.01
"""Accounts count as very large when at most this share of customers has orders as large."""
_FAR_ABOVE: Final = 5
"""… and their orders are at least so many times the usual order (PRACTICE 8: wholesale in a retail file)."""
_STEPS: Final = (1, 2, 5)
_MOST_OPTIONS: Final = 4

Candidate = tuple[str, str, str]
"""Words, column, value; the column ``rule`` means that the value is a condition by itself."""


def candidates(here: Here, word: str) -> list[Candidate]:
    """Return what a word may mean in these data, likeliest first; nothing if nothing is like it."""
    thread = here.thread
    if thread.loaded is None or thread.dataset is None:
        return []
    kind = first_term("account_kinds", folded(word))
    found: list[Candidate] = []
    if kind == "wholesale":
        floor = large_orders_from(thread.dataset)
        if floor:
            found.append((here.say("chat_large_accounts", amount=floor), "rule", f"aov >= {floor}"))
    headers = {column.name: column.header for column in thread.dataset.columns}
    index = value_index(thread.loaded.folder)
    similar = index.like(word) + [hit for other in _like_words(kind) for hit in index.like(other)]
    for column, value in dict.fromkeys(similar):
        found.append((f"{headers.get(column, column)} = {value}", column, value))
    return found[:_MOST_OPTIONS]


def _like_words(kind: str) -> list[str]:
    from customer_segmentation.kit.words import LANGUAGES, words_of

    if not kind:
        return []
    spoken = [words_of("lexicon", language)["chat_terms"]["account_values"] for language in LANGUAGES]
    return [word for words in spoken for word in words.get(kind, [])]


def large_orders_from(dataset: Dataset) -> int:
    """Return a round average order from which accounts are few and far above the usual; 0 if none is."""
    if not dataset.has("orders"):
        return 0
    import duckdb

    from customer_segmentation.engine.sql_file import literal

    query = (
        "SELECT CAST(SUM(gross) AS DOUBLE) / COUNT(*) AS aov FROM "
        f"read_parquet({literal(str(dataset.parquet('orders')))}) WHERE valid GROUP BY customer_id ORDER BY aov"
    )
    with duckdb.connect() as connection:
        averages = [float(aov) for (aov,) in connection.execute(query).fetchall()]
    if not averages:
        return 0
    usual = averages[len(averages) // 2]
    for floor in (step * 10**power for power in range(1, 8) for step in _STEPS):
        few = sum(aov >= floor for aov in averages)
        if floor >= _FAR_ABOVE * usual and few <= _MOST_ACCOUNTS * len(averages):
            return floor if few else 0
    return 0
