"""Asking which of two columns is meant: only when headers and cells leave it open."""

from collections.abc import Sequence

from customer_segmentation.data.understand.role_candidates import Candidate
from customer_segmentation.data.understand.role_content import equal_cells, same_content
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import NeedsAnswer

_MOST_OPTIONS = 6


def settled(role: str, found: Sequence[Candidate], engine: DuckDB) -> list[Candidate]:
    """Return the candidates of a role, best first.

    Raises:
        NeedsAnswer: Two columns are as sure as each other and say different things.
    """
    best = [candidate for candidate in found if candidate.strength == found[0].strength]
    fuller = max(candidate.profile.filled for candidate in best)
    rivals = [candidate for candidate in best if candidate.profile.filled * 2 >= fuller]
    alike = equal_cells if role in {"amount", "date"} else same_content
    different = [c for c in rivals[1:] if not alike(engine, rivals[0].profile, c.profile)]
    if different:
        raise ask_which(role, [rivals[0], *different])
    return [rivals[0], *(candidate for candidate in found if candidate is not rivals[0])]


def ask_which(role: str, found: Sequence[Candidate]) -> NeedsAnswer:
    """Return the question which column plays a role."""
    headers = [candidate.header for candidate in found[:_MOST_OPTIONS]]
    return NeedsAnswer(
        f"data_which_{role}",
        options=[(header, {role: header}) for header in headers],
        headers=", ".join(headers),
    )
