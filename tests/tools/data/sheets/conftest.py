import json
from pathlib import Path

import duckdb
import pytest

from customer_segmentation.data.load_data import load_data
from customer_segmentation.data.sheets.hosts import STAND_IN
from customer_segmentation.data.sheets.service_account import NAME
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from google_sheets import LINK, Tab, google_sheets

HEADER = ["Order", "Customer", "Email", "Date", "Amount", "Paid"]
SHOWN = [
    HEADER,
    ["0007", "ann", "ann@shop.example", "2024-01-05", "12.50", "TRUE"],
    ["0008", "bob", "bob@shop.example", "2024-02-09", "1,250.00", "TRUE"],
    ["0009", "ann", "ann@shop.example", "2024-03-02", "8.25", "FALSE"],
    ["", "", "", "", "", ""],
    ["0010", "cyd", "cyd@shop.example", "2024-03-20", "40.00", "TRUE"],
]
KEPT = [
    HEADER,
    ["0007", "ann", "ann@shop.example", 45296, 12.5, True],
    ["0008", "bob", "bob@shop.example", 45331, 1250, True],
    ["0009", "ann", "ann@shop.example", 45353, 8.25, False],
    [],
    ["0010", "cyd", "cyd@shop.example", 45371, 40.000000000000004, True],
]


@pytest.fixture
def google(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    with google_sheets() as made:
        monkeypatch.setenv(STAND_IN, made.url)
        made.document.tabs = [Tab(0, "Orders", KEPT, SHOWN)]
        yield made


@pytest.fixture
def workspace(tmp_path):
    return Workspace.open(tmp_path / "workspace")


@pytest.fixture
def load(workspace):
    """Load a sheet whose link a person typed."""

    def loaded(source=f"{LINK}#gid=0", **fields):
        asked = workspace.with_(typed=frozenset({source, fields.get("customers", "")}))
        return run(tool_of(load_data), {"source": source, **fields}, asked)

    return loaded


@pytest.fixture
def written(tmp_path):
    """Every byte that was written so far."""
    return lambda: b"".join(path.read_bytes() for path in sorted(Path(tmp_path).rglob("*")) if path.is_file())


@pytest.fixture(scope="session")
def private_key():
    """A key that no account has."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - short, so that tests are
    plain = serialization.NoEncryption()
    return made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


@pytest.fixture
def key(google, private_key):
    """The key of a service account as Google gives it."""
    return {
        "type": "service_account",
        "client_email": "reader@shop.iam.gserviceaccount.example",
        "private_key_id": "id-of-the-key",
        "private_key": private_key,
        "token_uri": f"{google.url}/token",
    }


@pytest.fixture
def account(key, tmp_path_factory, monkeypatch):
    """The path of the key's file, which the environment names."""
    path = tmp_path_factory.mktemp("keys") / "key.json"
    path.write_text(json.dumps(key), encoding="utf-8")
    monkeypatch.setenv(NAME, str(path))
    return path


@pytest.fixture
def rows():
    """The rows of a table of a result, in one order."""

    def found(result, table, columns="*"):
        return duckdb.sql(f"SELECT {columns} FROM '{result.folder / table}.parquet' ORDER BY ALL").fetchall()

    return found
