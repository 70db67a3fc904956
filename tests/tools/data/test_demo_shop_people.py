"""The demo shop's customer file: who is in it, what they told, and what they left out."""

from csv import DictReader
from datetime import datetime

import pytest

from customer_segmentation.data.demo_shop import write_demo_shop


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    return write_demo_shop(tmp_path_factory.mktemp("english"), customers=1000)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    return write_demo_shop(tmp_path_factory.mktemp("chinese"), language="zh", customers=1000)


@pytest.fixture(scope="module")
def lines(english):
    return read(english.orders)


@pytest.fixture(scope="module")
def people(english):
    return read(english.customers)


def read(path, encoding="utf-8"):
    with path.open(encoding=encoding, newline="") as file:
        return list(DictReader(file))


def customer(line):
    return line["client_no"].strip()


def moment(line):
    return datetime.strptime(line["created"], "%d/%m/%Y %H:%M")  # noqa: DTZ007


def test_the_customer_file_lacks_some_buyers_and_knows_some_strangers(english, people):
    listed = [person["client_no"] for person in people]
    assert len(set(listed)) == len(listed)
    assert len(set(english.truth) - set(listed)) == english.planted["customers_without_attributes"] > 0
    assert len(set(listed) - set(english.truth)) == english.planted["people_without_orders"] > 0


def test_every_address_is_of_an_example_domain_and_belongs_to_one_person(people, chinese):
    for persons, column in ((people, "email"), (read(chinese.customers, "utf-8-sig"), "邮箱")):
        mailboxes = [person[column] for person in persons]
        assert len(set(mailboxes)) == len(mailboxes)
        assert {mailbox.rpartition("@")[2] for mailbox in mailboxes} == {
            "example.com",
            "example.org",
            "example.net",
        }
        assert all(mailbox.isascii() and mailbox[0].isalpha() for mailbox in mailboxes)


def test_answers_are_missing_here_and_there_but_never_the_number_or_the_consent(people):
    for column in ("birth_year", "gender", "postcode", "household_size", "sustainability", "diy"):
        assert 0.03 <= sum(person[column] == "" for person in people) / len(people) <= 0.09
    assert {person["newsletter_consent"] for person in people} == {"yes", "no"}
    assert all(person["client_no"] and person["signup_date"] for person in people)


def test_two_years_of_birth_are_impossible(people):
    born = sorted(int(person["birth_year"]) for person in people if person["birth_year"])
    assert born[:2] == [1893, 1893]
    assert born[2] >= 1936
    assert born[-1] <= 2006


def test_survey_answers_lean_as_their_group_does(english, people):
    def mean(group, column):
        told = [
            int(person[column])
            for person in people
            if person[column] and english.truth.get(person["client_no"]) == group
        ]
        return sum(told) / len(told)

    assert {person["diy"] for person in people} == {"", "1", "2", "3", "4", "5"}
    assert mean("bargain", "price_sensitivity") > mean("champion", "price_sensitivity") + 1
    assert mean("champion", "sustainability") > mean("bargain", "sustainability") + 0.5


def test_nobody_signs_up_after_the_first_order(english, lines, people):
    first = {}
    for line in lines:
        if int(line["qty"]) > 0:
            first.setdefault(customer(line), moment(line).date())
    since = {
        person["client_no"]: datetime.strptime(person["signup_date"], "%d/%m/%Y").date()  # noqa: DTZ007
        for person in people
    }
    assert all(since[number] <= first[number] for number in english.truth if number in since)
