"""Every byte sent to an endpoint is captured and searched for what must not leave the machine."""

import csv

from scripted_endpoint import calls, says, scripted_endpoint

from customer_segmentation_skill.config import Brain

PLANTED = ["zz-planted-id-77", "Quendolyn Plantedname", "planted.mail@example.org", "+44 7700 900123"]


def plant(path):
    """Make one very good customer whose id, name, e-mail and phone would be noticed."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = [*rows[0], "customer_name", "email", "phone"]
    for n, row in enumerate(rows):
        mine = n % 50 == 0
        row["client_no"] = PLANTED[0] if mine else row["client_no"]
        row |= dict(zip(fields[-3:], PLANTED[1:] if mine else ["A B", f"c{n}@example.com", "1"], strict=True))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(rows)


def test_no_customer_leaves_the_machine(talk, demo_file):
    plant(demo_file)
    script = [
        calls(("analyse_customers", {"source": str(demo_file)})),
        calls(("describe_data", {})),
        calls(("query_data", {"measure": "revenue", "by": "customer", "top": 5})),
        calls(("query_data", {"measure": "revenue", "by": "country"})),
        calls(("recommend", {})),
        calls(("export_audience", {"segments": "champions"})),
        says("Done."),
        says("You are welcome."),
    ]
    with scripted_endpoint(*script) as endpoint:
        talk(f"analyse {demo_file}", endpoint=endpoint)
        talk("approve", endpoint=endpoint)
        talk("thank you", endpoint=endpoint)
        sent = endpoint.raw.decode("utf-8") + endpoint.raw.decode("unicode_escape")
    assert [value for value in PLANTED if value in sent] == []


def test_nothing_is_sent_before_consent(workspace, demo_file):
    from customer_segmentation_skill.chat.consent import give_consent
    from customer_segmentation_skill.chat.conversation import Conversation

    brain = Brain("model", "http://llm.example.com:1/v1", "secret-key")
    turn = Conversation(workspace, brain).send("hello there")
    assert "llm.example.com:1" in turn.reply
    assert "secret-key" not in turn.model_dump_json()
    assert turn.usage.calls == 0
    give_consent(workspace, brain)
    assert "cannot reach the model" in Conversation(workspace, brain).send("hello there").reply


def test_only_this_machine_needs_no_consent():
    hosts = {
        "http://127.0.0.1:8080/v1": True,
        "http://localhost/v1": True,
        "http://[::1]:1/v1": True,
        "https://api.openai.com/v1": False,
        "http://127.0.0.1.example.com/v1": False,
        "http://localhost.example.com/v1": False,
    }
    assert {url: Brain("m", url).is_local for url in hosts} == hosts


def test_tracing_in_the_environment_stays_off(talk, here, monkeypatch):
    with scripted_endpoint(says("Hello.")) as endpoint, scripted_endpoint() as collector:
        for name, value in (("TRACING", "true"), ("ENDPOINT", collector.url), ("API_KEY", "k")):
            monkeypatch.setenv(f"LANGSMITH_{name}", value)
        assert talk("hello there", endpoint=endpoint).reply == "Hello."
        assert collector.raw == b""
