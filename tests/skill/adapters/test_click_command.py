from enum import StrEnum
from typing import Annotated, Literal

import click
import pytest
from click.testing import CliRunner
from pydantic import Field

from customer_segmentation.kit.request import DataRequest, Name, Words
from customer_segmentation_skill.adapters.click_command import normalised, options


class Policy(StrEnum):
    NET = "net"
    KEEP_ALL = "keep_all"


class Fake(DataRequest):
    customer_id: Name = Field("", description="Column of the customer.")
    returns: Policy = Field(Policy.NET, description="What a return does.")
    format: Literal["csv", "xlsx"] = Field("csv", description="File format.")
    segments: Words = Field("", description="Segments, comma-separated.")
    features: list[str] = Field(default_factory=list, description="Columns to use.")
    bom: bool = Field(default=False, description="Mark the file.")
    classes: int = Field(5, ge=2, le=9, description="How many classes.")
    share: Annotated[float, Field(gt=0, lt=1)] | None = Field(None, description="A share.")
    k: int | Literal["auto"] = Field("auto", description="How many, or auto.")


def given(*arguments, names=None):
    """Return (exit code, what the options said) of a command with the fake's options."""
    seen = {}
    command = click.Command(
        "fake",
        params=options(Fake, names),
        callback=lambda **values: seen.update({k: v for k, v in values.items() if v is not None}),
        context_settings={"token_normalize_func": normalised},
    )
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, seen, result.output


def test_nothing_given_passes_nothing_on():
    assert given()[:2] == (0, {})


@pytest.mark.parametrize("flag", ["--customer-id", "--customer_id"])
def test_both_spellings_are_accepted(flag):
    assert given(flag, "client_no")[1] == {"customer_id": "client_no"}


@pytest.mark.parametrize("flag", ["--from", "--date-from", "--date_from"])
def test_aliases_and_names_are_accepted(flag):
    assert given(flag, "2024-01-01")[1] == {"date_from": "2024-01-01"}


def test_what_was_given_makes_a_valid_request():
    said = given(
        "--returns", "KEEP-ALL", "--format", "xlsx", "--bom", "--classes", "3", "--share", "0.5", "--k", "4"
    )[1]
    request = Fake.model_validate(said)
    assert (request.returns, request.format, request.bom) == (Policy.KEEP_ALL, "xlsx", True)
    assert (request.classes, request.share, request.k) == (3, 0.5, 4)
    assert Fake.model_validate(given("--k", "auto", "--no-bom")[1]).k == "auto"


def test_lists_are_comma_separated_or_repeated_or_quoted():
    said = given("--features", 'age, "price (EUR), net"', "--features", "country")[1]
    assert said == {"features": ["age", "price (EUR), net", "country"]}


def test_text_that_is_a_list_may_be_repeated():
    assert given("--segments", "champions", "--segments", "at_risk,lost")[1] == {
        "segments": "champions,at_risk,lost"
    }


def test_other_text_given_twice_is_refused_rather_than_dropped():
    code, _, output = given("--where", "orders > 1", "--where", "orders > 2")
    assert (code, "--where was given 2 times; give it once." in output) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [("--classes", "1"), ("--share", "0"), ("--format", "pdf"), ("--classes", "many"), ("--unknown", "1")],
)
def test_what_the_model_would_refuse_is_a_usage_error(arguments):
    assert given(*arguments)[0] == 2


def test_help_says_descriptions_choices_and_defaults():
    output = " ".join(given("--help")[2].split())
    assert "--customer-id TEXT Column of the customer." in output
    assert "--returns [net|keep-all] What a return does. [default: net]" in output
    assert "--from, --date-from TEXT First day included" in output
    assert "--bom / --no-bom Mark the file. [default: false]" in output
    assert (
        "--classes INTEGER RANGE How many classes. [default: 5; 2<=x<=9]" in output
        or "[default: 5]" in output
    )


def test_only_named_fields_when_asked():
    assert given("--format", "csv", names={"format"})[0] == 0
    assert given("--classes", "3", names={"format"})[0] == 2
