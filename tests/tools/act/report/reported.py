"""Reports written for tests, and what can be read from them again."""

import csv
from html.parser import HTMLParser

from customer_segmentation.act.report.contents import contents
from customer_segmentation.act.report.report import About, Illustration, Said, Told
from customer_segmentation.act.report.request import ReportRequest
from customer_segmentation.act.report.steps import steps
from customer_segmentation.act.report.words import names_of, section_titles
from customer_segmentation.act.report.write_report import write_report
from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run, settled_request
from customer_segmentation.workspace.workspace import Workspace

WRITE = tool_of(write_report)
_NO_FIGURES = {"svg", "pre", "code", "nav", "style", "title", "th"}
"""Where digits are no figures: in pictures (``Page.figures`` has theirs apart), code, the contents and names."""
_VOID = {"meta", "br", "link", "img", "input", "hr"}


def load(source, root):
    """Return a new workspace in which a file is loaded."""
    workspace = Workspace.open(root)
    run(tool_of(load_data), {"source": str(source)}, workspace.with_(typed=frozenset({str(source)})))
    return workspace


def write_rows(path, header, rows):
    """Write a file of orders and return its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def model(workspace, **request):
    """Return the report before it is written."""
    asked = settled_request(WRITE, ReportRequest(**request), workspace)
    return contents(asked, workspace.with_(inputs=steps(asked, workspace)))


def written(workspace, **request):
    """Return the result and the text of a report."""
    result = run(WRITE, request, workspace)
    (artifact,) = result.reply.artifacts
    return result, result.file(artifact).read_text(encoding="utf-8")


def drafts(report, language):
    """Yield the words of every section with their placeholders, as they follow each other, and those of its pictures."""
    for section, title in zip(report.sections, section_titles(report, language), strict=True):
        parts = [f"## {title}"]
        for block in section.blocks:
            match block:
                case Said() | Told():
                    parts.append(block.draft(language))
                case Illustration():
                    yield f"{section.id}, {block.picture.kind}", "\n\n".join(block.draft(language))
                case About():
                    parts.append(f"### {names_of(block, language)}")
                    parts += [said.draft(language) for said in block.entries.values()]
        yield section.id, "\n\n".join(part for part in parts if part)


class Page(HTMLParser):
    """What a reader finds in a report in HTML.

    Attributes:
        figures: (key, text, title) of every figure.
        loose: Text outside figures, pictures and code.
        tags: Every element with its attributes.
    """

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.figures = []
        self.tags = []
        self.loose = []
        self._open = []
        self._figure = None
        self.feed(text)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag in _VOID:
            return
        self._open.append((tag, given))
        if "data-fact" in given:
            self._figure = (given["data-fact"], given["title"])

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1][0] == tag
        _, given = self._open.pop()
        if "data-fact" in given:
            self._figure = None

    def handle_data(self, data):
        if self._figure:
            self.figures.append((self._figure[0], data, self._figure[1]))
        elif not {tag for tag, _ in self._open} & _NO_FIGURES and not self._is_frame():
            self.loose.append(data)

    def _is_frame(self):
        """Numbers of sections, and the glossary, which explains figures and gives none."""
        classes = {given.get("class", "") for _, given in self._open}
        return bool(classes & {"number", "glossary"})
