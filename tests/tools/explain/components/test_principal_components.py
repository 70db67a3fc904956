"""The tool on shops and surveys laid down in memory."""

import duckdb
import numpy as np
import pytest

from customer_segmentation.explain.components.principal_components import principal_components
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.grounding import ProblemKind, check
from customer_segmentation.kit.prose import finding_words, prose, subject_name
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from rows_shop import aggregated, column
from shop_on_disk import load_shop
from small_shop import small_shop

ITEMS = ("likes_coffee", "likes_tea", "likes_cake", "plans_ahead", "hunts_bargains")


def survey(workspace, customers=400, identity="5" * 24, **more):
    """Answers from 1 to 5: three items follow one attitude, two another, one of them the other way."""
    chance = np.random.default_rng(5)
    hidden = chance.normal(size=(customers, 2))
    told = hidden[:, [0, 0, 0, 1, 1]] * np.array([1, 1, 1, 1, -1]) + 0.5 * chance.normal(size=(customers, 5))
    answers = np.clip(np.round(3 + 1.2 * told), 1, 5)
    people = [
        {
            "customer_id": f"c{n}",
            **dict(zip(ITEMS, map(float, row), strict=True)),
            **{k: v(n) for k, v in more.items()},
        }
        for n, row in enumerate(answers)
    ]
    columns = [column(name, "number", "customers", name.replace("_", " ")) for name in ITEMS]
    columns += [
        column(name, "text" if isinstance(v(1), str) else "number", "customers") for name, v in more.items()
    ]
    return aggregated(workspace, None, columns, people, identity=identity), answers


def summed(workspace, **request):
    return run(tool_of(principal_components), request, workspace)


def figure(result, subject, measure):
    return result.reply.facts[f"principal_components.{subject}.{measure}"].value


def test_a_survey_of_two_attitudes_has_two_components_named_by_their_items(workspace):
    data, answers = survey(workspace)
    result = summed(workspace, data=data)
    assert figure(result, "all", "components") == figure(result, "all", "beyond_chance") == 2
    first, second = (subject_name(part, result.reply, "en") for part in ("pc1", "pc2"))
    assert first.startswith("Component 1 (likes ")
    assert first.count("↑") == 2
    assert sorted(second[len("Component 2 (") : -1].split(", ")) in (
        ["hunts bargains ↑", "plans ahead ↓"],
        ["hunts bargains ↓", "plans ahead ↑"],
    )
    correlations = np.corrcoef(answers, rowvar=False)
    widths = np.sort(np.linalg.eigvalsh(correlations))[::-1] / 5
    assert figure(result, "pc1", "explained") == pytest.approx(widths[0], abs=1e-6)
    assert figure(result, "all", "explained") == pytest.approx(widths[:2].sum(), abs=1e-6)


def test_coordinates_are_those_of_every_customer(workspace):
    data, _ = survey(workspace)
    result = summed(workspace, data=data)
    rows = duckdb.sql(f"SELECT * FROM '{result.folder}/coordinates.parquet'").df()
    assert list(rows.columns) == ["customer_id", "pc1", "pc2"]
    assert list(rows["customer_id"]) == sorted(f"c{n}" for n in range(400))
    assert abs(rows[["pc1", "pc2"]].mean()).max() < 1e-5
    assert rows["pc1"].corr(rows["pc2"]) == pytest.approx(0, abs=1e-5)
    assert rows["pc1"].var() >= rows["pc2"].var()


def test_text_is_left_out_of_the_traits_and_refused_by_name(workspace):
    data, _ = survey(workspace, town=lambda n: "AB"[n % 2])
    result = summed(workspace, data=data)
    codes = {finding.code: finding for finding in result.reply.findings}
    assert finding_words(codes["components_texts"], result.reply, "en").startswith("City: left out")
    with pytest.raises(InputError, match="city is text"):
        summed(workspace, data=data, features="town, likes coffee, likes tea")


def test_yes_no_constant_and_missing_are_told(workspace):
    data, _ = survey(
        workspace,
        member=lambda n: float(n % 3 == 0),
        always=lambda _n: 1.0,
        age=lambda n: float(20 + n % 40) if n % 10 else None,
    )
    result = summed(workspace, data=data)
    told = {finding.code: finding for finding in result.reply.findings}
    assert finding_words(told["components_yes_no"], result.reply, "en").startswith("Member: yes or no only")
    assert finding_words(told["components_constant"], result.reply, "en").startswith("Always: left out")
    assert subject_name(told["components_filled"].subject, result.reply, "en") == "Age"


def test_too_few_customers_or_measures_are_refused_in_words(workspace):
    data, _ = survey(workspace, customers=49)
    with pytest.raises(MethodError, match="49 customers are too few for 5 measures"):
        summed(workspace, data=data)
    more, _ = survey(workspace, customers=100, identity="6" * 24)
    with pytest.raises(MethodError, match="fewer than two"):
        summed(workspace, data=more, features="likes tea")
    with pytest.raises(InputError, match="9 components are asked of 5 measures"):
        summed(workspace, data=more, components=9)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_reply_says_nothing_that_no_fact_says(workspace, language):
    data = load_shop(workspace, small_shop())
    result = summed(workspace, data=data.id)
    words = prose("principal_components", result.reply, language, request=result.request)
    found = check(words, ThreadLedger(workspace))
    assert [p for p in found if p.kind not in {ProblemKind.BARE_NUMBER, ProblemKind.COMPARISON}] == []
    assert "[[table:loadings]]" in words


def test_what_is_left_out_is_told_in_the_language_of_the_reader(workspace):
    """Nobody of this shop returns anything, so the share returned differs between nobody."""
    rows = [r for r in small_shop() if not str(r[4]).startswith("-")]
    data = load_shop(workspace, rows)
    result = run(tool_of(principal_components), {"data": data.id}, workspace)
    [left_out] = [f for f in result.reply.findings if f.code == "components_constant"]
    assert "Share of spend returned" in finding_words(left_out, result.reply, "en")
    assert "退货金额占比" in finding_words(left_out, result.reply, "zh")
