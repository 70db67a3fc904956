"""A private PostgreSQL for the tests: started on a socket in a folder of its own, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")


def server_binaries():
    """Return the folder of initdb and pg_ctl, or None where there is no server."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return folders[-1].parent if folders else None


def _owner():
    """Return the user to run as: the server refuses root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def private_postgres():
    """Start a server and give its connection string."""
    binaries, owner = server_binaries(), _owner()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}

        def call(program, *arguments):
            subprocess.run(
                [binaries / program, *arguments],
                check=True,
                cwd=folder,
                env=environment,
                stdout=subprocess.DEVNULL,
                **owner,
            )

        data = folder / "data"
        call("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c timezone=UTC"
        call("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"host={folder} user=tests dbname=postgres"
        finally:
            call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def answered_by_postgres(server, text, table, types, rows):
    """Return the rows that SQL in DuckDB's dialect gives on PostgreSQL over one table laid down there."""
    import psycopg
    import sqlglot

    [spoken] = sqlglot.transpile(
        text, read="duckdb", write="postgres", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE TEMP TABLE {table} ({columns})")
        marks = ", ".join(["%s"] * len(types))
        connection.cursor().executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        return connection.execute(spoken.encode()).fetchall()
