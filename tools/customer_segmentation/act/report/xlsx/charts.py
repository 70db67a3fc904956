"""Charts that a workbook draws itself, of the cells of its tables; their titles are those of our pictures."""

from collections.abc import Iterator, Mapping
from typing import Final

from customer_segmentation.act.report.report import Illustration, Table
from customer_segmentation.act.report.words import word
from customer_segmentation.act.report.xlsx.cells import Cell, Number, as_written, in_words
from customer_segmentation.act.report.xlsx.pieces import Chart, Grid, Piece, Series, Words
from customer_segmentation.chart.drawing.theme import LIGHT
from customer_segmentation.explain.cohort.facts import POOLED
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.figures import Figures, tells_of_few
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.words import message

_SHARES: Final = (("share", LIGHT.faint), ("revenue_share", LIGHT.main))
_RATE: Final = "repurchase_rate"
_LATER: Final = "retention_"
_TOTALS: Final = {ALL, POOLED}
_MOST_LINES: Final = 7
_LEAST_POINTS: Final = 3
"""A line of fewer says nothing about its course."""
_TOP: Final = ("top_hundredth", "top_tenth", "top_fifth")


def illustrated(block: Illustration, tables: dict[str, Table], figures: Figures) -> Iterator[Piece]:
    """Yield a picture as a chart where a workbook can draw it, else its finding and its reading."""
    reply = block.picture.reply
    finding, reading = (_said(part, reply, figures) for part in block.draft(figures.language))
    chart = None
    match block.picture.kind:
        case "segment_bars":
            return  # Stands below the table of the segments in any case.
        case "value_concentration" if grid := _tops(reply, figures):
            yield grid
            chart = _top_chart(grid, finding, reading)
        case "later_lift" if "validation" in tables:
            chart = _rates(tables["validation"], finding, reading, figures)
        case "retention_heatmap" if "retention" in tables:
            chart = _retention(tables["retention"], finding, reading, figures)
    yield from [chart] if chart else [Words(finding, "finding"), Words(reading)]


def shares(block: Table, figures: Figures) -> Iterator[Piece]:
    """Yield the chart of each segment's share of the customers and of turnover, where there are both."""
    table, reply = block.table, block.reply
    measures = [measure for measure, _ in _SHARES]
    ranks = {
        subject: reply.facts[key].number
        for subject in table.subjects
        if (key := table.key(subject, "revenue_rank")) in reply.facts
    }
    if not ranks or not set(measures) <= set(table.measures):
        return
    told = reply.model_copy(
        update={"detail": {**reply.detail, "tool": table.tool, "lead": min(ranks, key=lambda s: ranks[s])}}
    )
    finding = prose("chart_segment_bars", told, figures.language).split("\n\n")[0]
    rows = _rows(block)
    if _few(block, rows, measures):
        yield Words(message("report_picture_of_few", figures.language), "note")
        return
    first, last = min(rows), max(rows)
    series = [
        Series((0, column), (first, column, last, column), colour)
        for measure, colour in _SHARES
        for column in [table.measures.index(measure) + 1]
    ]
    title = _said(finding, reply, figures)
    yield Chart("bar", title, "", block.name, (first, 0, last, 0), tuple(series))


def _rates(block: Table, title: str, reading: str, figures: Figures) -> Chart | None:
    """The share of each segment who ordered again out of time, with intervals."""
    table, facts = block.table, block.reply.facts
    rows = _rows(block)
    if _RATE not in table.measures or _few(block, rows, [_RATE]):
        return None
    drawn = range(min(rows), max(rows) + 1)
    margins = tuple(_margins(table.key(table.subjects[row - 1], _RATE), facts) for row in drawn)
    column = table.measures.index(_RATE) + 1
    series = Series((0, column), (min(rows), column, max(rows), column), LIGHT.main, margins=margins)
    up = message("chart_ordered_after", figures.language)
    return Chart("bar", title, reading, block.name, (min(rows), 0, max(rows), 0), (series,), up=up)


def _margins(key: str, facts: Mapping[str, Fact]) -> tuple[Number, Number] | None:
    rate, low, high = (facts.get(name) for name in (key, f"{key}_low", f"{key}_high"))
    if not (rate and low and high):
        return None
    return Number(high.number - rate.number), Number(rate.number - low.number)


def _retention(block: Table, title: str, reading: str, figures: Figures) -> Chart | None:
    """The share of each of the newest cohorts who ordered in each later period, and of all together."""
    table, reply = block.table, block.reply
    laters = [n for n, measure in enumerate(table.measures, 1) if measure.startswith(_LATER)]
    points = {
        row: [n for n in laters if table.key(subject, table.measures[n - 1]) in reply.facts]
        for row, subject in enumerate(table.subjects, 1)
    }
    followed = [row for row in _rows(block) if len(points[row]) >= _LEAST_POINTS][-_MOST_LINES:]
    together = [row for row, subject in enumerate(table.subjects, 1) if subject == POOLED and points[row]]
    drawn = followed + together
    if not drawn or _few(block, drawn, [table.measures[n - 1] for n in laters]):
        return None
    colours = dict(zip(followed, LIGHT.several, strict=False)) | dict.fromkeys(together, LIGHT.ink)
    series = [
        Series((row, 0), (row, laters[0], row, laters[-1]), colours[row], strong=row in together)
        for row in drawn
    ]
    language = figures.language
    return Chart(
        "line",
        title,
        reading,
        block.name,
        (0, laters[0], 0, laters[-1]),
        tuple(series),
        across=message(f"chart_{reply.detail['period']}s_later", language),
        up=message("chart_ordered_after", language),
    )


def _tops(reply: Reply, figures: Figures) -> Grid | None:
    """A small table of what the customers who spend most bring in, for the chart to stand on."""
    found = {top: key for top in _TOP for key in reply.facts if key.endswith(f".{ALL}.{top}_revenue_share")}
    if len(found) < 2 or any(tells_of_few(key, reply) for key in found.values()):  # noqa: PLR2004 - nothing to compare
        return None
    language = figures.language
    rows: list[list[Cell | None]] = [
        [
            in_words(word(top, language, "report_tops")),
            as_written(figures.figure(key, reply, "table"), language),
        ]
        for top, key in found.items()
    ]
    heading = [word("top", language, "report_tops"), word("revenue_share", language, "report_tops")]
    return Grid("concentration", word("concentration", language, "report_tables"), heading, rows)


def _top_chart(grid: Grid, title: str, reading: str) -> Chart:
    last = len(grid.rows)
    series = Series((0, 1), (1, 1, last, 1), LIGHT.main)
    return Chart("column", title, reading, grid.name, (1, 0, last, 0), (series,), up=grid.heading[1])


def _rows(block: Table) -> list[int]:
    """Return the rows of a table that are no total."""
    return [row for row, subject in enumerate(block.table.subjects, 1) if subject not in _TOTALS]


def _few(block: Table, rows: list[int], measures: list[str]) -> bool:
    keys = [block.table.key(block.table.subjects[row - 1], measure) for row in rows for measure in measures]
    return not rows or any(key in block.reply.facts and tells_of_few(key, block.reply) for key in keys)


def _said(draft: str, reply: Reply, figures: Figures) -> str:
    return figures.filled(figures.marked(draft, reply), lambda figure: figure.text)
