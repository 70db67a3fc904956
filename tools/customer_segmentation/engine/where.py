"""The one filter grammar, such as ``country = 'Germany' and orders >= 2`` or ``国家='德国' 且 订单数>=2``.

    filter  = conjunction { OR conjunction }
    conjunction = negation { AND negation }
    negation = NOT negation | "(" filter ")" | test
    test = name comparison value | value comparison name | name [NOT] IN "(" values ")"
         | name [NOT] BETWEEN value AND value | name [NOT] LIKE text | name [NOT] CONTAINS text
         | name IS [NOT] NULL | name IS [NOT] TRUE|FALSE | name

Nothing else exists in it: no functions, sub-queries, statements or comments. Names are matched to known
columns before words are, so a column may be called "order" or "date" and a header may hold spaces. It is read
by hand, not by a SQL parser: columns bear the names of keywords, values come without quotes or in Chinese
ones, and a mistake is shown where it stands.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from customer_segmentation.engine import grammar
from customer_segmentation.engine.condition import (
    AllOf,
    AnyOf,
    Condition,
    Filterable,
    Not,
    Operator,
    Test,
    Value,
    levels_of,
    words_of,
)
from customer_segmentation.kit.errors import InputError

_DEEPEST: Final = 40
_NEAR: Final = 40
_CLOSE: Final = 3
_TELLING: Final = 3
"""Characters from which on a name inside another tells that they are meant alike."""


def parse_where(text: str, fields: Sequence[Filterable]) -> Condition:
    """Return the condition that a filter asks.

    Raises:
        InputError: The filter is not understood, names an unknown column, or compares what cannot be compared.
    """
    return _Reader(text, fields).whole()


def check_levels(part: Condition) -> None:
    """Refuse a condition that speaks of lines and of customers at once; raises InputError."""
    if len(levels_of(part)) > 1:
        raise InputError("where_mixed_levels", part=words_of(part))


def nearest(name: str, known: Sequence[str], *, most: int = 5) -> str:
    """Return the known names closest to ``name``, comma-separated; the first ones if none is close.

    Close is what is spelled alike, or holds the name or is held by it. Since there may be nothing close, words
    around the names must not call them near.
    """
    folded = {candidate.casefold(): candidate for candidate in reversed(known)}
    wanted = name.casefold()
    close = get_close_matches(wanted, folded, n=_CLOSE, cutoff=0.6)
    if len(wanted) >= _TELLING:
        within = [one for one in folded if wanted in one or (len(one) >= _TELLING and one in wanted)]
        close += [one for one in reversed(within) if one not in close]
    return ", ".join([folded[match] for match in close[:_CLOSE]] or list(known[:most])) or "–"


class _Reader:
    """Reads a filter from left to right."""

    def __init__(self, text: str, fields: Sequence[Filterable]) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._fields = fields
        self._known: dict[str, Filterable] = {}
        for rank in range(max((len(field.names) for field in fields), default=0)):
            for field in fields:
                if rank < len(field.names):
                    self._known.setdefault(field.names[rank].casefold(), field)
        self._longest_first = sorted(self._known, key=lambda name: (-len(name), name))

    def whole(self) -> Condition:
        condition = self._any_of()
        if self._rest():
            raise self._not_understood()
        return condition

    def _any_of(self) -> Condition:
        parts = [self._all_of()]
        while self._take(grammar.OR):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self) -> Condition:
        parts = [self._negation()]
        while self._take(grammar.AND):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _negation(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InputError("where_too_deep")
        try:
            field = self._field()
            if field:
                return self._test(field)
            if self._take(grammar.NOT):
                return Not(self._negation())
            if self._take(grammar.OPEN):
                inner = self._any_of()
                self._expect(grammar.CLOSE)
                return inner
            return self._turned_test()
        finally:
            self._depth -= 1

    def _test(self, field: Filterable) -> Condition:
        if field.personal:
            raise InputError("where_personal", column=field.header or field.name)
        if self._take(grammar.IS_NOT_NULL):
            return Not(Test(field, "null"))
        if self._take(grammar.IS_NULL):
            return Test(field, "null")
        found = self._comparison()
        if found:
            return self._made(field, found[0], negated=found[1])
        is_ = self._take(grammar.IS)
        negated = self._take(grammar.NOT)
        if is_:
            return self._made(field, "in", negated=negated)
        for pattern, operator in grammar.WORDED:
            if self._take(pattern):
                return self._made(field, operator, negated=negated, listed=pattern is grammar.IN)
        if field.type == "boolean" and not negated:
            return Test(field, "true")
        raise self._not_understood()

    def _turned_test(self) -> Condition:
        """Read ``5 < orders``; anything else that is not a known name is an unknown column."""
        start = self._at
        raw = self._token()
        found = self._comparison() if raw is not None else None
        field = self._field() if found else None
        if raw is not None and found and field and not field.personal:
            test = Test(field, _allowed(field, grammar.TURNED[found[0]]), (_typed(field, raw),))
            return Not(test) if found[1] else test
        self._at = start
        if raw is None or grammar.FOREIGN.match(self._rest()):
            raise self._not_understood()
        shown = [field.header or field.name for field in self._fields if not field.personal]
        raise InputError("where_unknown_column", column=raw, nearest=nearest(raw, shown))

    def _made(
        self, field: Filterable, operator: Operator, *, negated: bool = False, listed: bool = False
    ) -> Condition:
        """Read what an operator compares with."""
        _allowed(field, operator)
        if listed:
            values = self._values(field)
        elif operator == "between":
            low = self._value(field)
            self._expect(grammar.AND)
            values = [low, self._value(field)]
        else:
            values = [self._value(field)]
        test = Test(field, operator, tuple(values))
        return Not(test) if negated else test

    def _values(self, field: Filterable) -> list[Value]:
        self._expect(grammar.OPEN)
        values = [self._value(field)]
        while self._take(grammar.COMMA):
            values.append(self._value(field))
        self._expect(grammar.CLOSE)
        return list(dict.fromkeys(values))

    def _value(self, field: Filterable) -> Value:
        if self._take(grammar.NULL):
            raise InputError("where_null", column=field.header or field.name)
        raw = self._token()
        if raw is None or grammar.AND.fullmatch(raw) or grammar.OR.fullmatch(raw):
            raise self._not_understood()
        return _typed(field, raw)

    def _comparison(self) -> tuple[Operator, bool] | None:
        for pattern, operator, negated in grammar.COMPARISONS:
            if self._take(pattern):
                return operator, negated
        return None

    def _field(self) -> Filterable | None:
        """Read a known name, quoted or not; the longest one that stands here."""
        rest = self._rest()
        quoted = grammar.QUOTED.match(rest)
        if quoted:
            field = self._known.get(grammar.unquoted(quoted).strip().casefold())
            self._at += quoted.end() if field else 0
            return field
        for name in self._longest_first:
            after = rest[len(name) : len(name) + 1]
            glued = (after.isalnum() or after == "_") and after.isascii() and name[-1:].isascii()
            if rest[: len(name)].casefold() == name and not glued:
                self._at += len(name)
                return self._known[name]
        return None

    def _token(self) -> str | None:
        """Read a value as it stands: quoted, a date, a number or a bare word."""
        rest = self._rest()
        for pattern in (grammar.QUOTED, grammar.DATE, grammar.NUMBER, grammar.BARE):
            found = pattern.match(rest)
            if found:
                self._at += found.end()
                return grammar.unquoted(found) if pattern is grammar.QUOTED else found[0]
        return None

    def _rest(self) -> str:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._text[self._at :]

    def _take(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self._rest())
        self._at += found.end() if found else 0
        return found is not None

    def _expect(self, pattern: re.Pattern[str]) -> None:
        if not self._take(pattern):
            raise self._not_understood()

    def _not_understood(self) -> InputError:
        rest = self._rest()
        if grammar.FOREIGN.match(rest):
            return InputError("where_conditions_only", near=rest[:_NEAR])
        if not rest:
            return InputError("where_unfinished", where=self._text)
        return InputError("where_not_understood", near=rest[:_NEAR])


def _allowed(field: Filterable, operator: Operator) -> Operator:
    """Return the operator; raises InputError if the type of the column does not know it."""
    if operator not in grammar.ALLOWED[field.type]:
        raise InputError(f"where_{field.type}_comparison", column=field.header or field.name)
    return operator


def _typed(field: Filterable, raw: str) -> Value:
    value = grammar.typed(field, raw)
    if value is None:
        raise InputError(f"where_{field.type}_value", column=field.header or field.name, value=raw)
    return value
