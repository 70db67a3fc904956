import customer_segmentation


def test_the_public_names_are_these():
    assert customer_segmentation.__all__ == [
        "TOOLS",
        "ApprovalRequired",
        "Effect",
        "Fact",
        "InputError",
        "Kind",
        "MethodError",
        "NeedsAnswer",
        "Reply",
        "Result",
        "SegmentationError",
        "Tool",
        "Workspace",
        "find_tool",
        "invoke",
    ]


def test_every_public_name_can_be_had():
    assert [
        name for name in customer_segmentation.__all__ if getattr(customer_segmentation, name) is None
    ] == []
