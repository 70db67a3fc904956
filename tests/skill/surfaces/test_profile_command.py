import json


def test_an_empty_profile_is_shown(run):
    lines = run("profile").output.splitlines()
    assert lines[0] == "currency     –"
    assert "week_start   monday" in lines
    assert "language     auto" in lines


def test_a_field_is_set_shown_and_taken_back(run, here):
    assert run("profile", "margin", "40%").output == "margin       0.4\n"
    assert run("profile", "margin").output == "margin       0.4\n"
    stored = json.loads((here / ".customer-segmentation" / "profile.json").read_text(encoding="utf-8"))
    assert stored["margin"] == "0.4"
    assert run("profile", "margin", "").output == "margin       –\n"


def test_a_value_that_does_not_fit_changes_nothing(run):
    run("profile", "margin", "0.4")
    for wrong in ("400%", "many", "x%"):
        result = run("profile", "margin", wrong)
        assert (result.exit_code, result.stdout) == (1, "")
        assert wrong in result.stderr
    assert run("profile", "margin").output == "margin       0.4\n"
