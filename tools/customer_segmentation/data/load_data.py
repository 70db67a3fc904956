"""``load_data``: a source becomes typed tables, with a receipt and what there is to say about it."""

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.findings import personal_findings
from customer_segmentation.data.load_orders import load_orders
from customer_segmentation.data.load_people import load_people
from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.loading import Loading
from customer_segmentation.data.read.source import fingerprint
from customer_segmentation.data.reading_gate import reading_gate
from customer_segmentation.data.understand.profiled import profiled
from customer_segmentation.data.understand.roles import read_roles
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Reply, Severity
from customer_segmentation.kit.tool import tool
from customer_segmentation.workspace.workspace import Workspace

__all__ = ["LoadRequest", "load_data"]

_GRAVITY = {severity: weight for weight, severity in enumerate(reversed(Severity))}


def _inputs(request: LoadRequest, workspace: Workspace) -> dict[str, str]:
    if not request.source.strip():
        raise InputError("data_no_source")
    found = {"source": fingerprint(request.source), "currency": workspace.profile.currency or ""}
    return found | ({"customers": fingerprint(request.customers)} if request.customers else {})


@tool(produces="dataset", version=3, inputs=_inputs, gate=reading_gate)
def load_data(request: LoadRequest, workspace: Workspace) -> Reply:
    """Read a customer file: understand its columns, set aside what cannot be used, and say so."""
    folder = workspace.output
    with duckdb_engine(folder) as engine:
        table, profiles = profiled(request.source, engine, sheet=request.sheet)
        raw = table.raw
        reading = read_roles(profiles, request.told(), engine, raw.source)
        loading = Loading(table, profiles, reading, request, workspace.profile.currency or "", folder)
        loading.reply.facts.update(raw.facts)
        loading.reply.findings.extend(raw.notes)
        people = reading.grain in {Grain.CUSTOMERS, Grain.ATTRIBUTES}
        dataset = load_people(loading) if people else load_orders(loading)
        personal_findings(profiles, reading, loading.reply)
        loading.reply.findings.sort(key=lambda finding: _GRAVITY[finding.severity])
        dataset.write(folder)
        return loading.reply
