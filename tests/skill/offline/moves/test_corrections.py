"""Corrections: the same analysis again with one thing changed, and what that changed."""


def test_a_filter_runs_the_same_analysis_on_a_part_and_says_what_changed(talk):
    reply = talk.say("only germany")
    assert talk.calls == [("analyse_customers", {"where": "country = 'Germany'", "data": _data(talk)})]
    assert "All customers: 160 → 80" in reply
    assert "country = 'Germany'" in reply
    assert talk.problems() == []


def test_filters_add_up_and_a_new_value_replaces_the_old_one(talk):
    talk.say("only germany")
    talk.say("since march")
    assert talk.calls[0][1]["where"] == "country = 'Germany'"
    assert talk.calls[0][1]["from"] == "2024-03-01"
    talk.say("only france")
    assert talk.calls[0][1]["where"] == "country = 'France'"
    assert talk.calls[0][1]["from"] == "2024-03-01"
    talk.say("leave out web")
    assert talk.calls[0][1]["where"] == "country = 'France' and channel != 'web'"


def test_relative_dates_count_from_the_data(talk):
    talk.say("only last year")
    assert (talk.calls[0][1]["from"], talk.calls[0][1]["to"]) == ("2023-01-01", "2023-12-31")


def test_undo_goes_back_step_by_step_and_no_further(talk):
    talk.say("only germany")
    talk.say("call champions VIPs")
    talk.say("undo that")
    assert talk.calls[0][1] == {"where": "country = 'Germany'", "data": _data(talk)}
    reply = talk.say("undo that")
    assert "where" not in talk.calls[0][1]
    assert "All customers: 80 → 160" in reply
    assert talk.say("undo that").startswith("There is nothing to undo")


def test_a_segment_gets_the_persons_name_and_is_known_by_it(talk):
    reply = talk.say("rename champions to Golden Circle")
    assert talk.calls[0][1]["names"] == "champions=Golden Circle"
    assert reply.startswith("Done: Champions is now called Golden Circle.")
    assert talk.say("who are the golden circle?").startswith("Golden Circle: ")


def test_them_is_the_segment_spoken_of_last(talk):
    talk.say("what should I do with hibernating?")
    talk.say("call them Sleepers")
    assert talk.calls[0][1]["names"] == "hibernating=Sleepers"


def test_merging_keeps_names_and_shows_both_sides(talk):
    talk.say("call champions VIPs")
    reply = talk.say("merge at risk and can't lose as Win back")
    assert talk.calls[0][1]["merge"] == "at_risk+cant_lose=Win back"
    assert talk.calls[0][1]["names"] == "champions=VIPs"
    assert "Win back: none → " in reply
    assert "Unchanged: customers, orders, turnover." in reply


def test_another_order_column_reads_the_file_again(talk, shop):
    reply = talk.say("the order id is wrong, it's basket_no")
    assert talk.calls == [("analyse_customers", {"source": str(shop), "order_id": "basket_no"})]
    assert "order = basket_no" in reply
    assert "All orders: " in reply
    assert "Unchanged: customers, turnover." in reply


def test_duplicates_can_be_dropped(talk, shop):
    talk.say("the duplicates are errors")
    assert talk.calls == [("analyse_customers", {"source": str(shop), "duplicates": "drop"})]


def test_a_word_that_no_column_knows_is_asked_back_with_candidates(talk):
    reply = talk.say("leave out wholesale and only germany")
    assert talk.calls == [("query_data", {"where": "aov >= 500"})]
    assert "wholesale" in reply
    assert " 1. accounts whose average order is 500 or more (accounts: 1, turnover: 24,396)" in reply
    talk.say("1")
    where = talk.calls[0][1]["where"]
    assert where.startswith("country = 'Germany' and aov < ")


def test_a_word_that_nothing_resembles_is_said_to_be_unknown(talk):
    assert talk.say("leave out zebras").startswith("I find no zebras in the data")


def test_a_question_keeps_the_filter_in_force(talk):
    talk.say("only germany")
    talk.say("turnover by channel")
    assert talk.calls == [
        ("query_data", {"measure": "revenue", "by": "channel", "where": "country = 'Germany'"})
    ]
    talk.say("turnover by country")
    assert talk.calls == [("query_data", {"measure": "revenue", "by": "country"})]


def test_a_value_of_two_columns_is_asked_back(talk):
    reply = talk.say("only light")
    assert talk.calls == []
    assert reply.startswith('"Light" may mean more than one thing here:')
    assert [line for line in reply.splitlines() if line.startswith(" ")] == [
        " 1. category = Light",
        " 2. warehouse = Light",
    ]
    talk.say("the second one")
    assert talk.calls[0][1]["where"] == "warehouse = 'Light'"
    talk.say("only light in the category column")
    assert talk.calls[0][1]["where"] == "warehouse = 'Light' and category = 'Light'"


def _data(talk):
    return talk.workspace.result("latest", "dataset").number
