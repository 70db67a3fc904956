"""Taking back a table that was written: the former one comes back, or the rows of the run go."""

from customer_segmentation.act.database.address import address_of, opened
from customer_segmentation.act.database.database import Database
from customer_segmentation.act.database.earlier_tables import runs_into
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding, Reply
from customer_segmentation.workspace.workspace import Workspace


def take_back(reply: Reply, workspace: Workspace) -> list[Finding]:
    """Undo what ``reply`` says was written, in one transaction.

    Raises:
        InputError: The rows were changed since, or a later run replaced them and must be taken back first.
    """
    detail = reply.detail
    run, former = str(detail["run"]), str(detail["former"])
    address = address_of(detail["url"], detail["table"], workspace, approved=True)
    if address.path is not None and not address.path.exists():
        return []
    for later, other in runs_into(detail["url"], detail["table"], workspace):
        if former and later != run and former in other["drops"]:
            raise InputError("undo_later_first", id=later, table=detail["table"])
    with opened(address) as database, database.transaction():
        existing = database.columns(address.table)
        if "run_id" not in existing or not database.count(address.table, run):
            if former and database.columns(former):
                raise InputError("undo_table_changed", table=detail["table"], former=former)
            return []
        return [_taken(database, address.table, run, former, reply)]


def _taken(database: Database, table: str, run: str, former: str, reply: Reply) -> Finding:
    detail = reply.detail
    alone = database.count(table) == detail["rows"]
    same = database.fingerprint(table, detail["columns"], run) == detail["fingerprint"]
    if not same or (detail["mode"] == "replace" and not alone):
        raise InputError("undo_table_changed", table=detail["table"], former=former or "-")
    values = {"table": str(detail["table"]), "url": str(detail["url"])}
    if detail["mode"] == "append" and not (alone and detail["held"] is None):
        database.execute(f"DELETE FROM {database.name(table)} WHERE run_id = {literal(run)}")
        return Finding(code="undone_rows", values=values)
    database.drop(table)
    if not former:
        return Finding(code="undone_table", values=values)
    database.rename(former, table)
    return Finding(code="undone_replacing", values=values)
