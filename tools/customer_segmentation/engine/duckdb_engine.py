"""DuckDB, the default engine: one in-memory connection per analysis, over Parquet files."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb

from customer_segmentation.engine.running import running
from customer_segmentation.engine.sql_file import identifier, literal, sql

_MEGABYTES: Final = 1024
_MEGABYTES_PER_THREAD: Final = 128
_PARQUET: Final = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 3000"
"""Dictionaries for categories only: of ids they take as long as all else and save nothing."""


class DuckDB:
    """A connection with named tables.

    Results do not depend on the number of threads: money is exact decimal and every ordering is total.
    """

    dialect = "duckdb"

    def __init__(self, scratch: Path) -> None:
        self.connection = duckdb.connect(
            config={"temp_directory": str(scratch), "threads": os.cpu_count() or 1}
        )

    def bound_memory(self) -> None:
        """Keep about a gigabyte in memory from here on; whatever is more goes to the scratch folder.

        Every thread has buffers of its own, so that many threads need more.
        """
        (threads,) = self.rows_of("SELECT current_setting('threads')")[0]
        limit = _MEGABYTES + _MEGABYTES_PER_THREAD * int(threads)
        self.connection.execute(f"SET memory_limit = '{limit}MB'")

    def view(self, name: str, parquet: Path) -> None:
        """Make a Parquet file readable under ``name``."""
        self.connection.execute(
            f"CREATE OR REPLACE VIEW {identifier(name)} AS SELECT * FROM read_parquet({literal(str(parquet))})"
        )

    def table(self, name: str, file: str, **parameters: object) -> None:
        """Store the answer of ``engine/sql/<file>.sql`` as the temporary table ``name``."""
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS {sql(file, **parameters)}"
        )

    def rows(self, file: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Return the answer of ``engine/sql/<file>.sql`` as Python tuples."""
        return self.rows_of(sql(file, **parameters))

    def rows_of(self, text: str) -> list[tuple[Any, ...]]:
        """Return the answer of SQL text as Python tuples."""
        return self.connection.execute(text).fetchall()

    def write_parquet(self, query: str, path: Path) -> None:
        """Write the answer of a query as a Parquet file."""
        self.connection.execute(f"COPY ({query}) TO {literal(str(path))} ({_PARQUET})")


_LONGEST_PROBLEM = 200
_DISK_ERRORS: Final = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.ENOENT,
)
_INTERRUPTED: Final = "Query interrupted"


@contextmanager
def duckdb_engine(scratch: Path) -> Iterator[DuckDB]:
    """Give an engine whose overflow goes to ``scratch``; closed at the end.

    Raises:
        KeyboardInterrupt: A query was stopped, by Ctrl-C or by ``stop_queries``.
        OSError: A file could not be read or written, a full disk for example.
    """
    engine = DuckDB(scratch)
    try:
        with running(engine.connection.interrupt):
            yield engine
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.IOException as error:
        raise disk_error(error) from error
    except RuntimeError as error:
        # DuckDB says Ctrl-C in the main thread so, and not with its own exception.
        if str(error) == _INTERRUPTED:
            raise KeyboardInterrupt from error
        raise
    finally:
        engine.connection.close()


def disk_error(error: duckdb.IOException) -> OSError:
    """Return an error of DuckDB about a file as that of the operating system that is in its words."""
    text = str(error)
    for number in _DISK_ERRORS:
        if os.strerror(number) in text:
            return OSError(number, os.strerror(number))
    return OSError(errno.EIO, text.splitlines()[0][:_LONGEST_PROBLEM])
