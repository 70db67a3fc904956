"""The manifest of an export: who approved what, whom it holds and how they were chosen, as JSON without any words."""

import json
from pathlib import Path
from typing import Any

from customer_segmentation.act.audience import Audience
from customer_segmentation.kit.reply import Reply
from customer_segmentation.segment.holdout import SALT, held_out
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.approval import Approval
from customer_segmentation.workspace.workspace import Workspace


def manifest_of(
    approval: Approval,
    segmentation: Segmentation,
    audience: Audience,
    plan: Reply,
    files: dict[Path, str],
    workspace: Workspace,
) -> str:
    """Return the text of the manifest; ``files`` holds the SHA-256 of each file."""
    request = approval.request
    told: dict[str, Any] = {
        "approval": {
            "id": approval.id,
            "proposed_at": approval.at,
            "approved_at": approval.decided_at,
            "approved_by": approval.decided_by,
            "surface": approval.surface,
        },
        "segmentation": _definition(request["segmentation"], segmentation, workspace),
        "segments": [
            {"id": s.id, "name": s.called("en")}
            for s in segmentation.segments
            if s.id in plan.detail["segments"]
        ],
        "customers": {key.rpartition(".")[2]: fact.value for key, fact in _counts(plan)},
        "holdout": {
            "percent": request["holdout"],
            "as": request["holdout_as"],
            "salt": SALT,
            "sql": held_out(request["holdout"], "customer_id"),
        },
        "columns": [{"heading": c.heading, "sql": c.sql, "hashed": c.hashed} for c in audience.columns],
        "consent_columns": audience.consent,
        "suppression": _suppression(audience),
        "files": [{"name": path.name, "sha256": sha256} for path, sha256 in files.items()],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _definition(reference: str, segmentation: Segmentation, workspace: Workspace) -> dict[str, Any]:
    stored = workspace.store.read(reference)
    loaded = workspace.store.read(segmentation.data)
    return {
        "result": reference,
        "method": segmentation.method,
        "as_of": segmentation.as_of.isoformat(),
        "thresholds": segmentation.thresholds,
        "request": stored.request if stored else {},
        "data": {"result": segmentation.data, "source": loaded.request.get("source", "") if loaded else ""},
        "sql": segmentation.sql,
    }


def _counts(plan: Reply) -> list[tuple[str, Any]]:
    return [(key, fact) for key, fact in plan.facts.items() if fact.unit == "customers"]


def _suppression(audience: Audience) -> dict[str, Any] | None:
    listed = audience.suppression
    if listed is None:
        return None
    return {"path": listed.path, "sha256": listed.sha256, "entries": listed.entries}
