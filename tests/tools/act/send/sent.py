"""A reply of a sending in words and in figures, and trying again."""

from customer_segmentation.act.send.send_audience import send_audience
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import decide, execute


def said(template, reply, language):
    return Renderer(ReplyLedger(reply), language).text(prose(template, reply, language))


def figures(reply):
    return {key.rpartition(".")[2]: fact.value for key, fact in reply.facts.items()}


def again(workspace, identity):
    """Approve a sending that stopped, and return what is said of it then."""
    decide(workspace, identity, "approved", by="person", surface="test")
    return execute(tool_of(send_audience), workspace, identity).reply


def marketing(consent, **more):
    """Return what Klaviyo tells of a profile that stands so with e-mail."""
    return {"subscriptions": {"email": {"marketing": {"consent": consent, **more}}}}
