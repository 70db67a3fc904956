"""What a subject is called: by the person or the data, by words put together, or by its built-in name.

A group that a method found has no fixed name: it is called by what sets it apart. Such a name is kept as parts,
codes with values, and becomes words in the language of whoever reads it.
"""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from customer_segmentation.kit.words import LANGUAGES, name_of, shown, words_of


class NamePart(BaseModel):
    """One thing that a name says: ``code`` names its words in ``prompts/labels`` under ``name_parts``.

    Words of another section are named with it, such as ``subjects/champions`` or ``features/orders``. ``values``
    are set into the words; they are names from the data. What ``of`` says is set in as ``{of}``.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    values: dict[str, str] = Field(default_factory=dict)
    of: "list[NamePart]" = Field(default_factory=list)

    def words(self, language: str) -> str:
        """Return it within a sentence; raises KeyError for no such code."""
        labels = words_of("labels", language)
        section, _, code = self.code.rpartition("/")
        text: str = labels[section or "name_parts"][code]
        values = {name: shown(value) for name, value in self.values.items()}
        return text.format_map(values | ({"of": _joined(self.of, language)} if self.of else {}))


def spelled(parts: Sequence[NamePart], language: str) -> str:
    """Return a name as words: its parts in order, the first letter a capital; raises KeyError for no such code."""
    text = _joined(parts, language)
    return text[:1].upper() + text[1:]


def _joined(parts: Sequence[NamePart], language: str) -> str:
    join: str = words_of("labels", language)["units"]["name_join"]
    return join.join(part.words(language) for part in parts)


def called(subject: str, language: str, *, given: str = "", parts: Sequence[NamePart] = ()) -> str:
    """Return the one name to use: the given one, else that of its parts, else the built-in one, else the id."""
    if given:
        return shown(given)
    return spelled(parts, language) if parts else name_of(subject, language) or subject


def all_names(subject: str, *, given: str = "", parts: Sequence[NamePart] = ()) -> list[str]:
    """Return every name by which a person may mean a subject, in every language, its id left out."""
    spoken = [name_of(subject, language) or "" for language in LANGUAGES]
    if parts:
        spoken = [spelled(parts, language) for language in LANGUAGES]
    return list(dict.fromkeys(name for name in (*spoken, shown(given)) if name))
