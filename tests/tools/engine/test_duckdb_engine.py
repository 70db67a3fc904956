import pytest

from customer_segmentation.engine.duckdb_engine import duckdb_engine


def test_a_file_that_cannot_be_written_is_an_error_of_the_disk(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="Cannot open file"), duckdb_engine(tmp_path) as engine:
        engine.write_parquet("SELECT 1 AS n", tmp_path / "file" / "n.parquet")


def test_a_table_survives_as_parquet(tmp_path):
    with duckdb_engine(tmp_path) as engine:
        engine.write_parquet("SELECT CAST(1.005 AS DECIMAL(18, 4)) AS amount", tmp_path / "n.parquet")
        engine.view("n", tmp_path / "n.parquet")
        assert [str(amount) for (amount,) in engine.rows_of("SELECT amount FROM n")] == ["1.0050"]
