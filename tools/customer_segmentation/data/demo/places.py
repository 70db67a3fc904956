"""Where the demo shop's customers live: countries with cities, and Chinese provinces with theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Place:
    """A country and the province that stands for it in the Chinese edition; cities with postcode patterns."""

    weight: int
    en: str
    zh: str
    cities_en: tuple[tuple[str, str], ...]
    """City and postcode, in which every # is a digit."""
    cities_zh: tuple[tuple[str, str], ...]


PLACES: Final = (
    Place(
        380,
        "Germany",
        "浙江省",
        (("Hamburg", "20###"), ("Köln", "50###"), ("Leipzig", "04###"), ("München", "80###")),
        (("杭州市", "3100##"), ("宁波市", "3150##"), ("温州市", "3250##"), ("绍兴市", "3120##")),
    ),
    Place(
        170,
        "Netherlands",
        "江苏省",
        (("Utrecht", "35##"), ("Rotterdam", "30##"), ("Groningen", "97##"), ("Eindhoven", "56##")),
        (("南京市", "2100##"), ("苏州市", "2150##"), ("无锡市", "2140##"), ("常州市", "2130##")),
    ),
    Place(
        120,
        "Austria",
        "广东省",
        (("Wien", "10##"), ("Graz", "80##"), ("Linz", "40##"), ("Salzburg", "50##")),
        (("广州市", "5100##"), ("深圳市", "5180##"), ("佛山市", "5280##"), ("东莞市", "5230##")),
    ),
    Place(
        110,
        "France",
        "四川省",
        (("Lyon", "690##"), ("Nantes", "440##"), ("Lille", "590##"), ("Strasbourg", "670##")),
        (("成都市", "6100##"), ("绵阳市", "6210##"), ("乐山市", "6140##"), ("宜宾市", "6440##")),
    ),
    Place(
        80,
        "Belgium",
        "湖北省",
        (("Gent", "90##"), ("Antwerpen", "20##"), ("Liège", "40##"), ("Leuven", "30##")),
        (("武汉市", "4300##"), ("宜昌市", "4430##"), ("襄阳市", "4410##"), ("荆州市", "4340##")),
    ),
    Place(
        60,
        "Denmark",
        "山东省",
        (("Aarhus", "80##"), ("Odense", "50##"), ("København", "21##"), ("Aalborg", "90##")),
        (("济南市", "2500##"), ("青岛市", "2660##"), ("烟台市", "2640##"), ("潍坊市", "2610##")),
    ),
    Place(
        50,
        "Italy",
        "福建省",
        (("Torino", "101##"), ("Bologna", "401##"), ("Verona", "371##"), ("Trieste", "341##")),
        (("福州市", "3500##"), ("厦门市", "3610##"), ("泉州市", "3620##"), ("漳州市", "3630##")),
    ),
    Place(
        30,
        "Spain",
        "湖南省",
        (("Valencia", "460##"), ("Bilbao", "480##"), ("Zaragoza", "500##"), ("Girona", "170##")),
        (("长沙市", "4100##"), ("株洲市", "4120##"), ("湘潭市", "4110##"), ("岳阳市", "4140##")),
    ),
)
HOME: Final = 0
"""The till stands here."""
