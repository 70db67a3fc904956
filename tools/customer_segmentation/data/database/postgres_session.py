"""A session of PostgreSQL, for reading only or for writing too."""

from typing import TYPE_CHECKING, Final

from customer_segmentation.workspace.credentials import password_of

if TYPE_CHECKING:
    import psycopg

_SECONDS: Final = 10
_SILENT_MILLISECONDS: Final = 60_000
"""A server that does not answer at all for so long is taken for gone."""


def postgres_session(url: str, *, reading: bool, seconds: int = 900) -> "psycopg.Connection":
    """Open a session, in which a statement may take so many ``seconds``; raises psycopg.Error.

    The password is the one that was given with the address, else what libpq finds: ``PGPASSWORD`` or a pgpass file.
    """
    import psycopg

    options = (
        f"-c lock_timeout=10s -c statement_timeout={seconds}s -c idle_in_transaction_session_timeout=5min "
        f"-c default_transaction_read_only={'on' if reading else 'off'}"
    )
    return psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=_SECONDS,
        tcp_user_timeout=_SILENT_MILLISECONDS,
        options=options,
        password=password_of(url),
    )
