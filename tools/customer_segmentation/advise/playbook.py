"""Playbooks: what a segment means, what to do about it and what not to do, as data in two languages.

One YAML file per segment lies in ``prompts/playbooks``. A segment without its own (a cluster, a segment the user
defined) is served by that of the state its customers are in (``fitting_playbook.py``), groups of traits by ``generic``. The words hold no figures but timings in days:
every other figure a reply shows is a fact computed from the data.
"""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.errors import InputError

GENERIC: Final = "generic"

_IDENTIFIER = r"^[a-z][a-z0-9_]{0,63}$"
_TIMING = re.compile(r"\bday \d+\b|\b\d+[ -]days?\b|\d+ ?天", re.IGNORECASE)
_FIGURE = re.compile(r"\d|[%‰\u20a0-\u20cf$£¥\uff04\uff05\uffe1\uffe5]")
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")

Identifier = Annotated[str, StringConstraints(pattern=_IDENTIFIER)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]


class Channel(StrEnum):
    """Where the customer is met; ``none`` means the customer is not contacted."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    PHONE = "phone"
    POST = "post"
    WECHAT = "wechat"
    ONSITE = "onsite"
    NONE = "none"


class Offer(StrEnum):
    """What the customer is given besides the message."""

    NONE = "none"
    SERVICE = "service"
    EARLY_ACCESS = "early_access"
    GIFT = "gift"
    DISCOUNT = "discount"


class CostField(StrEnum):
    """Which contact cost of the shop profile applies to one contact; ``none`` costs nothing per contact."""

    EMAIL = "email"
    SMS = "sms"
    POST = "post"
    PHONE = "phone"
    WECHAT = "wechat"
    NONE = "none"


_PAID_CHANNELS: Final = frozenset({Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.POST, Channel.WECHAT})


class _Entry(BaseModel):
    """A frozen piece of a playbook that rejects fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(_Entry):
    """The same thing said in English and in Chinese, without figures other than days."""

    en: Words
    zh: Words

    @field_validator("en", "zh")
    @classmethod
    def _words_hold_no_figures(cls, words: str) -> str:
        figure = _FIGURE.search(_TIMING.sub("", words))
        if figure is not None:
            message = f"the words hold a figure ({figure.group()}): only days may be named, facts do the rest"
            raise ValueError(message)
        return words

    @field_validator("en")
    @classmethod
    def _english_is_english(cls, words: str) -> str:
        if _CHINESE.search(words):
            message = "the English words hold Chinese characters"
            raise ValueError(message)
        return words

    @field_validator("zh")
    @classmethod
    def _chinese_is_chinese(cls, words: str) -> str:
        if not _CHINESE.search(words):
            message = "the Chinese words hold no Chinese character"
            raise ValueError(message)
        return words

    def text(self, language: str) -> str:
        """Return the Chinese words for ``zh``, the English ones for every other language."""
        return self.zh if language == "zh" else self.en


class ScenarioLift(_Entry):
    """Relative change of the base order rate that the whole action might bring: a scenario, not a measurement.

    0.1 means a base rate p becomes 1.1 p over the playbook's horizon; rates stay at or below 1, which is for
    the caller to see to. No public table of lifts per action is defensible, so all actions that contact
    anybody share one range until a measured effect replaces it.
    """

    low: float = Field(ge=-1, le=5)
    likely: float = Field(ge=-1, le=5)
    high: float = Field(ge=-1, le=5)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.likely <= self.high:
            message = "low, likely and high must not fall"
            raise ValueError(message)
        return self


class Action(_Entry):
    """One thing to do with the customers of a segment, or to leave undone (channel ``none``)."""

    id: Identifier
    name: Bilingual
    channel: Channel
    when: Bilingual
    how: Bilingual
    offer: Offer
    offer_guidance: Bilingual
    cost_field: CostField
    repeats: int = Field(ge=0, le=10, description="Contacts per customer over the whole action.")
    scenario_lift: ScenarioLift
    discount_rate: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        description="Share of the order value given away on a redeemed order; null where there is no discount.",
    )

    @field_validator("offer", "cost_field", "repeats", "scenario_lift")
    @classmethod
    def _no_contact_costs_nothing(cls, value: object, info: ValidationInfo) -> object:
        nothing = {
            "offer": Offer.NONE,
            "cost_field": CostField.NONE,
            "repeats": 0,
            "scenario_lift": ScenarioLift(low=0, likely=0, high=0),
        }
        if info.data.get("channel") is Channel.NONE and value != nothing[str(info.field_name)]:
            message = "an action without contact (channel: none) has no offer, cost, repeats or lift"
            raise ValueError(message)
        return value

    @field_validator("cost_field")
    @classmethod
    def _paid_channels_name_their_cost(cls, value: CostField, info: ValidationInfo) -> CostField:
        channel = info.data.get("channel")
        if channel in _PAID_CHANNELS and value is CostField.NONE:
            message = f"a contact by {channel} costs money: name the contact cost of the shop profile"
            raise ValueError(message)
        return value

    @field_validator("repeats")
    @classmethod
    def _a_contact_happens(cls, value: int, info: ValidationInfo) -> int:
        channel = info.data.get("channel")
        if channel not in {None, Channel.NONE} and value == 0:
            message = f"an action by {channel} needs at least one contact"
            raise ValueError(message)
        return value

    @field_validator("discount_rate")
    @classmethod
    def _rate_goes_with_discount(cls, value: float | None, info: ValidationInfo) -> float | None:
        if "offer" in info.data and (info.data["offer"] is Offer.DISCOUNT) != (value is not None):
            message = "a rate is given for the offer discount, and for no other"
            raise ValueError(message)
        return value


class Playbook(_Entry):
    """What one segment means and what to do about it; the actions stand in the order to consider them.

    ``segment`` is the id of the segment, or ``generic``. ``horizon_days`` is the time after which the result
    is read; the words of ``kpi`` name the same days.
    """

    segment: Identifier
    meaning: Bilingual
    goal: Bilingual
    priority_reason: Bilingual
    horizon_days: int = Field(ge=7, le=365)
    kpi: Bilingual
    risk: Bilingual
    not_to_do: Bilingual
    what_would_prove_it_wrong: Bilingual
    actions: tuple[Action, ...] = Field(min_length=2, max_length=4)

    @field_validator("kpi")
    @classmethod
    def _kpi_names_the_horizon(cls, value: Bilingual, info: ValidationInfo) -> Bilingual:
        days = info.data.get("horizon_days")
        named = re.search(rf"\b{days} days\b", value.en) and re.search(rf"(?<!\d){days} ?天", value.zh)
        if days is not None and not named:
            message = f"both languages must name the horizon of {days} days"
            raise ValueError(message)
        return value

    @field_validator("actions")
    @classmethod
    def _action_ids_are_unique(cls, value: tuple[Action, ...]) -> tuple[Action, ...]:
        ids = [action.id for action in value]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            message = f"action ids used twice: {', '.join(twice)}"
            raise ValueError(message)
        return value


def load_playbook(segment_id: str) -> Playbook:
    """Return the playbook of a segment, or ``generic`` where the segment has none of its own.

    Raises InputError when the file is broken.
    """
    folder = prompts_path() / "playbooks"
    own = folder / f"{segment_id}.yaml"
    # The id may be a user's own words, so only a plain id is ever made into a path.
    if re.fullmatch(_IDENTIFIER, segment_id) and own.is_file():
        return read_playbook(own)
    return read_playbook(folder / f"{GENERIC}.yaml")


def load_playbooks() -> dict[str, Playbook]:
    """Return all playbooks by segment id, ``generic`` included, in the order of their file names."""
    return {path.stem: read_playbook(path) for path in sorted((prompts_path() / "playbooks").glob("*.yaml"))}


@cache
def read_playbook(path: Path) -> Playbook:
    """Read and check one playbook file.

    Raises InputError naming the file and the field when it is missing, is not YAML or breaks a rule.
    """
    content = _read_yaml(path)
    try:
        playbook = Playbook.model_validate(content)
    except ValidationError as error:
        field, problem = _first_fault(error)
        raise InputError("playbook_field_wrong", file=path.name, field=field, problem=problem) from None
    if playbook.segment != path.stem:
        raise InputError("playbook_misnamed", file=path.name, segment=playbook.segment)
    return playbook


def _read_yaml(path: Path) -> object:
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    except FileNotFoundError:
        raise InputError("playbook_missing", file=path.name) from None
    except UnicodeDecodeError:
        raise InputError("playbook_not_text", file=path.name) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise InputError("playbook_not_yaml", file=path.name, line=line) from None


def _first_fault(error: ValidationError) -> tuple[str, str]:
    """Return the field and the problem of the first fault; actions are counted from 1."""
    fault = error.errors()[0]
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
    return "".join(parts).removeprefix(".") or "file", fault["msg"].removeprefix("Value error, ")
