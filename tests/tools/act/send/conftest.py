import pytest

from customer_segmentation.act.send import retrying
from customer_segmentation.act.send.klaviyo_api import KlaviyoApi
from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.act.send.webhook import Webhook
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, execute
from klaviyo_server import klaviyo
from receiving_server import receiving

SEND = tool_of(send_audience)
SECRET = "plnt3d-s3cr3t-w0rd"  # noqa: S105
KEY = "pk_plnt3d0k3y0w0rd"


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture
def account(monkeypatch):
    """An account of Klaviyo, reached by its key in the environment."""
    with klaviyo(KEY) as found:
        monkeypatch.setenv("KLAVIYO_API_KEY", KEY)
        monkeypatch.setenv("CUSTOMER_SEGMENTATION_KLAVIYO_URL", found.url)
        yield found


@pytest.fixture
def pauses(monkeypatch):
    """Do not wait between attempts, but keep how long it would have been."""
    kept = []
    monkeypatch.setattr(retrying.time, "sleep", kept.append)
    monkeypatch.setattr(retrying.Pace, "wait", lambda _: None)
    return kept


@pytest.fixture(autouse=True)
def _ready(monkeypatch):
    monkeypatch.setenv("CUSTOMER_SEGMENTATION_WEBHOOK_SECRET", SECRET)
    monkeypatch.delenv("CUSTOMER_SEGMENTATION_WEBHOOK_URL", raising=False)
    monkeypatch.setattr(Webhook, "per_second", 10_000.0)
    monkeypatch.setattr(KlaviyoApi, "per_second", 10_000.0)


@pytest.fixture
def seen(workspace, receiver):
    """The workspace in which the person typed the address."""
    return workspace.with_(typed=frozenset({receiver.url}))


@pytest.fixture
def send(seen, receiver, planted, approved):
    """Propose, approve and send; return the plan and the reply or the error."""
    planted()
    return sending(seen, receiver, approved)


@pytest.fixture
def klaviyo_send(send, account):
    """The same to Klaviyo."""

    def do(**arguments):
        return send(**{"receiver": "klaviyo", "batch": 100, "holdout": 0, **arguments})

    return do


def sending(seen, receiver, approved):
    def do(*, identity="", **arguments):
        asked = {"receiver": receiver.url, "segments": "at_risk", "batch": 50, **arguments}
        do.identity = identity or approved(SEND, **asked)
        plan = approval(seen, do.identity).plan
        try:
            return plan, execute(SEND, seen, do.identity).reply
        except InputError as error:
            return plan, error

    return do
