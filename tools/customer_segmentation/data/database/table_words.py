"""What the name of a table says that it holds; the words stand in ``prompts/lexicon/tables.yaml``."""

from functools import cache
from typing import Final, Literal

from customer_segmentation.data.understand.lexicon import plain, words_in
from customer_segmentation.kit.assets import prompt_text

Meaning = Literal["lines", "orders", "customers", "other", ""]
_AROUND: Final = "around"


def table_meaning(name: str) -> Meaning:
    """Return what a table called so holds, nothing where its name does not tell."""
    own = _core(name.rpartition(".")[2])
    meanings: dict[str, Meaning] = {
        "lines": "lines", "orders": "orders", "customers": "customers", "other": "other"
    }  # fmt: skip
    for fits in (own.endswith, own.__contains__):
        found = [(len(word), meanings[kind]) for kind in meanings for word in _words()[kind] if fits(word)]
        if found:
            return max(found, key=lambda one: one[0])[1]
    return ""


def _core(name: str) -> str:
    """Return a name as it is compared, without the words around it."""
    around = _words()[_AROUND]
    parts = [plain(word) for word in words_in(name)]
    while len(parts) > 1 and parts[0] in around:
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in around:
        parts.pop()
    core = "".join(parts)
    ends = sorted((word for word in around if not word.isascii() and core.endswith(word)), key=len)
    return core.removesuffix(ends[-1]) or core if ends else core


@cache
def _words() -> dict[str, frozenset[str]]:
    from yaml import CSafeLoader, load

    told = load(prompt_text("lexicon/tables.yaml"), Loader=CSafeLoader)
    return {kind: frozenset(plain(str(word)) for word in words) for kind, words in told.items()}
