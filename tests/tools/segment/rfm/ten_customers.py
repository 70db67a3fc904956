"""Ten customers of ``DAY``, worked out by hand: (day, money) of every order, latest first."""

from datetime import date, timedelta

DAY = date(2024, 6, 1)


def ago(days):
    return DAY - timedelta(days=days)


TEN = {
    "ann": [(ago(1), 50), (ago(40), 50), (ago(80), 50), (ago(120), 50)],
    "bob": [(ago(1), 30), (ago(90), 30), (ago(95), 30)],
    "cat": [(ago(20), 10)],
    "dan": [(ago(21), 200)],
    "eve": [(ago(60), 15), (ago(70), 15)],
    "fay": [(ago(61), 5)],
    "gus": [(ago(150), 40), (ago(200), 40), (ago(210), 40), (ago(220), 40), (ago(230), 40)],
    "hal": [(ago(151), 12), (ago(300), 13)],
    "ida": [(ago(300), 7)],
    "jon": [(ago(301), 8)],
}
