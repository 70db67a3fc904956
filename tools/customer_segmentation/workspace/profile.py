"""The shop's profile: what orders do not say and a person may tell."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.atomic import write_text

Cost = Annotated[Decimal, Field(ge=0, le=1_000_000)]
_FILE = "profile.json"


class Profile(BaseModel):
    """What the person told about the shop; None where nothing was told.

    Attributes:
        margin: Contribution margin as a fraction of net revenue.
        vat: Value added tax contained in prices, as a fraction.
        cost_email: Cost of one contact by channel, in the shop's currency; likewise the other costs.
        folders: Folders besides the current one that may be read from and written to.
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    margin: Annotated[Decimal, Field(gt=0, le=1)] | None = None
    vat: Annotated[Decimal, Field(ge=0, lt=1)] | None = None
    cost_email: Cost | None = None
    cost_sms: Cost | None = None
    cost_post: Cost | None = None
    cost_phone: Cost | None = None
    cost_wechat: Cost | None = None
    week_start: Literal["monday", "sunday"] = "monday"
    language: Literal["en", "zh", "auto"] = "auto"
    folders: list[str] = Field(default_factory=list)

    @classmethod
    def read(cls, root: Path) -> "Profile":
        """Read the profile of a workspace; an empty one if there is none."""
        path = root / _FILE
        if not path.exists():
            return cls()
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except ValidationError as error:
            raise InputError("profile_broken", path=path, problem=error.errors()[0]["msg"]) from error

    def write(self, root: Path) -> None:
        """Store the profile in a workspace."""
        write_text(root / _FILE, self.model_dump_json(indent=2) + "\n")

    def told(self, field: str, value: str) -> "Profile":
        """Return the profile with one field set from a person's words, such as ("margin", "40%")."""
        if field not in type(self).model_fields:
            raise InputError("profile_field_unknown", field=field, fields=", ".join(type(self).model_fields))
        words = value.strip()
        given: object = words
        if field == "folders":
            given = [*self.folders, words]
        elif words.endswith(("%", "％")):
            given = _fraction(words)
        elif field == "currency":
            given = words.upper()
        try:
            return type(self).model_validate({**self.model_dump(), field: given or None})
        except ValidationError as error:
            problem = error.errors()[0]["msg"]
            raise InputError("profile_value_wrong", field=field, value=words, problem=problem) from error


def _fraction(percent: str) -> str:
    """Return "40%" as "0.4"; what is no number is left for validation to refuse."""
    try:
        return str(Decimal(percent[:-1].strip()) / 100)
    except InvalidOperation:
        return percent
