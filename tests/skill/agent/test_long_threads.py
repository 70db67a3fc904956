"""A long talk is summarised for the model, and loses no figure: the ledger stands outside it."""

from scripted_endpoint import calls, says, scripted_endpoint

LONG = "please remember the following story. " + "it was a quiet week in the shop. " * 2_500


def test_a_long_thread_is_summarised_and_its_figures_can_still_be_named(talk, demo_file):
    script = [
        calls(("analyse_customers", {"source": "shop/orders.csv"})),
        says("Done."),
        *[says("Noted.")] * 8,
    ]
    with scripted_endpoint(*script) as endpoint:
        talk("analyse shop/orders.csv", endpoint=endpoint)
        for n in range(8):
            talk(f"message number {n}", endpoint=endpoint)
        talk_length = len(endpoint.messages())
        endpoint.script += [
            says("SUMMARY OF THE TALK"),
            says("You have [[load_data.all.customers]] customers."),
        ]
        turn = talk(LONG, endpoint=endpoint)
        sent = endpoint.messages()
    assert any("SUMMARY OF THE TALK" in str(message["content"]) for message in sent)
    assert len(sent) <= talk_length
    assert [figure.fact for figure in turn.figures] == ["load_data.all.customers"]
    assert turn.figures[0].text in turn.reply
