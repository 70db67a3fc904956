import csv
import hashlib
from pathlib import Path

import pytest

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.holdout import SALT
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.run import run

EXPORT = tool_of(export_audience)


def rows(reply, n=0):
    with Path(reply.artifacts[n].path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counts(reply):
    names = ("selected", "opted_out", "held_out", "exported")
    return [reply.facts[f"export_audience.all.{name}"].value for name in names]


def held_out(customer, percent):
    digits = hashlib.sha256(f"{SALT}:{customer}".encode()).hexdigest()[:8]
    return int(digits, 16) * 100 < percent * 2**32


def test_the_file_holds_whom_the_plan_promised(export):
    plan, reply = export(segments="at_risk")
    expected = [f"c{i}" for i in range(1, 201) if i % 10 and not held_out(f"c{i}", 10)]
    aside = [f"c{i}" for i in range(1, 201) if i % 10 and held_out(f"c{i}", 10)]
    assert counts(plan) == counts(reply) == [200, 20, len(aside), len(expected)]
    assert [row["customer_id"] for row in rows(reply)] == sorted(expected)
    assert [row["customer_id"] for row in rows(reply, 1)] == sorted(aside)


def test_the_columns_are_those_a_mailing_needs(export):
    _, reply = export(segments="at_risk", holdout=0)
    assert rows(reply)[0] == {
        "customer_id": "c1",
        "E-Mail": "c1@example.com",
        "segment": "at_risk",
        "last_on": "2024-11-05",
        "newsletter_consent": "yes",
    }
    assert len(reply.artifacts) == 1


def test_the_holdout_is_the_same_people_in_a_larger_export(export):
    _, small = export(segments="at_risk")
    _, large = export(segments="at_risk,champions")
    inside = {row["customer_id"] for row in rows(large, 1)}
    assert {row["customer_id"] for row in rows(small, 1)} <= inside


def test_cells_cannot_become_formulas_and_numbers_stay_numbers(export):
    _, reply = export(segments="at_risk", columns="customer_id, Note, revenue", holdout=0)
    by_id = {row["customer_id"]: row for row in rows(reply)}
    assert by_id["c1"]["Note"] == '\'=HYPERLINK("http://x")'
    assert by_id["c2"]["Note"] == "'-1+1"
    assert by_id["c3"] == {"customer_id": "c3", "Note": "ok", "revenue": "-3.0000"}


def test_a_suppression_list_of_ids_and_mails_is_applied(export, here):
    (here / "stop.csv").write_text("who\nC1\n c2@EXAMPLE.com \n\n", encoding="utf-8")
    _, reply = export(segments="at_risk", suppression="stop.csv", holdout=0)
    assert counts(reply) == [200, 22, 0, 178]
    assert not {"c1", "c2"} & {row["customer_id"] for row in rows(reply)}


def test_segments_can_be_named_in_any_language_and_by_the_persons_name(export):
    plan, _ = export(segments="流失风险客户、vips")
    assert plan.detail["segments"] == ["at_risk", "champions"]


def test_a_second_export_gets_a_name_of_its_own(export):
    first, second = (Path(export(segments="at_risk")[1].artifacts[0].path).name for _ in range(2))
    assert (first, second) == ("at_risk-2024-12-31.csv", "at_risk-2024-12-31-2.csv")


def test_an_old_excel_gets_its_mark(export):
    _, reply = export(segments="at_risk", with_bom=True)
    assert Path(reply.artifacts[0].path).read_bytes().startswith(b"\xef\xbb\xbfcustomer_id")


def test_without_a_customer_table_ids_suffice(workspace, planted):
    planted(traits=False)
    with pytest.raises(ApprovalRequired) as raised:
        run(EXPORT, {"segments": "champions"}, workspace)
    plan = approval(workspace, raised.value.approval_id).plan
    assert plan.detail["columns"] == ["customer_id", "segment", "last_on"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"segments": "at_risk,vip club"}, "segment_not_here"),
        ({"segments": "at_risk", "columns": "shoe size"}, "export_column_unknown"),
        ({"segments": "at_risk", "path": "../x.csv"}, "path_not_allowed"),
        ({"segments": "at_risk", "suppression": "/etc/passwd"}, "suppression_unreadable"),
        ({"segments": "at_risk", "holdout": 80}, "field_wrong"),
        ({"segments": "at_risk", "format": "exe"}, "field_wrong"),
    ],
)
def test_a_wrong_export_is_refused_before_anyone_is_asked(workspace, planted, arguments, code):
    planted()
    with pytest.raises(InputError) as raised:
        run(EXPORT, arguments, workspace)
    assert raised.value.code == code


def test_the_plan_in_words(export):
    plan, _ = export(segments="at_risk,champions")
    english = Renderer(ReplyLedger(plan)).text(prose("export_audience_plan", plan, "en"))
    chinese = Renderer(ReplyLedger(plan), "zh").text(prose("export_audience_plan", plan, "zh"))
    selected, out, held, exported = counts(plan)
    assert (
        f"{exported} customers in At risk and VIPs ({selected} less {out} opted out less {held} held out"
        in english
    )
    assert (
        f"流失风险客户、VIPs共 {exported} 位客户（{selected} 位，减去退订 {out} 位，减去留作对照 {held} 位"
        in chinese
    )
