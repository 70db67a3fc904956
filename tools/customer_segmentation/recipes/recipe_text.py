"""The text of a recipe: plain YAML of bounded size, read into texts, lists and mappings that know their lines.

Every scalar stays a text, so that a date, a "no" or an id with leading zeros means what is written. Anchors, tags
and repeated keys are refused: a person reads a recipe to approve it, and these say one thing and mean another.
"""

from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.kit.errors import InputError

if TYPE_CHECKING:
    from yaml import Node

LONGEST: Final = 65_536
_DEEPEST: Final = 6

Place = tuple[str | int, ...]
"""Where a value stands, such as ("steps", 0, "tool")."""


class RecipeText:
    """What a recipe's file holds, and in which line each value stands."""

    def __init__(self, text: str, path: str) -> None:
        """Read the text of the file at ``path``.

        Raises:
            InputError: It is no plain YAML mapping, too long or too deep; says which line.
        """
        self.path = path
        self._lines: dict[Place, int] = {}
        if len(text) > LONGEST:
            raise InputError("recipe_too_long", path=path)
        self.value: Any = self._read(self._root(text), ())
        if not isinstance(self.value, dict):
            raise InputError("recipe_no_mapping", path=path)

    def line(self, place: Place) -> int:
        """Return the line of a value, or of what holds it where it is missing."""
        while place not in self._lines and place:
            place = place[:-1]
        return self._lines.get(place, 1)

    def _root(self, text: str) -> "Node":
        from yaml import SafeLoader, YAMLError, compose, parse
        from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent

        depth = 0
        try:
            for event in parse(text, Loader=SafeLoader):
                line = event.start_mark.line + 1 if event.start_mark else 1
                depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
                if depth > _DEEPEST:
                    raise InputError("recipe_too_deep", path=self.path, line=line)
                if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
                    raise InputError("recipe_anchor", path=self.path, line=line)
                if getattr(event, "tag", None):
                    raise InputError("recipe_tag", path=self.path, line=line)
            root = compose(text, Loader=SafeLoader)
        except YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", "") or str(error)
            line = mark.line + 1 if mark else 1
            raise InputError("recipe_unreadable", path=self.path, line=line, problem=problem) from error
        if root is None:
            raise InputError("recipe_no_mapping", path=self.path)
        return root

    def _read(self, node: "Node", place: Place) -> Any:
        from yaml import MappingNode, SequenceNode

        line = node.start_mark.line + 1
        self._lines[place] = line
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self._read(one, (*place, number)) for number, one in enumerate(node.value)]
        return "" if node.value in {"~", "null"} and not getattr(node, "style", None) else str(node.value)

    def _mapping(self, node: "Node", place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            line = key.start_mark.line + 1
            if not isinstance(key.value, str):
                raise InputError("recipe_unreadable", path=self.path, line=line, problem="?")
            if name in found:
                raise InputError("recipe_twice", path=self.path, line=line, field=name)
            found[name] = self._read(value, (*place, name))
            self._lines[(*place, name)] = line
        return found
