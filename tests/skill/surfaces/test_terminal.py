import os
import re
import signal
import sqlite3
import subprocess
import threading

import pytest
from scripted_endpoint import says, scripted_endpoint
from typing_person import CTRL_C, CTRL_D, ENTER, PROGRAM, TAB, UP, Person

from customer_segmentation.kit.text_table import width

COLOUR = re.compile(r"\x1b\[[0-9;]*?(?:3[0-7]|4[0-7]|9[0-7]|38;|48;)[0-9;]*m")


@pytest.fixture
def person(here):
    """Let a person sit down at a chat; whoever is still there at the end is sent away."""
    there = []

    def sits_down(*arguments, **options):
        there.append(Person(*arguments, folder=here, **options))
        return there[-1]

    yield sits_down
    for one in there:
        one.process.close(force=True)


def asked(here):
    with sqlite3.connect(here / ".customer-segmentation" / "journal.sqlite") as journal:
        return [words for (words,) in journal.execute("SELECT words FROM asked ORDER BY rowid")]


def with_endpoint(endpoint):
    return {
        "OPENAI_BASE_URL": endpoint.url,
        "OPENAI_API_KEY": "key",
        "CUSTOMER_SEGMENTATION_MODEL": "scripted",
    }


def test_the_greeting_is_two_lines_and_leaving_says_how_to_come_back(person, here):
    one = person("--thread", "spring")
    greeting = one.waits().strip().splitlines()
    assert len(greeting) == 2
    assert greeting[0] == "Customer Segmentation · offline (rules, no LLM) · .customer-segmentation"
    words, code = one.leaves()
    assert "customer-segmentation chat --thread spring" in words
    assert code == 0


def test_ctrl_d_leaves(person):
    one = person()
    one.waits()
    assert one.leaves(CTRL_D)[1] == 0


def test_command_and_file_are_completed_and_answered(person, here, demo_file):
    one = person()
    one.waits()
    one.types("/cust", TAB, "sho", TAB, "ord", TAB, ENTER)
    answer = one.waits()
    assert asked(here) == ["/customer-segmentation shop/orders.csv"]
    assert "Working offline" in answer
    assert re.search(r"^ Segment +Customers", answer, re.MULTILINE)
    one.leaves()


@pytest.mark.parametrize(
    "words", ["Customer Segmentation of shop/orders.csv please", "客户分群 shop/orders.csv"]
)
def test_the_words_are_a_trigger_too(person, demo_file, words):
    one = person()
    one.waits()
    answer = one.says(words)
    assert "orders.csv" in answer
    assert "Champions" in answer or "冠军" in answer
    one.leaves()


def test_tables_and_prose_fit_a_narrow_window(person, demo_file):
    one = person("shop/orders.csv", columns=40)
    answer = one.waits()
    assert "Champions" in answer
    assert [line for line in answer.splitlines() if width(line) > 40] == []
    assert "Customers " in answer
    one.leaves()


def test_history_reaches_back_into_earlier_chats(person, here):
    one = person()
    one.waits()
    one.says("/history")
    one.leaves()
    two = person()
    two.waits()
    two.types(UP, UP, ENTER)
    assert "Nothing has happened in this workspace yet" in two.waits()
    two.leaves()


def test_ctrl_c_clears_the_line(person, here):
    one = person()
    one.waits()
    one.types("half a thou", CTRL_C)
    one.waits()
    assert one.leaves()[1] == 0
    assert asked(here) == []


def test_ctrl_c_stops_an_answer_and_the_conversation_goes_on(person, here):
    asked_for, released = threading.Event(), threading.Event()

    def hangs(_body):
        asked_for.set()
        released.wait(60)
        return says("Too late.")

    with scripted_endpoint(hangs, says("Here again.")) as endpoint:
        one = person(**with_endpoint(endpoint))
        one.waits()
        one.types("hello", ENTER)
        assert asked_for.wait(60)
        one.process.kill(signal.SIGINT)
        stopped = one.waits()
        released.set()
        answer = one.says("hello again")
        one.leaves()
    assert "Stopped. What was finished is kept; ask on." in stopped
    assert "Too late" not in answer
    assert "Here again." in answer


def test_a_restart_after_a_kill_shows_what_waits(person, here, demo_file):
    one = person("shop/orders.csv")
    one.waits()
    waiting = one.says("export at risk to list.csv")
    assert "This needs your yes:" in waiting
    one.dies()
    two = person()
    greeting = two.waits()
    assert "Last asked" in greeting
    assert "export at risk to list.csv" in greeting
    assert "This needs your yes:" in greeting
    assert not (here / "list.csv").exists()
    done = two.says("approve")
    assert "list.csv" in done
    assert (here / "list.csv").exists()
    two.leaves()


def test_a_pasted_text_of_several_lines_is_one_message(person, here):
    with scripted_endpoint(says("Read.")) as endpoint:
        one = person(**with_endpoint(endpoint))
        one.waits()
        one.types("\x1b[200~first line\nsecond line\x1b[201~", ENTER)
        assert "Read." in one.waits()
        one.leaves()
    assert asked(here) == ["first line\nsecond line"]


def test_the_language_can_be_chosen(person):
    with scripted_endpoint(says("Ja.")) as endpoint:
        one = person(**with_endpoint(endpoint))
        one.waits()
        assert "从现在起我用中文回答。" in one.says("/language zh")
        assert "我会说 en 和 zh" in one.says("/language fr")
        assert "补全命令" in one.says("/help")
        one.leaves()


def test_a_models_escape_codes_reach_no_terminal_bold_is_bold_and_its_use_is_told(person):
    with scripted_endpoint(says("\x1b]l;owned\x07\x1b[mHello **dear** [b]you[/b].")) as endpoint:
        one = person(**with_endpoint(endpoint))
        one.waits()
        one.types("hello", ENTER)
        one.process.expect_exact("you[/b].")
        shown = one.process.before
        rest = one.waits()
        one.leaves()
    assert "openai:scripted: 1 calls, 100 tokens in, 10 out" in rest
    assert "owned" not in shown
    assert "\x1b[m" not in shown
    assert "Hello \x1b[1mdear\x1b[0m [b]" in shown


def test_no_color_is_respected(person):
    with scripted_endpoint(says("Hello.")) as endpoint:
        one = person(**with_endpoint(endpoint), NO_COLOR="1")
        one.process.expect_exact("Ctrl-D leaves.")
        one.waits()
        one.types("hello", ENTER)
        one.process.expect_exact("Hello.")
        assert COLOUR.findall(one.process.before) == []
        one.waits()
        one.leaves()


@pytest.mark.parametrize(("answer", "said", "brain"), [("yes", "Noted", "yes"), ("no", "I work offline", "")])
def test_consent_is_asked_once_before_an_endpoint_elsewhere(person, here, answer, said, brain):
    away = {"OPENAI_BASE_URL": "http://models.invalid/v1", "OPENAI_API_KEY": "key"}
    one = person(**away)
    notice = one.waits()
    assert "models.invalid" in notice
    assert "Type yes to agree" in notice
    assert said in one.says(answer)
    one.leaves()
    with sqlite3.connect(here / ".customer-segmentation" / "journal.sqlite") as journal:
        agreed = journal.execute(
            "SELECT value FROM settings WHERE name = 'consent:models.invalid'"
        ).fetchall()
    assert agreed == ([("yes",)] if brain else [])
    two = person(**away)
    assert ("Type yes to agree" in two.waits()) == (not brain)


def piped(lines, **environment):
    """Run a chat whose input is no terminal."""
    return subprocess.run(
        PROGRAM,
        input=lines,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def test_without_a_terminal_every_line_is_a_message(here):
    with scripted_endpoint(says("One."), says("Two.")) as endpoint:
        done = piped("first\n\n/help\nsecond\n", **with_endpoint(endpoint))
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert [line for line in lines if line in {"One.", "Two.", "> first", "> second"}] == [
        "> first",
        "One.",
        "> second",
        "Two.",
    ]
    assert "\x1b" not in done.stdout
    assert "Traceback" not in done.stderr
    assert asked(here) == ["first", "second"]


def test_an_endpoint_elsewhere_is_not_used_without_a_person_to_ask(here):
    done = piped("/help\n", OPENAI_BASE_URL="http://models.invalid/v1")
    assert (done.returncode, "I work offline" in done.stdout) == (0, True)
