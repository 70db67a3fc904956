"""``load_data``: a source becomes typed tables, with a receipt and what there is to say about it."""

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.findings import personal_findings
from customer_segmentation.data.load_orders import load_orders
from customer_segmentation.data.load_people import load_people
from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.loading import Loading
from customer_segmentation.data.reading_gate import reading_gate
from customer_segmentation.data.sources import forget_rows, read_in, what_decides
from customer_segmentation.data.table_findings import table_findings
from customer_segmentation.data.understand.profiled import profiled_table
from customer_segmentation.data.understand.roles import read_roles
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.reply import Reply, Severity
from customer_segmentation.kit.tool import tool
from customer_segmentation.workspace.workspace import Workspace

__all__ = ["LoadRequest", "load_data"]

_GRAVITY = {severity: weight for weight, severity in enumerate(reversed(Severity))}


@tool(produces="dataset", version=3, inputs=what_decides, gate=reading_gate)
def load_data(request: LoadRequest, workspace: Workspace) -> Reply:
    """Read a customer file: understand its columns, set aside what cannot be used, and say so."""
    folder = workspace.output
    with duckdb_engine(folder) as engine:
        sources = read_in(request, workspace.inputs, engine, folder)
        raw = sources.raw
        table, profiles = profiled_table(raw, engine)
        reading = read_roles(profiles, request.told(), engine, raw.source)
        loading = Loading(
            table, profiles, reading, request, sources, workspace.profile.currency or "", folder
        )
        loading.reply.facts.update(raw.facts)
        loading.reply.findings.extend(raw.notes)
        people = reading.grain in {Grain.CUSTOMERS, Grain.ATTRIBUTES}
        dataset = load_people(loading) if people else load_orders(loading)
        personal_findings(profiles, reading, loading.reply)
        table_findings(sources, loading.reply)
        loading.reply.findings.sort(key=lambda finding: _GRAVITY[finding.severity])
        forget_rows(folder)
        dataset.write(folder)
        return loading.reply
