"""Groups by trait or by what the first order was: who of their newcomers ordered again, and against the others."""

from collections.abc import Mapping
from typing import Final

from customer_segmentation.data.dataset import Column
from customer_segmentation.explain.cohort.cohorts import Cohort, Followed, Groups
from customer_segmentation.explain.cohort.comparing import Against, groups_apart
from customer_segmentation.explain.cohort.equal_terms import ordered_again
from customer_segmentation.explain.cohort.facts import AGAIN, TOOL, say_again, say_points
from customer_segmentation.explain.cohort.timeline import SMALL
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import SMALLEST_GROUP, FactTable, Finding, Reply
from customer_segmentation.kit.words import shown

_SHOWN: Final = 10
_TOLD: Final = 3
_UNKNOWN: Final = "unknown"
_COLUMNS: Final = ("customers", "followed", AGAIN, f"{AGAIN}_low", f"{AGAIN}_high", "again_points")


def add_groups(
    reply: Reply, sheet: FactSheet, follow: Followed, groups: Groups, column: Column, value_at: int
) -> None:
    """Put the largest groups into a reply: facts, names, the table ``groups`` and what stands out."""
    sizes = {part: sum(cohort.customers for cohort in cohorts) for part, cohorts in groups.items()}
    ordered = sorted(sizes, key=lambda part: (-sizes[part], part is None, part or ""))
    told = [part for part in ordered if sizes[part] >= SMALLEST_GROUP][:_SHOWN]
    subjects = {part: _subject(part, n, column) for n, part in enumerate(told, 1)}
    reply.names |= {subjects[part]: _name(part, column) for part in told if subjects[part].startswith("g")}
    sheet.say(ALL, "groups", len(sizes), "count")
    sheet.say(ALL, "groups_shown", len(told), "count")
    apart = groups_apart(follow, groups)
    for part, subject in subjects.items():
        sheet.say(subject, "customers", sizes[part], "customers")
        say_again(sheet, subject, ordered_again(follow.judged(groups[part])))
        _say_value(sheet, subject, follow, groups[part], value_at)
        if part in apart:
            say_points(sheet, subject, "again_points", apart[part].points, f"{subject}.{AGAIN}")
    _add_table(reply, sheet, list(subjects.values()), column, value_at)
    reply.findings += _findings(subjects, apart, some_left_out=len(told) < len(sizes))


def _say_value(sheet: FactSheet, subject: str, follow: Followed, cohorts: list[Cohort], later: int) -> None:
    pool = follow.pool(cohorts, later)
    if pool.customers >= SMALL:
        sheet.say(subject, f"spent_{later}", pool.spent, sheet.currency)
        sheet.say(subject, f"followed_{later}", pool.customers, "customers")
        basis = (f"{subject}.spent_{later}", f"{subject}.followed_{later}")
        sheet.say(subject, f"value_{later}", pool.spent / pool.customers, sheet.currency, *basis)


def _add_table(reply: Reply, sheet: FactSheet, subjects: list[str], column: Column, value_at: int) -> None:
    measures = [*_COLUMNS, f"value_{value_at}"]
    present = [m for m in measures if any(sheet.has(subject, m) for subject in subjects)]
    if subjects:
        reply.tables["groups"] = FactTable(
            tool=TOOL, subjects=subjects, measures=present, subject_label=shown(column.header)
        )


def _findings(
    subjects: Mapping[str | None, str], apart: Mapping[str | None, Against], *, some_left_out: bool
) -> list[Finding]:
    reliable = [part for part in subjects if part in apart and apart[part].reliable]
    reliable.sort(key=lambda part: -abs(apart[part].points.value))
    found = [Finding(code="cohort_group_apart", subject=subjects[part]) for part in reliable[:_TOLD]]
    if not reliable:
        found.append(Finding(code="cohort_groups_alike" if apart else "cohort_groups_too_small"))
    if some_left_out:
        found.append(Finding(code="cohort_more_groups"))
    return found


def _subject(part: str | None, place: int, column: Column) -> str:
    if part is None:
        return _UNKNOWN
    return f"value_{part}" if column.type == "boolean" else f"g{place}"


def _name(part: str | None, column: Column) -> str:
    """Return "1976.0000" of a column of numbers as "1976"."""
    text = part or ""
    return text.rstrip("0").rstrip(".") if column.type == "number" and "." in text else text
