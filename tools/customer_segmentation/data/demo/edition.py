"""The words of the demo shop's files in each language: file names, headers, values, dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Protocol

Language = Literal["en", "zh"]


class Named(Protocol):
    """Something with a name in both languages."""

    @property
    def en(self) -> str:
        """The English name."""

    @property
    def zh(self) -> str:
        """The Chinese name."""


@dataclass(frozen=True)
class Edition:
    """How one language's shop writes its files."""

    language: Language
    orders_file: str
    customers_file: str
    encoding: str
    """The Chinese files open with a byte order mark, as spreadsheets there expect."""
    order_headers: tuple[str, ...]
    customer_headers: tuple[str, ...]
    order_prefix: str
    return_prefix: str
    date: str
    """For strftime."""
    channels: tuple[str, ...]
    yes_no: tuple[str, str]
    genders: tuple[str, ...]
    outdoor: tuple[str, ...]
    currency: str
    gift: tuple[str, str]
    """Article number and name of the packet that is only ever given away."""
    test: tuple[str, str, str]
    """Article number, name and category of the lines typed in to try the system."""

    def name(self, named: Named) -> str:
        """Return the name in this edition's language."""
        return named.zh if self.language == "zh" else named.en


ENGLISH: Final = Edition(
    language="en",
    orders_file="orders.csv",
    customers_file="customers.csv",
    encoding="utf-8",
    order_headers=(
        "order_ref", "client_no", "created", "sku", "product", "category", "channel", "country", "qty",
        "unit_price", "currency", "discount_code",
    ),
    customer_headers=(
        "client_no", "email", "name", "birth_year", "gender", "city", "postcode", "country",
        "newsletter_consent", "signup_date", "household_size", "outdoor_space", "sustainability",
        "price_sensitivity", "diy",
    ),
    order_prefix="S",
    return_prefix="R-",
    date="%d/%m/%Y",
    channels=("web", "app", "store", "phone"),
    yes_no=("yes", "no"),
    genders=("female", "male", "other"),
    outdoor=("garden", "balcony", "none"),
    currency="EUR",
    gift=("GIFT01", "Thank-you seed packet"),
    test=("TEST", "Test article - do not ship", "Test"),
)  # fmt: skip

CHINESE: Final = Edition(
    language="zh",
    orders_file="订单.csv",
    customers_file="客户.csv",
    encoding="utf-8-sig",
    order_headers=(
        "订单号", "会员编号", "下单时间", "商品编号", "商品名称", "类目", "渠道", "省份", "数量", "单价", "币种", "优惠码",
    ),
    customer_headers=(
        "会员编号", "邮箱", "姓名", "出生年份", "性别", "城市", "邮编", "省份", "接收资讯", "注册日期",
        "家庭人数", "户外空间", "环保意识", "价格敏感度", "动手意愿",
    ),
    order_prefix="DD",
    return_prefix="TH-",
    date="%Y-%m-%d",
    channels=("小程序", "APP", "门店", "电话"),
    yes_no=("是", "否"),
    genders=("女", "男", "其他"),
    outdoor=("花园", "阳台", "无"),
    currency="CNY",
    gift=("GIFT01", "感恩种子小礼包"),
    test=("TEST", "测试商品 请勿发货", "测试"),
)  # fmt: skip

EDITIONS: Final[dict[Language, Edition]] = {"en": ENGLISH, "zh": CHINESE}


def customer_number(position: int) -> str:
    """Return the customer number of the customer at `position`, by time of joining."""
    return f"C{10001 + position}"
