from langchain_core.messages import AIMessage, HumanMessage

from customer_segmentation_skill.agent.offered import MOST, offered


def said(*texts):
    return [HumanMessage(text) for text in texts]


def test_before_there_are_data_there_is_only_looking_and_loading():
    names = offered("empty", said("cluster my customers"))
    assert names == ("analyse_customers", "load_data", "browse_database")


def test_what_the_person_speaks_of_is_offered_in_either_language():
    for text, tool in (
        ("who moved since June?", "segment_migration"),
        ("do these segments predict anything?", "validate_segments"),
        ("do a PCA", "principal_components"),
        ("对比一下两种分群", "compare_segmentations"),
        ("预测明年的价值", "predict_value"),
        ("按年龄分", "trait_segments"),
    ):
        names = offered("segmented", said(text))
        assert tool in names, text
        assert len(names) <= MOST


def test_the_last_words_count_most_but_earlier_ones_are_not_forgotten():
    talk = said("show the cohorts", "do a pca", "who moved?", "predict the value", "any outliers?")
    names = offered("segmented", talk)
    assert {"cluster_customers", "predict_value", "segment_migration"} <= set(names)


def test_a_tool_called_of_late_stays():
    call = {"name": "principal_components", "args": {}, "id": "1", "type": "tool_call"}
    talk = [HumanMessage("go on"), AIMessage("", tool_calls=[call]), HumanMessage("and then?")]
    assert "principal_components" in offered("segmented", talk)
    assert "principal_components" not in offered("segmented", said("go on", "and then?"))
