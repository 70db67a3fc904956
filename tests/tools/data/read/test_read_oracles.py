"""Public files, where they are present."""


def test_cdnow(reading, oracle):
    read = reading(oracle("cdnow_master.txt"))
    assert read.headers == ["customer_id", "date", "number_of_cds", "dollar_value"]
    assert len(read.rows) == 69_659
    assert read.rows[0] == ("00001", "19970101", "1", "11.77")
    assert read.rows[-1] == ("23570", "19970326", "2", "42.96")
    assert len({row[0] for row in read.rows}) == 23_570
    assert read.lines == list(range(1, 69_660))
    assert read.raw.malformed == 0


def test_orders_of_the_rfm_package(reading, oracle):
    read = reading(oracle("rfm_data_orders.csv"))
    assert len(read.rows) == 4_906
    assert len({row[0] for row in read.rows}) == 995
    assert read.notes == {}


def test_online_retail(reading, oracle, engine):
    read = reading(oracle("online_retail_II_y2009_2010.parquet"))
    assert read.raw.rows == 525_461
    assert read.types == ["text", "text", "text", "number", "text", "number", "number", "text"]
    assert read.lines == list(range(1, 525_462))
    assert engine.rows_of("SELECT count(*) FROM raw WHERE c7 IS NULL") == [(107_927,)]
    assert engine.rows_of("SELECT count(*) FROM raw WHERE starts_with(c1, 'C')") == [(10_206,)]


def test_customers_of_a_campaign(reading, oracle):
    read = reading(oracle("marketing_campaign.csv"))
    assert (len(read.rows), len(read.headers)) == (2_240, 29)
    assert sum(row[4] == "NA" for row in read.rows) == 24
