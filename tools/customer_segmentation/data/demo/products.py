"""The demo shop's catalogue: about 300 articles of house and garden in twelve categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Variant = tuple[str, str, int]
"""English name, Chinese name, price in percent of the family's."""

SIZE: Final[tuple[Variant, ...]] = (
    ("20 cm", "20厘米", 100),
    ("30 cm", "30厘米", 150),
    ("40 cm", "40厘米", 215),
    ("50 cm", "50厘米", 290),
)
COLOUR: Final[tuple[Variant, ...]] = (
    ("sand", "沙色", 100),
    ("sage", "鼠尾草绿", 100),
    ("rust", "铁锈红", 100),
    ("charcoal", "炭灰", 100),
)
SET: Final[tuple[Variant, ...]] = (
    ("set of 2", "2件套", 100),
    ("set of 4", "4件套", 185),
    ("set of 6", "6件套", 260),
    ("set of 8", "8件套", 330),
)
PACK: Final[tuple[Variant, ...]] = (
    ("10 pieces", "10个装", 100),
    ("25 pieces", "25个装", 210),
    ("50 pieces", "50个装", 380),
    ("100 pieces", "100个装", 690),
)
PLANT: Final[tuple[Variant, ...]] = (
    ("lavender", "薰衣草", 100),
    ("basil", "罗勒", 90),
    ("sunflower", "向日葵", 100),
    ("poppy", "虞美人", 110),
)
WOOD: Final[tuple[Variant, ...]] = (
    ("oak", "橡木", 115),
    ("walnut", "胡桃木", 135),
    ("bamboo", "竹制", 85),
    ("ash", "白蜡木", 100),
)
SCENT: Final[tuple[Variant, ...]] = (
    ("fig", "无花果香", 100),
    ("cedar", "雪松香", 100),
    ("orange", "甜橙香", 95),
    ("fresh linen", "清新亚麻香", 100),
)
MOTIF: Final[tuple[Variant, ...]] = (
    ("fern", "蕨叶", 100),
    ("heron", "苍鹭", 105),
    ("hare", "野兔", 105),
    ("meadow", "草地", 100),
)
METAL: Final[tuple[Variant, ...]] = (
    ("brass", "黄铜", 120),
    ("black", "黑色", 100),
    ("copper", "紫铜", 125),
    ("steel", "不锈钢", 100),
)
VOLUME: Final[tuple[Variant, ...]] = (
    ("1 l", "1升", 100),
    ("2 l", "2升", 140),
    ("5 l", "5升", 210),
    ("10 l", "10升", 290),
)


@dataclass(frozen=True)
class Category:
    """A category, how well it sells from January to December, and its families of articles."""

    code: str
    en: str
    zh: str
    months: tuple[int, ...]
    families: tuple[tuple[str, str, int, tuple[Variant, ...]], ...]
    """English name, Chinese name, base price in euro cents, variants."""


CATEGORIES: Final = (
    Category(
        "PP",
        "Pots & planters",
        "花盆花器",
        (4, 6, 14, 18, 18, 14, 10, 8, 8, 6, 4, 3),
        (
            ("Terracotta plant pot", "陶土花盆", 690, SIZE),
            ("Glazed planter", "釉面花盆", 1190, SIZE),
            ("Hanging basket", "吊篮", 990, COLOUR),
            ("Zinc window box", "镀锌窗台花箱", 1690, SIZE),
            ("Indoor pot with saucer", "室内带托花盆", 890, COLOUR),
            ("Plant stand", "花架", 2490, WOOD),
        ),
    ),
    Category(
        "SB",
        "Seeds & bulbs",
        "种子球根",
        (8, 14, 20, 16, 10, 5, 3, 5, 14, 14, 6, 3),
        (
            ("Organic seeds", "有机种子", 295, PLANT),
            ("Seed grow kit", "种植套装", 1190, PLANT),
            ("Tulip bulbs", "郁金香球根", 495, PACK),
            ("Daffodil bulbs", "水仙球根", 450, PACK),
            ("Crocus bulbs", "番红花球根", 350, PACK),
            ("Wildflower seed balls", "野花种子球", 590, PACK),
        ),
    ),
    Category(
        "GT",
        "Garden tools",
        "园艺工具",
        (4, 7, 15, 17, 15, 11, 8, 7, 9, 8, 4, 4),
        (
            ("Hand trowel", "手铲", 1290, WOOD),
            ("Pruning shears", "修枝剪", 1990, METAL),
            ("Watering can", "浇水壶", 1190, VOLUME),
            ("Garden gloves", "园艺手套", 890, COLOUR),
            ("Kneeling mat", "园艺跪垫", 1490, COLOUR),
            ("Plant labels", "植物标签", 390, PACK),
        ),
    ),
    Category(
        "OL",
        "Outdoor living",
        "户外生活",
        (2, 3, 9, 15, 19, 19, 16, 11, 6, 3, 2, 2),
        (
            ("Folding garden chair", "折叠花园椅", 4990, WOOD),
            ("Bistro table", "户外小圆桌", 8990, COLOUR),
            ("Outdoor cushion", "户外靠垫", 1990, COLOUR),
            ("Picnic blanket", "野餐垫", 2990, MOTIF),
            ("Bird feeder", "喂鸟器", 1490, WOOD),
            ("Storm lantern", "防风灯笼", 2290, METAL),
        ),
    ),
    Category(
        "KI",
        "Kitchenware",
        "厨房用品",
        (11, 10, 9, 8, 8, 7, 7, 8, 10, 11, 14, 15),
        (
            ("Chopping board", "砧板", 2190, WOOD),
            ("Storage jar", "密封罐", 690, VOLUME),
            ("Linen tea towel", "亚麻茶巾", 990, MOTIF),
            ("Apron", "围裙", 1990, COLOUR),
            ("Wooden spoon", "木勺", 590, WOOD),
            ("Enamel pan", "珐琅锅", 2490, COLOUR),
        ),
    ),
    Category(
        "TA",
        "Tableware",
        "餐具",
        (9, 8, 9, 10, 10, 9, 8, 8, 9, 10, 14, 16),
        (
            ("Stoneware mug", "炻器马克杯", 990, COLOUR),
            ("Dinner plates", "餐盘", 1990, SET),
            ("Cereal bowls", "麦片碗", 1490, SET),
            ("Water glasses", "水杯", 990, SET),
            ("Cutlery", "刀叉餐具", 2990, METAL),
            ("Serving tray", "托盘", 2290, WOOD),
        ),
    ),
    Category(
        "TX",
        "Textiles",
        "家纺布艺",
        (11, 10, 8, 7, 6, 6, 6, 8, 12, 14, 15, 14),
        (
            ("Linen cushion cover", "亚麻靠垫套", 1790, COLOUR),
            ("Wool throw", "羊毛盖毯", 4990, COLOUR),
            ("Bath towel", "浴巾", 1690, COLOUR),
            ("Table runner", "桌旗", 1890, MOTIF),
            ("Cotton napkins", "棉质餐巾", 990, SET),
            ("Doormat", "门垫", 1990, MOTIF),
        ),
    ),
    Category(
        "LI",
        "Lighting",
        "灯饰",
        (10, 9, 7, 6, 5, 5, 5, 7, 12, 15, 17, 15),
        (
            ("Table lamp", "台灯", 3990, METAL),
            ("Pendant shade", "吊灯罩", 4490, COLOUR),
            ("Clip reading light", "夹式阅读灯", 1990, METAL),
            ("Solar path lights", "太阳能路径灯", 1690, SET),
            ("Fairy lights", "小串灯", 890, METAL),
            ("Filament bulbs", "复古灯泡", 1190, SET),
        ),
    ),
    Category(
        "CS",
        "Candles & scents",
        "香薰蜡烛",
        (10, 9, 7, 5, 5, 4, 4, 5, 9, 13, 18, 20),
        (
            ("Scented candle", "香薰蜡烛", 1290, SCENT),
            ("Reed diffuser", "藤条香薰", 1890, SCENT),
            ("Room spray", "室内喷雾", 990, SCENT),
            ("Tea lights", "茶蜡", 390, PACK),
            ("Candle holder", "烛台", 1190, METAL),
            ("Soap bar", "手工皂", 490, SCENT),
        ),
    ),
    Category(
        "ST",
        "Storage",
        "收纳整理",
        (18, 13, 11, 9, 7, 6, 6, 9, 11, 9, 6, 5),
        (
            ("Wicker basket", "藤编收纳篮", 1290, SIZE),
            ("Felt storage box", "毛毡收纳盒", 990, COLOUR),
            ("Wall hooks", "挂钩", 790, METAL),
            ("Drawer organiser", "抽屉收纳格", 1490, WOOD),
            ("Laundry bag", "洗衣袋", 1690, COLOUR),
            ("Glass spice jars", "玻璃调料瓶", 890, SET),
        ),
    ),
    Category(
        "WA",
        "Wall decor",
        "墙面装饰",
        (12, 11, 10, 9, 8, 7, 7, 8, 10, 11, 12, 12),
        (
            ("Art print", "装饰画", 1490, MOTIF),
            ("Picture frame", "相框", 990, WOOD),
            ("Round mirror", "圆镜", 2490, SIZE),
            ("Wall clock", "挂钟", 2990, WOOD),
            ("Wall shelf", "墙面搁板", 2290, WOOD),
            ("Botanical postcards", "植物明信片", 390, PACK),
        ),
    ),
    Category(
        "HG",
        "Holiday & gifts",
        "节日礼品",
        (3, 2, 2, 2, 3, 2, 2, 2, 4, 14, 44, 60),
        (
            ("Glass baubles", "玻璃彩球", 1190, SET),
            ("Paper star", "纸质星星灯", 790, SIZE),
            ("Felt garland", "毛毡挂饰", 1490, MOTIF),
            ("Advent wreath", "冬青花环", 2190, SIZE),
            ("Gift wrap", "礼品包装纸", 450, MOTIF),
            ("Gift hamper", "礼品篮", 3490, SCENT),
            ("Wooden figures", "木质摆件", 990, WOOD),
        ),
    ),
)


@dataclass(frozen=True)
class Product:
    """One article with its price in cents of each edition's currency, in the first year."""

    sku: str
    en: str
    zh: str
    category: int
    cents_eur: int
    cents_cny: int


def catalogue() -> tuple[Product, ...]:
    """Return every article, category by category."""
    return tuple(
        _product(category, number, family, variant)
        for category, entry in enumerate(CATEGORIES)
        for number, (family, variant) in enumerate(
            (family, variant) for family in entry.families for variant in family[3]
        )
    )


def _product(
    category: int, number: int, family: tuple[str, str, int, tuple[Variant, ...]], variant: Variant
) -> Product:
    en, zh, base, _ = family
    cents = base * variant[2] // 100 // 50 * 50 + 45
    return Product(
        sku=f"{CATEGORIES[category].code}{101 + number}",
        en=f"{en} {variant[0]}",
        zh=f"{zh} {variant[1]}",
        category=category,
        cents_eur=cents,
        cents_cny=cents * 7 // 500 * 500 + 490,
    )
