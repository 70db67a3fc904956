import pytest

from customer_segmentation.data.read.legacy_encoding import legacy_encoding

CHINESE = "订单号,客户,城市,金额\n1001,张三,北京,88.50\n1002,李四,上海,120\n1003,王小明,哈尔滨,9\n"
WESTERN = "id;name;city;price\n1;Müller;Köln;5\n2;François Lefèvre;Besançon;6\n3;Señor Muñoz;Cádiz;£7\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_chinese_export_in_any_encoding(reading, written, encoding):
    read = reading(written(CHINESE.encode(encoding)))
    assert read.headers == ["订单号", "客户", "城市", "金额"]
    assert read.rows == [
        ("1001", "张三", "北京", "88.50"),
        ("1002", "李四", "上海", "120"),
        ("1003", "王小明", "哈尔滨", "9"),
    ]
    assert ("read_encoding" in read.notes) == (not encoding.startswith("utf-8"))


def test_gbk_is_named(reading, written):
    read = reading(written(CHINESE.encode("gbk")))
    assert read.notes["read_encoding"] == {"encoding": "GB18030 (GBK)"}


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_western_export(reading, written, encoding):
    read = reading(written(WESTERN.encode(encoding)))
    assert read.rows[1] == ("2", "François Lefèvre", "Besançon", "6")
    assert read.rows[2][3] == "£7"
    assert read.notes["read_encoding"] == {"encoding": "Windows-1252 (Latin-1)"}


def test_windows_quotes_and_euro(reading, written):
    read = reading(written("id;note\n1;“schön” – 5 €\n".encode("cp1252")))
    assert read.rows == [("1", "“schön” – 5 €")]


def test_the_whole_file_decides_not_its_beginning(reading, written):
    plain = "".join(f"{number},plain\n" for number in range(200_000))
    read = reading(written(("id,name\n" + plain).encode() + "1,张三\n2,李小四\n".encode("gb18030")))
    assert read.raw.rows == 200_002
    assert read.rows[-2:] == [("1", "张三"), ("2", "李小四")]


def test_characters_cut_in_half_are_counted_not_a_reason_for_another_encoding(reading, written):
    rows = "".join(f"{number},客户名称\n" for number in range(100))
    read = reading(written(("id,name\n" + rows).encode() + "7,客户".encode()[:-1] + b"\n"))
    assert read.rows[0] == ("0", "客户名称")
    assert read.rows[-1] == ("7", "客\ufffd")
    assert read.raw.facts["load_data.all.characters_lost"].value == 1
    assert "read_characters_lost" in read.notes


def test_a_byte_order_mark_is_no_part_of_the_first_header(reading, written):
    read = reading(written(b'\xef\xbb\xbf"id",name\n1,a\n'))
    assert read.headers == ["id", "name"]
    assert read.notes == {}


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("商品：连衣裙（红色）,￥199\n", "gb18030"),
        ("姓名\n王\n", "gb18030"),
        ("iPhone手机壳,红色\nA款B\n", "gb18030"),
        ("客户,😀\n张三,好\n", "gb18030"),
        ("é\n", "cp1252"),
        ("CAFÉ;ÖL;ÄRGER\n", "cp1252"),
        ("Crème Brûlée, naïve, Ångström\n", "cp1252"),
    ],
)
def test_chinese_and_western_are_told_apart_on_little_evidence(text, codec):
    assert legacy_encoding(text.encode(codec)) == (codec, True)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Москва,Иванов Иван\nСанкт-Петербург,Петров Пётр\nКазань,Сидорова Анна Михайловна\n", "cp1251"),
        ("客戶編號,訂單日期,姓名,臺北市信義區,陳小明,購買商品數量,這是一個測試\n", "big5"),
        ("고객번호,주문일,상품명,서울특별시,감사합니다,김철수,주문번호,배송지\n", "cp949"),
    ],
)
def test_other_encodings_are_guesses(text, codec):
    assert legacy_encoding(text.encode(codec)) == (codec, False)


def test_a_guess_is_said_to_be_one(reading, written):
    text = "номер,клиент\n1,Иванов Иван\n2,Петров Пётр\n3,Сидорова Анна Михайловна\n"
    read = reading(written(text.encode("cp1251")))
    assert read.rows[1] == ("2", "Петров Пётр")
    assert read.notes == {"read_encoding_guessed": {"encoding": "CP1251"}}
