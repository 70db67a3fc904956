"""What is said to customers of a segment, in the frame of a channel, with places for the shop's own facts."""

from functools import cache
from typing import Any, Final

from customer_segmentation.act.copy.request import Form
from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.words import LANGUAGES

_OFFERS: Final = ("offer", "short_offer")
"""Sentences that give something away, the second where there is little room."""


@cache
def _read(name: str) -> dict[str, Any]:
    from yaml import CSafeLoader, load

    found: dict[str, Any] = load(
        (prompts_path() / "copy" / name).read_text(encoding="utf-8"), Loader=CSafeLoader
    )
    return found


def known_playbooks() -> list[str]:
    """Return the playbooks for whose segments there are words."""
    return list(_read(f"pieces.{LANGUAGES[0]}.yaml"))


def drafted(playbook: str, form: Form, language: str, offer: str = "") -> dict[str, str]:
    """Return a text by its parts, in order; parts that have nothing to say are left out.

    ``offer`` is what is given away, in words; nothing is given where it is empty.
    """
    frames, pieces = _read(f"frames.{language}.yaml"), _read(f"pieces.{language}.yaml")[playbook]
    said = {name: words for name, words in pieces.items() if isinstance(words, str)}
    said |= {
        "subject": pieces["subjects"][0],
        "second_subject": pieces["subjects"][1],
        "points": "\n".join(f"- {point}" for point in pieces["points"]),
        **{name: frames[name].replace("{offer}", offer) if offer else "" for name in _OFFERS},
    }
    parts = {part: _filled(frame, said) for part, frame in frames[form.value].items()}
    return {part: text for part, text in parts.items() if text}


def _filled(frame: str, said: dict[str, str]) -> str:
    for name, words in said.items():
        frame = frame.replace(f"{{{name}}}", words)
    lines = [" ".join(line.split()) for line in frame.strip().splitlines()]
    return "\n".join(line for n, line in enumerate(lines) if line or (n and lines[n - 1]))
