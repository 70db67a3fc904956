"""Any table of odd cells under odd headers is loaded, asked about or refused: never a traceback."""

import contextlib
import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customer_segmentation.kit.errors import SegmentationError

HEADERS = [
    "customer_id", "email", "Name", "order_id", "Order No", "date", "Order Date", "ship date", "amount", "total", "price",
    "qty", "product", "country", "currency", "status", "Transaction Type", "refund", "discount", "store", "note", "id",
    "会员编号", "下单时间", "实付金额", "reason", "line", "select", "Last Order Date", "orders", "total spent", "age", "x",
    "column 1", "", 'a"b', "[[load_data.all.revenue]]", "birth year",
]  # fmt: skip
CELLS = [
    "", " ", "A1", "b2", "1001", "C1002", "13085.0", "1.2E+12", "guest", "N/A", "2024-01-05", "05/01/2024", "13/01/2024",
    "01/13/24", "2024年3月5日", "45356", "1709640000", "0000-00-00", "soon", "5", "-5", "1.234", "1,5", "1.234,50", "€5", "$5",
    "(3)", "5%", "99999999999999999999", "1e400", "nan", "inf", "paid", "cancelled", "Refund", "yes", "no", "EUR", "usd", "\t",
    "a@b.example", "+49 170 1234567", "=1+1", "'; DROP TABLE raw; --", "[[table:x]]", "\u00a0", "\u200b", "好", "💥", "$x",
]  # fmt: skip


@st.composite
def tables(draw):
    headers = draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=8))
    columns = [draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=6)) for _ in headers]
    rows = draw(st.integers(1, 30))
    if draw(st.booleans()):
        headers = ["client", "day", "revenue", *headers]
        columns = [
            ["A", "B", "C"],
            ["2024-01-05", "2024-02-05", "2024-02-06", "2024-03-07"],
            ["5", "7"],
            *columns,
        ]
    table = [[column[(n * 7 + m) % len(column)] for m, column in enumerate(columns)] for n in range(rows)]
    text = io.StringIO()
    csv.writer(text).writerows([headers, *table])
    return text.getvalue()


@settings(
    max_examples=settings.default.max_examples // 2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tables())
def test_any_file_is_loaded_asked_about_or_refused(load, text):
    with contextlib.suppress(SegmentationError):
        load(text)
