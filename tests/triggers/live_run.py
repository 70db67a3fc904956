"""Asks a real model which skill fits each labelled message: run by hand, as

    OPENAI_BASE_URL=… OPENAI_API_KEY=… python tests/triggers/live_run.py MODEL

The model is shown the descriptions of this skill and of its neighbours, as an assistant shows them, and one message at
a time. Printed are the messages that it sent the wrong way, and how many it sent the right way.
"""

import json
import os
import sys
import urllib.request
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
NAME = "customer-segmentation"
NEIGHBOURS = {
    "spreadsheets": "Reads, cleans, converts and charts CSV and Excel files.",
    "machine-learning": "Trains and explains models: classification, regression, clustering, forecasting.",
    "writing": "Drafts, translates and summarises e-mails, pages and documents.",
    "coding": "Writes, reviews and mends code, SQL, APIs and infrastructure.",
    "research": "Looks up companies, markets, science and news.",
}
QUESTION = (
    "Which of these skills, if any, would you open to answer the message? Reply with its name alone, or none."
)


def skills():
    """Return the descriptions by name, this skill's as SKILL.md gives it."""
    head = yaml.safe_load((ROOT / "SKILL.md").read_text(encoding="utf-8").split("---")[1])
    return {**NEIGHBOURS, NAME: head["description"]}


def chosen(query, model):
    """Return what a model says to one message."""
    listed = "\n".join(f"- {name}: {description}" for name, description in sorted(skills().items()))
    content = f"{QUESTION}\n\n{listed}\n\nMessage: {query}"
    body = {"model": model, "messages": [{"role": "user", "content": content}], "temperature": 0}
    url = f"{os.environ.get('OPENAI_BASE_URL', 'https://api.openai.com/v1').rstrip('/')}/chat/completions"
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}",
    }
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - the person's own endpoint
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)["choices"][0]["message"]["content"].strip()


def main(model):
    """Ask about every message and print what went wrong; the exit code is 1 below nine in ten."""
    queries = json.loads((Path(__file__).parent / "trigger-queries.json").read_text(encoding="utf-8"))
    wrong = 0
    for one in queries:
        answer = chosen(one["query"], model)
        if (NAME in answer) is not one["should_trigger"]:
            wrong += 1
            sys.stdout.write(
                f"{'missed' if one['should_trigger'] else 'taken'}: {one['query']} -> {answer}\n"
            )
    sys.stdout.write(f"{len(queries) - wrong} of {len(queries)} went the right way\n")
    return int(wrong > len(queries) / 10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
