"""Invented names for the demo shop's customers and accounts."""

from __future__ import annotations

from typing import Final


def _apart(text: str, mark: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(mark))


WOMEN: Final = _apart(
    "Anna Greta Liesbeth Sofie Camille Élodie Giulia Chiara Lucía Carmen Freja Ingrid Hanna Marlene Zoë "
    "Noor Femke Margot Clara Ottilie Renate Birgit Alba Paola Käthe Johanna Mette Astrid Colette Veerle"
)
MEN: Final = _apart(
    "Jürgen Matthias Lukas Pieter Bram Thijs Hugo Étienne Marc Luca Matteo Pablo Íñigo Søren Anders "
    "Felix Jonas Karl Wouter Joost Gilles Rémi Dario Nils Emil Stefan Tobias Henrik Ruben Antoine"
)
FAMILIES: Final = _apart(
    "Achterberg Almgren Baumeister Bellandi Birkholm Boisvert Brandhuber Castellani Dahlgaard Delacourt "
    "Duinhoven Eichholz Espinar Falkenried Ferrando Feldmoser Grünwald Haverkamp Hjortlund Holzapfel "
    "Jansma Kestermann Kirkegård Lammertink Lindenau Maesfeld Marchetto Montclair Müllner Nachtweg "
    "Oberländer Oosterveld Pellegrin Quintanar Rasmund Riedmüller Rosenkilde Saintclair Schönhofer "
    "Sterkens Terlinden Tiefenthal Ulmanns Valcourt Vandermeer Verbruggen Vestergren Waldstein "
    "Weidenbach Zonneveld"
)
FIRMS: Final = _apart(
    "Lindenhof Interiors|Maison Valmarque|Hotel Seeblick Group|Atelier Noordkaap|Gartenwelt Brandau|"
    "Villa Orsino|Kornblume Concept Stores|Bureau Duinzicht|Café Kette Morgenrot|Studio Halden|"
    "Posada del Faro|Werkhof Tannau|Pension Alpenruh|Comptoir des Jardins|Noordster Events|"
    "Landhaus Quell",
    "|",
)

FAMILIES_ZH: Final = _apart(
    "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 "
    "许 韩 冯 邓 曹 彭 曾 肖 田 董 潘 袁 蔡 蒋 余 欧阳 上官"
)
WOMEN_ZH: Final = _apart(
    "雨桐 思涵 梦琪 静怡 佳慧 晓雯 欣然 若曦 婉清 诗雅 丽娟 秀兰 玉梅 海燕 美玲 雪莹 "
    "可馨 语嫣 芳 敏 婷 倩 颖 琳 悦 彤 岚 薇 蓉 洁"
)
MEN_ZH: Final = _apart(
    "子轩 浩然 宇航 俊杰 志强 建国 文博 嘉豪 天佑 明远 国栋 立新 晨阳 永康 思远 一鸣 伟 "
    "磊 强 勇 涛 超 鹏 斌 波 辉 凯 锋 毅 翔"
)
FIRMS_ZH: Final = _apart(
    "禾木家居|临江花园酒店|拾光里民宿|青梧设计|云栖餐饮|山野集合店|南屏会务|半亩园艺|松间茶舍|"
    "知夏生活馆|望海楼酒店|木言工作室|闻溪软装|朴舍公寓|晴川商贸|初见咖啡",
    "|",
)
