import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.segment.naming import merged, renamed
from customer_segmentation.segment.segmentation import Segment

THREE = [Segment(id="champions"), Segment(id="at_risk"), Segment(id="cant_lose")]


def pairs(segments):
    return [(segment.id, segment.name) for segment in segments]


def test_segments_are_named_by_id_or_by_either_language():
    found = renamed(THREE, "champions=VIPs; can't lose = Call first；流失风险客户＝观望")
    assert pairs(found) == [("champions", "VIPs"), ("at_risk", "观望"), ("cant_lose", "Call first")]
    assert renamed(THREE, "") == THREE
    assert pairs(renamed(THREE, "CAN’T LOSE=A"))[2] == ("cant_lose", "A")


def test_merged_segments_stand_where_the_first_part_stood():
    found, new_id = merged(THREE, "cant_lose+at_risk=Win back")
    assert pairs(found) == [("champions", ""), ("m1", "Win back")]
    assert new_id == {"champions": "champions", "at_risk": "m1", "cant_lose": "m1"}


def test_a_merge_without_a_name_may_be_named_later():
    found, _ = merged(THREE, "champions + at_risk")
    assert pairs(found) == [("m1", ""), ("cant_lose", "")]
    assert pairs(renamed(found, "m1=Good and shaky"))[0] == ("m1", "Good and shaky")


def test_nothing_to_merge():
    assert merged(THREE, " ") == (THREE, {s.id: s.id for s in THREE})


@pytest.mark.parametrize(
    ("merge", "names", "code"),
    [
        ("at_risk", "", "segment_merge_wrong"),
        ("at_risk+at_risk=A", "", "segment_merge_wrong"),
        ("at_risk+champions=A; champions+cant_lose=B", "", "segment_merge_wrong"),
        ("at_risk+lost=A", "", "segment_not_here"),
        ("at_risk+cant_lose=Champions", "", "segment_name_taken"),
        ("", "at_risk=冠军客户", "segment_name_taken"),
        ("", "at_risk=A;cant_lose=a", "segment_name_taken"),
        ("", "at_risk", "segment_name_missing"),
        ("", "vip=A", "segment_not_here"),
        ("at_risk+cant_lose=A", "at_risk=B", "segment_not_here"),
    ],
)
def test_what_cannot_be_named_or_merged_is_said(merge, names, code):
    with pytest.raises(InputError) as raised:
        renamed(merged(THREE, merge)[0], names)
    assert raised.value.code == code
    assert str(raised.value)


def test_a_name_is_one_short_line():
    found = renamed(THREE, "at_risk=" + "x" * 500)
    assert len(found[1].name) == 60
    assert renamed(THREE, "at_risk=a\x1b[31m [[load_data.all.x]]")[1].name == "a [31m [ [load_data.all.x] ]"
