"""A text for the customers of a segment, by channel and language, within rules; or a text of one's own checked by them."""

from typing import Any, Final

from customer_segmentation.act.copy.brief import ADVICE, Brief, brief, inputs_of
from customer_segmentation.act.copy.pieces import drafted
from customer_segmentation.act.copy.request import DraftRequest
from customer_segmentation.act.copy.rules import gives, lengths, main_part, places_in, problems
from customer_segmentation.advise.playbook_words import PlaybookWords
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import FactSheet
from customer_segmentation.kit.format import formatted
from customer_segmentation.kit.reply import Artifact, Finding, Reply, Severity
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.kit.words import LANGUAGES, message, shown, words_of
from customer_segmentation.workspace.workspace import Workspace

TOOL: Final = "draft_campaign"
FILE: Final = "draft.txt"


@tool(effect=Effect.READ, inputs=inputs_of)
def draft_campaign(request: DraftRequest, workspace: Workspace) -> Reply:
    """Draft what is said to a segment: e-mail, text message, push, WeChat, call script, letter or page; or check a text.

    The action and the offer are the plan's, else the playbook's and none. The shop's own facts stay places to fill in,
    such as {first name}. Nothing is sent.

    Raises:
        InputError: There is no such segment, or nobody to write to.
    """
    found = brief(request, workspace)
    offer = _offer(request, found)
    checked = bool(request.text.strip())
    parts = (
        {main_part(found.form): request.text.strip()}
        if checked
        else drafted(found.playbook.segment, found.form, request.language, offer)
    )
    reply = _reply(request, found, parts, offer)
    if not checked:
        text = "\n\n".join(f"{_heading(part, request.language)}\n{said}" for part, said in parts.items())
        reply.texts = {"draft": text}
        (workspace.output / FILE).write_text(f"{text}\n", encoding="utf-8")
        reply.artifacts = [Artifact(name=FILE, path=FILE, media_type="text/plain", for_people=True)]
    return reply


def _offer(request: DraftRequest, found: Brief) -> str:
    """Return what is given away, in words: as the person named it, else as planned; empty where nothing is."""
    if request.offer.strip():
        return shown(request.offer)
    if not found.planned_offer or found.plan is None:
        return ""
    share = formatted(found.plan.reply.facts[found.planned_offer], request.language)
    return message("draft_share_off", request.language, share=share)


def _reply(request: DraftRequest, found: Brief, parts: dict[str, str], offer: str) -> Reply:
    segments = found.segments.reply
    sheet = FactSheet(TOOL, segments.currency)
    measured = lengths(parts, found.form, request.language)
    main = main_part(found.form)
    sheet.say(found.segment, "characters", measured[main].characters, "count", kind=Kind.ESTIMATED)
    sheet.say(found.segment, "most_characters", measured[main].most, "count", kind=Kind.PROPOSED)
    people = f"{found.segments.tool}.{found.segment}.customers"
    sheet.facts[people] = segments.facts[people]
    if found.plan and found.planned_offer:
        sheet.facts[found.planned_offer] = found.plan.reply.facts[found.planned_offer]
    words = PlaybookWords(ADVICE.name)
    told = words.playbook(found.playbook)
    broken = problems(parts, found.form, request.language, offer)
    return Reply(
        facts=sheet.facts | words.facts,
        names=segments.names,
        described=segments.described,
        currency=segments.currency,
        findings=[*broken, *_beyond(request, found), *_rules(found, offer)],
        next=[f"draft_as_{form}" for form in ("email", "sms") if form != found.form.value],
        detail=_detail(request, found, parts, offer)
        | {"goal": told["goal"], "not_to_do": told["not_to_do"], "broken": len(broken)},
    )


def _beyond(request: DraftRequest, found: Brief) -> list[Finding]:
    """Return that an offer is the person's and not the plan's, where there is a plan that gives less or nothing."""
    said = request.offer.strip()
    if not said or not found.plan or not gives(said):
        return []
    code = "draft_offer_other" if found.planned_offer else "draft_offer_unplanned"
    return [
        Finding(code=code, severity=Severity.WARNING, subject=found.segment, values={"offer": shown(said)})
    ]


def _rules(found: Brief, offer: str) -> list[Finding]:
    """Return the rules for whoever writes the text anew."""
    given = (
        Finding(code="draft_rule_offer", values={"offer": offer})
        if offer
        else Finding(code="draft_rule_no_offer")
    )
    return [
        given,
        Finding(code="draft_rule_length", subject=found.segment),
        Finding(code="draft_rule_claims"),
        Finding(code="draft_rule_places"),
    ]


def _detail(request: DraftRequest, found: Brief, parts: dict[str, str], offer: str) -> dict[str, Any]:
    action = found.action
    return {
        "segment": found.segment,
        "of": found.segments.tool,
        "channel": found.form.value,
        "language": request.language,
        "parts": [[_heading(part, request.language), text] for part, text in parts.items()],
        "places": places_in("\n".join(parts.values())),
        "offer": offer,
        "planned": found.plan is not None,
        "action": {ln: action.name.text(ln) for ln in LANGUAGES} if action else {},
        "own_form": found.own_form,
        "checked": bool(request.text.strip()),
    }


def _heading(part: str, language: str) -> str:
    heading: str = words_of("labels", language)["draft_parts"][part]
    return heading
