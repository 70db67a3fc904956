import pytest

from customer_segmentation_skill.offline.reading.sources import command_sources, sources
from customer_segmentation_skill.offline.reading.utterance import folded

NAMED = {
    "analyse ~/Downloads/shop export.csv please": ["~/Downloads/shop export.csv"],
    "Orders 2024.CSV": ["2024.CSV"],
    "open the file C:\\data\\orders.csv": ["C:\\data\\orders.csv"],
    "import exports/*.csv": ["exports/*.csv"],
    "look at 'my orders.xlsx'": ["my orders.xlsx"],
    "对 销售数据.csv 做一下": ["销售数据.csv"],
    "把“双十一 订单.xlsx”里": ["双十一 订单.xlsx"],
    "用订单.csv和会员.csv": ["订单.csv", "会员.csv"],
    "orders.csv and customers.csv": ["orders.csv", "customers.csv"],
    "load exports/ now": ["exports/"],
    "from postgres://u@h/db": ["postgres://u@h/db"],
    "men and/or women": [],
    "revenue 3.5 times": [],
}
COMMANDS = {
    "/customer-segmentation": [],
    "/customer-segmentation orders.csv": ["orders.csv"],
    "/customer-segmentation my shop/orders 2024.xlsx": ["my shop/orders 2024.xlsx"],
    '/customer-segmentation "my shop/orders.xlsx" customers.csv': ["my shop/orders.xlsx", "customers.csv"],
    "/customer-segmentation 订单.xlsx": ["订单.xlsx"],
    "/customer-segmentation exports": ["exports"],
    "/customer-segmentation please analyse orders.csv": ["orders.csv"],
}


@pytest.mark.parametrize(("text", "paths"), NAMED.items())
def test_files_in_a_sentence(text, paths):
    assert [source.path for source in sources(text, folded(text))] == paths


@pytest.mark.parametrize(("text", "paths"), COMMANDS.items())
def test_files_after_the_command(text, paths):
    assert [source.path for source in command_sources(text, folded(text))] == paths
