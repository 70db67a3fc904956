"""Files and tables in the person's words: which format, which database, and what is wished besides."""

import pytest

from customer_segmentation.workspace.credentials import password_of, without_passwords
from customer_segmentation_skill.chat.sources import sources_in
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.understanding.understand import understand

SERVER = "postgresql://ann@db.example/shop"


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        (f"write the segments into {SERVER} table segments", {"url": SERVER, "table": "segments"}),
        (
            "save the segments to sqlite:///shop.db, table crm_rows",
            {"url": "sqlite:///shop.db", "table": "crm_rows"},
        ),
        ("append the segments to duckdb:///a.duckdb", {"url": "duckdb:///a.duckdb", "mode": "append"}),
        ("store them in the table mine of sqlite:///x.db.", {"url": "sqlite:///x.db", "table": "mine"}),
        (f"把分群写入 {SERVER} 的表 segments", {"url": SERVER, "table": "segments"}),
        (
            "把分群追加到sqlite:///店铺.db的表 rows",
            {"url": "sqlite:///店铺.db", "table": "rows", "mode": "append"},
        ),
        ("put the segments into a database", {}),
        ("把分群写入数据库", {}),
    ],
)
def test_segments_into_a_table(said, slots):
    found = understand(said, Situation())
    assert (found.intent, found.slots, found.is_sure) == ("write_table", slots, True)


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("export at risk to excel", {"format": "xlsx"}),
        ("export at risk to parquet with hashed e-mails", {"format": "parquet", "hashed": "email"}),
        ("export at risk as jsonl", {"format": "jsonl"}),
        ("export at risk with the holdout as a column", {"holdout_as": "column"}),
        (
            "export at risk to vip.csv and overwrite it",
            {"path": "vip.csv", "format": "csv", "overwrite": True},
        ),
        ("导出流失风险客户到 excel，邮箱用哈希", {"format": "xlsx", "hashed": "email"}),
        ("导出流失风险客户，对照组标记成一列", {"holdout_as": "column"}),
        ("导出流失风险客户到 vip.csv，覆盖原文件", {"path": "vip.csv", "format": "csv", "overwrite": True}),
    ],
)
def test_wishes_of_an_export(said, slots):
    found = understand(said, Situation())
    assert (found.intent, found.slots) == ("export", {"segments": ["at_risk"], **slots})


@pytest.mark.parametrize(
    "said", ["what is a database?", "analyse orders.csv", "why is the table so long?", "什么是数据库？"]
)
def test_what_is_no_writing(said):
    assert understand(said, Situation()).intent != "write_table"


def test_an_address_is_typed_by_the_person_and_its_password_is_not_kept():
    said = (
        "write the segments into postgresql://ann:s%3Acret@db.example/shop?sslmode=require, table segments."
    )
    plain = without_passwords(said)
    assert "cret" not in plain
    address = "postgresql://ann@db.example/shop?sslmode=require"
    assert (address in sources_in(plain), password_of(address)) == (True, "s:cret")
    assert understand(plain, Situation()).slots == {"url": address, "table": "segments"}
