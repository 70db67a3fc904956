"""Advice and plan: what to do with each segment, why, what it must bring, and what would prove it wrong."""

from collections.abc import Iterator
from typing import Final

from customer_segmentation.act.report.report import About, Block, Said, Section, Table
from customer_segmentation.kit.reply import Reply, small_subjects
from customer_segmentation.plan.optimisation.parts import ENTRIES, Bet, TableOf, Words, parts_of

_ENTRIES: Final = ("meaning", "goal", "why", "action", "pays", "not_to_do", "risk", "wrong")


def without_few(advice: Reply, segments: Reply) -> Reply:
    """Return advice that names no segment of so few customers that one might be recognised."""
    few = small_subjects(segments)
    detail = dict(advice.detail)
    detail["ranked"] = [entry for entry in detail["ranked"] if entry["segment"] not in few]
    for name in ("first", "leave"):
        detail[name] = [segment for segment in detail[name] if segment not in few]
    things = [[segment for segment in thing if segment not in few] for thing in detail["things"]]
    detail["things"] = [thing for thing in things if thing]
    return advice.model_copy(update={"detail": detail})


def first_things(advice: Reply, most: int) -> Reply:
    """Return advice cut to the first things to do."""
    things = advice.detail["things"][:most]
    first = [segment for thing in things for segment in thing]
    return advice.model_copy(update={"detail": {**advice.detail, "things": things, "first": first}})


def advice_section(advice: Reply) -> Section:
    """Return what to do with each segment, in the order in which to act."""
    return Section("advice", list(_advice(advice)))


def _advice(advice: Reply) -> Iterator[Block]:
    yield Said("advice", advice)
    if "advice" in advice.tables:
        yield Table("advice", advice.tables["advice"], advice)
    for thing in advice.detail["things"]:
        entries = {
            entry: Said("advice_entry", advice, {"segments": thing, "entry": entry}) for entry in _ENTRIES
        }
        yield About(tuple(thing), advice, entries)
    yield Said("advice_leave", advice)


def plan_sections(plan: Reply) -> Iterator[Section]:
    """Give the parts of an optimisation plan as sections."""
    for part in parts_of(plan):
        yield Section(part.id, [_block(block, plan) for block in part.blocks])


def _block(block: Words | TableOf | Bet, plan: Reply) -> Block:
    match block:
        case Words():
            return Said(block.template, plan)
        case TableOf():
            return Table(block.name, plan.tables[block.name], plan)
        case Bet():
            entries = {
                entry: Said("plan_bet", plan, {"segments": [block.segment], "entry": entry})
                for entry in ENTRIES
            }
            return About((block.segment,), plan, entries)


def plan_section(advice: Reply) -> Section:
    """Return the order of acting, where no plan was made: amounts of money belong to one."""
    return Section("plan", [Said("plan", advice)])
