"""The run of the labelled messages with a model, proven on an endpoint of this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

from scripted_endpoint import says, scripted_endpoint

TRIGGERS = Path(__file__).resolve().parents[2] / "triggers"


def test_it_asks_about_every_message_and_counts_what_went_the_wrong_way():
    """The endpoint always chooses this skill: every near miss goes the wrong way."""
    queries = json.loads((TRIGGERS / "trigger-queries.json").read_text(encoding="utf-8"))
    misses = sum(not one["should_trigger"] for one in queries)
    with scripted_endpoint(*[says("customer-segmentation")] * len(queries)) as model:
        done = subprocess.run(
            [sys.executable, TRIGGERS / "live_run.py", "scripted"],
            capture_output=True,
            text=True,
            env={**os.environ, "OPENAI_BASE_URL": model.url},
            check=False,
        )
    sent = [body["messages"][0]["content"] for body in model.received]
    asked = zip(queries, sent, strict=True)
    assert all(text.endswith(f"Message: {one['query']}") for one, text in asked)
    assert "- customer-segmentation: Segments customers from an order file" in sent[0]
    assert (done.returncode, done.stdout.count("taken: "), done.stdout.count("missed: ")) == (1, misses, 0)
    assert done.stdout.endswith(f"{len(queries) - misses} of {len(queries)} went the right way\n")
