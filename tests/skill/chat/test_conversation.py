"""Whole turns without a language model: what is said, asked, decided and remembered."""

import os
import shutil


def test_the_first_reply_says_which_brain_answers_and_only_the_first(talk, demo_file):
    assert talk(f"/customer-segmentation {demo_file}").reply.startswith("Working offline (rules, no LLM).")
    assert "Working offline" not in talk("show the segments").reply


def test_the_first_reply_is_at_most_forty_lines_and_fully_grounded(talk, demo_file):
    turn = talk(f"/customer-segmentation {demo_file}")
    assert len(turn.reply.splitlines()) <= 40
    assert "[[" not in turn.reply
    assert "⚠" not in turn.reply
    assert all(figure.verified for figure in turn.figures)
    assert [tool.name for tool in turn.tools] == ["analyse_customers"]


def test_every_step_enters_the_thread_once(talk, demo_file, workspace):
    talk(f"/customer-segmentation {demo_file}")
    tools = [result.tool for result in workspace.results()]
    assert tools == ["load_data", "rfm_segments", "cohort_retention", "recommend", "analyse_customers"]


def test_an_export_waits_for_approval_and_survives_a_question_in_between(talk, demo_file, here):
    talk(f"/customer-segmentation {demo_file}")
    (waiting,) = talk("export champions to csv").pending
    between = talk("what should I do with at risk?")
    assert [found.id for found in between.pending] == [waiting.id]
    assert not list(here.glob("champions-*.csv"))
    done = talk("approve")
    assert done.pending == []
    assert (here / "champions-2024-12-31.csv").exists()
    assert f"undo {waiting.id}" in done.reply


def test_an_approval_names_the_part_of_the_customers_that_the_list_is_of(talk, demo_file):
    talk(f"/customer-segmentation {demo_file}")
    (of_all,) = talk("export champions to csv").pending
    assert "segmented only" not in of_all.summary
    talk("reject")
    talk("only Germany")
    (of_part,) = talk("export champions to csv").pending
    assert "segmented only where country = 'Germany'; columns" in of_part.summary


def test_what_is_rejected_is_not_done(talk, demo_file, here):
    talk(f"/customer-segmentation {demo_file}")
    talk("export champions to csv")
    turn = talk("reject: not this week")
    assert turn.pending == []
    assert "Nothing was done" in turn.reply
    assert not list(here.glob("champions-*.csv"))


def test_an_edited_proposal_is_asked_anew(talk, demo_file):
    talk(f"/customer-segmentation {demo_file}")
    (before,) = talk("export champions to csv").pending
    (after,) = talk("20% holdout").pending
    assert (before.arguments["holdout"], after.arguments["holdout"]) == (10, 20)
    assert before.id != after.id


def test_a_file_a_person_typed_may_be_read_again_in_a_later_turn(talk, demo_file, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "orders.csv"
    shutil.copy(demo_file, outside)
    talk(f"/customer-segmentation {outside}")
    turn = talk("the order id is wrong, use sku")
    assert turn.pending == []
    assert not turn.tools[0].error


def test_a_file_nobody_typed_is_read_only_after_approval(talk, demo_file, tmp_path_factory, workspace):
    from scripted_endpoint import calls, says, scripted_endpoint

    outside = tmp_path_factory.mktemp("outside") / "orders.csv"
    shutil.copy(demo_file, outside)
    with scripted_endpoint(
        calls(("load_data", {"source": str(outside)})), says("It waits for you.")
    ) as endpoint:
        turn = talk("please look around", endpoint=endpoint)
    (waiting,) = turn.pending
    assert "outside this folder" in waiting.summary
    assert workspace.results() == []
    talk("approve")
    assert [result.tool for result in workspace.results()] == ["load_data"]


def test_a_wanted_language_stays(talk, demo_file):
    talk(f"/customer-segmentation {demo_file}")
    assert talk("please answer in Chinese").language == "zh"
    assert talk("show the segments").language == "zh"
    assert talk("answer in English").language == "en"


def test_a_question_needs_an_answer_and_takes_it(talk, here):
    rows = "".join(f"c{i % 7},{i},0{1 + i % 9}/0{1 + i % 8}/2024,{10 + i}\n" for i in range(60))
    (here / "o.csv").write_text("customer,order,date,amount\n" + rows)
    turn = talk("/customer-segmentation o.csv")
    assert turn.question is not None
    assert len(turn.question.options) == 2
    answered = talk("1")
    assert answered.question is None
    assert "customers" in answered.reply


def test_both_triggers_start_the_job(talk, demo_file):
    for n, words in enumerate(
        ["Customer Segmentation for shop/orders.csv", "请对 shop/orders.csv 做客户分群"]
    ):
        turn = talk(words, thread=f"t{n}")
        assert [tool.name for tool in turn.tools] == ["analyse_customers"]


def test_without_a_file_it_asks_for_one(talk, here):
    turn = talk("/customer-segmentation")
    assert turn.tools == []
    assert "/customer-segmentation orders.csv" in turn.reply


def test_a_source_that_changed_is_noticed_and_one_that_was_only_touched_is_not(talk, demo_file):
    talk(f"/customer-segmentation {demo_file}")
    later = demo_file.stat().st_mtime + 60
    os.utime(demo_file, (later, later))
    assert "has changed" not in talk("what should I do with at risk?").reply
    with demo_file.open("a", encoding="utf-8") as file:
        file.write(demo_file.read_text(encoding="utf-8").splitlines()[-1] + "\n")
    os.utime(demo_file, (later, later))
    assert f"{demo_file} has changed since I read it" in talk("what should I do with at risk?").reply
    assert "has changed" not in talk(f"/customer-segmentation {demo_file}").reply
