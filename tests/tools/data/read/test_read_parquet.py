from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from customer_segmentation.kit.errors import InputError


def _parquet(path, columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_columns_keep_their_types(reading, tmp_path):
    berlin = datetime(2024, 1, 2, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    path = _parquet(
        tmp_path / "a.parquet",
        {
            "id": pa.array(["007", ""]),
            "n": pa.array([1, None], pa.int16()),
            "big": pa.array([2**63, 1], pa.uint64()),
            "money": pa.array([Decimal("1.10"), None], pa.decimal128(18, 2)),
            "ratio": pa.array([0.25, None]),
            "day": pa.array([date(2024, 1, 2), None]),
            "at": pa.array([datetime(2024, 1, 2, 3, 4, 5), None], pa.timestamp("ns")),  # noqa: DTZ001
            "zoned": pa.array([berlin, None], pa.timestamp("us", tz="Europe/Berlin")),
            "clock": pa.array([time(1, 2, 3), None]),
            "yes": pa.array([True, None]),
            "list": pa.array([[1, 2], None]),
            "file_row_number": pa.array([7, 8]),
        },
    )
    read = reading(path)
    assert read.types == [
        *("text", "number", "number", "number", "number", "date"),
        *("timestamp", "timestamp", "text", "boolean", "text", "number"),
    ]
    assert read.rows[0][:6] == ("007", 1, Decimal(2**63), Decimal("1.10"), 0.25, date(2024, 1, 2))
    assert read.rows[0][6] == datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001
    assert read.rows[0][7] == berlin.astimezone(UTC).replace(tzinfo=None)
    assert read.rows[0][8:] == ("01:02:03", True, "[1, 2]", 7)
    assert read.rows[1] == (None, None, Decimal(1), *[None] * 8, 8)
    assert read.lines == [1, 2]
    assert read.notes == {"read_times_utc": {"headers": "zoned"}}


def test_lines_follow_the_rows_of_all_row_groups_and_files(reading, tmp_path, engine):
    (tmp_path / "y").mkdir()
    for number in range(2):
        table = pa.table({"id": list(range(number * 5000 + 1, number * 5000 + 5001))})
        pq.write_table(table, tmp_path / "y" / f"{number}.parquet", row_group_size=700)
    read = reading(tmp_path / "y")
    assert read.lines == [row[0] for row in read.rows] == list(range(1, 10_001))


def test_broken_and_empty_files(reading, tmp_path, written):
    whole = _parquet(tmp_path / "a.parquet", {"id": [1]}).read_bytes()
    for name, content, code in (
        ("b.parquet", whole[:-20], "read_parquet_broken"),
        ("c.parquet", b"\x00\x01\x02" * 50, "read_parquet_broken"),
        ("d.parquet", b"", "read_empty"),
    ):
        with pytest.raises(InputError) as caught:
            reading(written(content, name))
        assert caught.value.code == code
    _parquet(tmp_path / "e.parquet", {"id": pa.array([], pa.int64())})
    with pytest.raises(InputError) as caught:
        reading(tmp_path / "e.parquet")
    assert caught.value.code == "read_header_only"


def test_more_columns_than_can_be_read(reading, tmp_path):
    path = _parquet(tmp_path / "a.parquet", {f"c{number}": [1] for number in range(2001)})
    with pytest.raises(InputError) as caught:
        reading(path)
    assert (caught.value.code, caught.value.values["columns"]) == ("read_columns_too_many", 2001)
