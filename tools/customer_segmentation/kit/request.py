"""Requests: what a tool is asked. Flat, every field with a default and a description."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

LATEST = "latest"


@dataclass(frozen=True)
class Refers:
    """Marks a request field as a reference to an earlier result of the given product."""

    produces: str


Reference = Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9_-]*$")]
"""Any result of this thread, by ``latest``, a short id or a full result id."""
DataReference = Annotated[Reference, Refers("dataset")]
"""Loaded data of this thread: ``latest``, a short id such as ``r3``, or a full result id."""
SegmentationReference = Annotated[Reference, Refers("segmentation")]
"""A segmentation of this thread: ``latest``, a short id such as ``r3``, or a full result id."""


@dataclass(frozen=True)
class Spoken:
    """Marks a request field as the language of something made: ``auto`` is the one spoken with the person."""


def is_spoken(field: FieldInfo) -> bool:
    """Tell whether a request's field is the language of something made."""
    return any(isinstance(mark, Spoken) for mark in field.metadata)


@dataclass(frozen=True)
class PersonOnly:
    """Marks a request field that takes a person's own words alone: no model is told of it."""


def is_for_person(field: FieldInfo) -> bool:
    """Tell whether only a person may fill a request's field."""
    return any(isinstance(mark, PersonOnly) for mark in field.metadata)


SpokenLanguage = Annotated[Literal["auto", "en", "zh"], Spoken()]

Words = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(max_length=200)]


class Request(BaseModel):
    """The root of every tool's request. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class DataRequest(Request):
    """A request that works on loaded data, all of it or a part."""

    data: DataReference = Field(LATEST, description="Loaded data: latest, or a result id such as r1.")
    where: Words = Field(
        "", description="Only these, such as: country = 'Germany' and orders >= 2. Empty: everything."
    )
    date_from: Name = Field("", alias="from", description="First day included, YYYY-MM-DD.")
    date_to: Name = Field("", alias="to", description="Last day included, YYYY-MM-DD.")


class SegmentationRequest(Request):
    """A request about segments that were formed before."""

    segmentation: SegmentationReference = Field(
        LATEST, description="A segmentation: latest, or a result id such as r2."
    )
