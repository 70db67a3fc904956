"""Headers of well-known files are understood without a question; each is written as header:kind of cells."""

import pytest

NAMES = ("Ann Ash", "Bob Birch", "Cat Cedar", "Dan Dale", "Eve Elm")


def cell(kind, n, position):
    order = n // 2
    return {
        "i": str(n + 1),
        "o": f"O{order:05d}{position}",
        "c": f"K{order % 37:04d}",
        "d": f"2024-{1 + order * 7 % 12:02d}-{1 + order * 5 % 28:02d} 10:{order % 60:02d}:00",
        "e": f"2025-{1 + order * 7 % 12:02d}-{1 + order * 5 % 28:02d} 10:{order % 60:02d}:00",
        "m": f"{(n * 37 + position * 13) % 500 + 1}.{n * 7 % 100:02d}",
        "q": str(1 + n % 5),
        "k": f"{position}-{n % 11}",
        "n": NAMES[order % 5],
        "@": f"u{order % 37}@x.example",
        "s": ("Completed", "Paid", "Shipped")[order % 3],
        "f": "否",
        "a": str(18 + n % 60),
        "t": f"10:{n % 60:02d}",
        "E": "EUR",
    }[kind]


FILES = {
    "superstore": (
        "Row ID:i,Order ID:o,Order Date:d,Ship Date:e,Ship Mode:k,Customer ID:c,Customer Name:n,Segment:k,Country:k,City:k,State:k,Region:k,Product ID:k,Category:k,Sub-Category:k,Product Name:k,Sales:m,Quantity:q,Discount:m,Profit:m",
        {"customer_id": "Customer ID", "order_id": "Order ID", "date": "Order Date", "amount": "Sales", "product": "Product ID", "category": "Category"},
    ),
    "retail transactions": (
        "transaction_id:o,cust_id:c,tran_date:d,prod_cat_code:k,Qty:q,Rate:m,Tax:m,total_amt:m,Store_type:k",
        {"customer_id": "cust_id", "order_id": "transaction_id", "date": "tran_date", "amount": "total_amt", "quantity": "Qty"},
    ),
    "shopping malls": (
        "invoice_no:o,customer_id:c,gender:k,age:a,category:k,quantity:q,price:m,payment_method:k,invoice_date:d,shopping_mall:k",
        {"customer_id": "customer_id", "order_id": "invoice_no", "date": "invoice_date", "price": "price", "quantity": "quantity"},
    ),
    "northwind": (
        "OrderID:o,CustomerID:c,EmployeeID:k,OrderDate:d,RequiredDate:e,ShippedDate:e,ShipVia:k,Freight:m,ShipCountry:k,ProductID:k,UnitPrice:m,Quantity:q",
        {"customer_id": "CustomerID", "order_id": "OrderID", "date": "OrderDate", "price": "UnitPrice", "country": "ShipCountry"},
    ),
    "adventure works": (
        "SalesOrderID:o,OrderDate:d,DueDate:e,ShipDate:e,CustomerID:c,AccountNumber:c,SubTotal:m,TaxAmt:m,Freight:m,TotalDue:m",
        {"customer_id": "CustomerID", "order_id": "SalesOrderID", "date": "OrderDate", "amount": "TotalDue"},
    ),
    "sap": (
        "Belegnummer:o,Position:i,Kunde:c,Material:k,Menge:q,Nettowert:m,Währung:E,Fakturadatum:d",
        {"customer_id": "Kunde", "order_id": "Belegnummer", "amount": "Nettowert", "quantity": "Menge", "currency": "Währung"},
    ),
    "till": (
        "Receipt No:o,Date:d,Time:t,Cashier:k,Loyalty Card:c,SKU:k,Description:k,Qty:q,Unit Price:m,Discount:m,Line Total:m,Tax:m",
        {"customer_id": "Loyalty Card", "order_id": "Receipt No", "date": "Date", "amount": "Line Total", "product": "SKU"},
    ),
    "etsy": (
        "Sale Date:d,Item Name:k,Buyer:c,Quantity:q,Price:m,Discount Amount:m,Order Shipping:m,Item Total:m,Currency:E,Transaction ID:i,Date Paid:e,Date Shipped:e,Ship Name:n,Ship Country:k,Order ID:o",
        {"customer_id": "Buyer", "order_id": "Order ID", "date": "Sale Date", "amount": "Item Total", "country": "Ship Country"},
    ),
    "ebay": (
        "Sales Record Number:i,Order Number:o,Buyer Name:n,Buyer Email:@,Item Number:k,Item Title:k,Quantity:q,Sold For:m,Total Price:m,Sale Date:d,Paid On Date:e",
        {"customer_id": "Buyer Email", "order_id": "Order Number", "date": "Sale Date", "amount": "Total Price"},
    ),
    "olist": (
        "order_id:o,customer_id:o,customer_unique_id:c,order_purchase_timestamp:d,order_status:s,payment_value:m,customer_city:k,customer_state:k",
        {"customer_id": "customer_unique_id", "order_id": "order_id", "date": "order_purchase_timestamp", "amount": "payment_value", "region": "customer_state"},
    ),
    "bigcommerce": (
        "Order ID:o,Customer ID:c,Customer Name:n,Customer Email:@,Order Date:d,Order Status:s,Order Total (inc tax):m,Order Total (ex tax):m",
        {"customer_id": "Customer ID", "order_id": "Order ID", "amount": "Order Total (inc tax)"},
    ),
    "paypal": (
        "Date:d,Time:t,Name:n,Type:k,Status:s,Currency:E,Gross:m,Fee:m,Net:m,From Email Address:@,Transaction ID:o",
        {"customer_id": "From Email Address", "order_id": "Transaction ID", "amount": "Gross"},
    ),
    "京东": (
        "订单号:o,用户名:c,商品ID:k,商品名称:k,下单时间:d,付款时间:e,订单金额:m,应付金额:m,渠道:k,是否退款:f",
        {"customer_id": "用户名", "order_id": "订单号", "date": "下单时间", "amount": "订单金额", "product": "商品ID", "channel": "渠道"},
    ),
    "español": (
        "Pedido:o,Cliente:c,Fecha:d,Producto:k,Cantidad:q,Precio:m,Total:m",
        {"customer_id": "Cliente", "date": "Fecha", "product": "Producto", "quantity": "Cantidad"},
    ),
    "few columns": (
        "CustomerID:c,TransactionDate:d,ProductCategory:k,Revenue:m",
        {"customer_id": "CustomerID", "date": "TransactionDate", "amount": "Revenue", "category": "ProductCategory"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FILES))
def test_headers_of_well_known_files_need_no_question(load, name):
    columns, expected = FILES[name]
    kinds = [column.rpartition(":") for column in columns.split(",")]
    header = ",".join(header for header, _, _ in kinds)
    rows = [",".join(cell(kind, n, m) for m, (_, _, kind) in enumerate(kinds)) for n in range(200)]
    loaded = load("\n".join([header, *rows]) + "\n")
    assert {role: loaded.roles.get(role) for role in expected} == expected
    assert loaded.facts["lines_kept"] == 200
