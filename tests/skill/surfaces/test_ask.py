import json
import os
import signal
import subprocess
import threading

import pytest
from scripted_endpoint import calls, says, scripted_endpoint
from typing_person import PROGRAM


def ask(*arguments, **environment):
    """Ask in a process of its own."""
    return subprocess.run(
        [*PROGRAM, "ask", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=180,
        check=False,
    )


def test_the_main_job_in_one_message(here, demo_file):
    done = ask("/customer-segmentation shop/orders.csv")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert lines[0].startswith("Working offline (rules, no LLM).")
    assert any(line.startswith(" Segment ") for line in lines)
    assert "… Forming the segments" in done.stderr
    assert "[[" not in done.stdout


def test_json_is_one_object_and_nothing_else(here, demo_file):
    done = ask("/customer-segmentation shop/orders.csv", "--json", "--thread", "spring")
    said = json.loads(done.stdout)
    assert list(said) == [
        "thread", "reply", "language", "brain", "tools", "figures", "artifacts", "question", "pending", "usage",
    ]  # fmt: skip
    assert (said["thread"], said["language"], said["brain"], said["question"]) == (
        "spring",
        "en",
        "offline",
        None,
    )
    assert [(tool["name"], tool["error"]) for tool in said["tools"]] == [("analyse_customers", "")]
    assert said["figures"]
    assert all(figure["verified"] and figure["text"] in said["reply"] for figure in said["figures"])


def test_an_export_waits_then_words_approve_it(here, demo_file):
    ask("/customer-segmentation shop/orders.csv")
    waiting = ask("export champions to list.csv", "--json")
    (pending,) = json.loads(waiting.stdout)["pending"]
    assert (waiting.returncode, pending["tool"]) == (3, "export_audience")
    assert not (here / "list.csv").exists()
    done = ask("approve", "--json")
    assert (done.returncode, json.loads(done.stdout)["pending"]) == (0, [])
    assert (here / "list.csv").exists()


def test_yes_approves_what_this_turn_proposes(here, demo_file):
    ask("/customer-segmentation shop/orders.csv")
    ask("export at risk to early.csv")
    done = ask("export champions to list.csv", "--yes", "--json")
    said = json.loads(done.stdout)
    assert (here / "list.csv").exists()
    assert not (here / "early.csv").exists()
    assert "list.csv" in [made["name"] for made in said["artifacts"]]
    assert len(said["pending"]) == 1  # the earlier one still waits
    assert done.returncode == 3


def test_a_tool_that_failed_leaves_with_1(here):
    done = ask("/customer-segmentation missing.csv", "--json")
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert "missing.csv" in said["reply"]
    assert said["tools"][0]["error"]


def test_an_endpoint_elsewhere_needs_consent(here):
    away = {"OPENAI_BASE_URL": "http://models.invalid/v1", "OPENAI_API_KEY": "key"}
    done = ask("hello", **away)
    assert done.returncode == 3
    assert "models.invalid" in done.stdout
    assert "--consent" in done.stdout


def test_a_model_answers_and_its_use_is_told_on_stderr(here):
    with scripted_endpoint(says("Hello there.")) as endpoint:
        done = ask(
            "hello", OPENAI_BASE_URL=endpoint.url, OPENAI_API_KEY="key", CUSTOMER_SEGMENTATION_MODEL="small"
        )
    assert (done.returncode, done.stdout) == (0, "Hello there.\n")
    assert "openai:small: 1 calls, 100 tokens in, 10 out" in done.stderr


def test_a_tool_error_that_was_mended_is_no_failure(here, demo_file):
    script = [
        calls(("analyse_customers", {"source": "no.csv"})),
        calls(("analyse_customers", {"source": "shop/orders.csv"})),
        says("Done."),
    ]
    with scripted_endpoint(*script) as endpoint:
        done = ask("analyse shop/orders.csv", OPENAI_BASE_URL=endpoint.url)
    assert (done.returncode, done.stdout) == (0, "Done.\n")


@pytest.mark.parametrize(("option", "language"), [((), "zh"), (("--language", "en"), "en")])
def test_the_language_of_the_words_unless_another_is_wanted(here, option, language):
    done = ask("客户分群 没有.csv", "--json", *option)
    assert json.loads(done.stdout)["language"] == language


def test_a_reader_that_leaves_early_sees_no_traceback(here, demo_file):
    command = f"{PROGRAM[0]} -m {PROGRAM[2]} tools | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, encoding="utf-8", check=False
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_ctrl_c_is_one_calm_line_and_exit_code_130(here):
    asked_for, released = threading.Event(), threading.Event()

    def hangs(_body):
        asked_for.set()
        released.wait(60)
        return says("Too late.")

    with scripted_endpoint(hangs) as endpoint:
        process = subprocess.Popen(
            [*PROGRAM, "ask", "hello"],
            env={**os.environ, "OPENAI_BASE_URL": endpoint.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert asked_for.wait(60)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
        released.set()
    assert (process.returncode, stdout, stderr) == (130, "", "Stopped. What was finished is kept.\n")
