"""What ``write_report`` may be asked."""

from enum import StrEnum

from pydantic import Field

from customer_segmentation.kit.request import Name, SegmentationRequest, SpokenLanguage


class Format(StrEnum):
    """The kind of file."""

    HTML = "html"
    MARKDOWN = "markdown"
    XLSX = "xlsx"


class Length(StrEnum):
    """How much of it."""

    FULL = "full"
    SUMMARY = "summary"
    """A page or two: the finding, the segments in a table and a picture, what to do first, how far to trust it."""


class ReportRequest(SegmentationRequest):
    """Which segments to report on, as which kind of file, in which language."""

    format: Format = Field(Format.HTML, description="html opens anywhere and prints; xlsx is a workbook.")
    length: Length = Field(Length.FULL, description="summary: a page or two.")
    language: SpokenLanguage = Field("auto", description="Of the report.")
    title: Name = Field("", description="Title of the report. Empty: one that names the file.")
