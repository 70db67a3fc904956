"""The demo shop's customer file: who the customers are, as far as they told."""

from __future__ import annotations

import itertools
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.demo import names
from customer_segmentation.data.demo.draws import Draws
from customer_segmentation.data.demo.edition import Edition, customer_number
from customer_segmentation.data.demo.groups import ALREADY, GROUP_IDS, GROUPS
from customer_segmentation.data.demo.places import PLACES
from customer_segmentation.data.demo.season import DAYS, FIRST_DAY

if TYPE_CHECKING:
    from customer_segmentation.data.demo.draws import Ints
    from customer_segmentation.data.demo.lives import Lives

ABSENT: Final = 0.02
"""Buyers that the customer file lacks."""
NEVER_BOUGHT: Final = 0.03
"""Registered people without an order, beside the buyers."""
UNANSWERED: Final = 0.06
MAY_BE_EMPTY: Final = (3, 4, 6, 10, 11, 12, 13, 14)
"""Columns of the customer file in which answers are missing."""
BIRTH_YEAR: Final = 3
IMPOSSIBLE_BIRTH: Final = "1893"
MAIL_DOMAINS: Final = ("example.com", "example.org", "example.net")
HOUSEHOLD_WEIGHTS: Final = (22, 36, 17, 17, 8)
OUTDOOR_WEIGHTS: Final = (50, 32, 18)
GENDER_WEIGHTS: Final = (62, 36, 2)
WOMAN, MAN, UNTOLD = range(3)
WHOLESALE: Final = GROUP_IDS.index("wholesale")


def customer_rows(seed: int, lives: Lives, edition: Edition) -> list[list[str]]:
    """Return one row per person: the buyers but a few, then people who registered and never bought."""
    import numpy as np

    draws = Draws(seed, "people")
    buyers = len(lives.group)
    strangers = max(1, round(buyers * NEVER_BOUGHT))
    listed = draws.sample(np.arange(buyers), buyers - max(1, round(buyers * ABSENT)))
    position = np.concatenate([listed, np.arange(buyers, buyers + strangers)])
    group = np.concatenate([lives.group[listed], np.full(strangers, GROUP_IDS.index("one_time"))])
    joined = np.concatenate([lives.joined[listed], draws.between(-ALREADY, DAYS - 1, strangers)])
    signed_up = joined - draws.between(0, 20, len(joined)) * draws.chance(0.4, len(joined))
    elsewhere = draws.pick([place.weight for place in PLACES], strangers)
    place = np.concatenate([lives.place[listed], elsewhere])
    rows = [
        [customer_number(number), *person, *address, *told]
        for number, person, address, told in zip(
            position.tolist(),
            _persons(position, group, edition, draws),
            _addresses(place, edition, draws),
            _told(group, signed_up, edition, draws),
            strict=True,
        )
    ]
    _leave_gaps(rows, group, draws)
    return rows


def _persons(position: Ints, group: Ints, edition: Edition, draws: Draws) -> list[tuple[str, str, str, str]]:
    """Return e-mail, name, year of birth and gender of everybody; a wholesale account is a firm."""
    import numpy as np

    count = len(position)
    gender = draws.pick(GENDER_WEIGHTS, count).tolist()
    first = draws.between(0, len(names.WOMEN) - 1, count).tolist()
    family = draws.uniform(count).tolist()
    domain = draws.between(0, len(MAIL_DOMAINS) - 1, count).tolist()
    typical = np.array([entry.born for entry in GROUPS])[group]
    spread = draws.uniform(count, 4).sum(axis=1) - 2
    born = np.clip(typical + np.floor(spread * 22), 1936, 2006).astype(np.int64).tolist()
    firms = itertools.cycle(names.FIRMS_ZH if edition.language == "zh" else names.FIRMS)
    persons = []
    for row, number in enumerate(position.tolist()):
        firm = int(group[row]) == WHOLESALE
        name = next(firms) if firm else _name(gender[row], first[row], family[row], edition)
        email = f"{_mailbox(name, number, edition)}@{MAIL_DOMAINS[domain[row]]}"
        known = ("", "") if firm else (str(born[row]), edition.genders[gender[row]])
        persons.append((email, name, *known))
    return persons


def _name(gender: int, first: int, family: float, edition: Edition) -> str:
    women = gender == WOMAN or (gender == UNTOLD and first % 2 == 0)
    if edition.language == "zh":
        given = (names.WOMEN_ZH if women else names.MEN_ZH)[first]
        return names.FAMILIES_ZH[int(family * len(names.FAMILIES_ZH))] + given
    given = (names.WOMEN if women else names.MEN)[first]
    return f"{given} {names.FAMILIES[int(family * len(names.FAMILIES))]}"


def _mailbox(name: str, number: int, edition: Edition) -> str:
    """Return the part of an address before the @: the name without accents, or the member number."""
    if edition.language == "zh":
        return f"hy{10001 + number}"
    plain = unicodedata.normalize("NFKD", name.lower().replace("ø", "o")).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}{number}"


def _addresses(place: Ints, edition: Edition, draws: Draws) -> list[tuple[str, str, str]]:
    """Return city, postcode and country (or province)."""
    city = draws.between(0, 3, len(place)).tolist()
    digits = draws.between(0, 9999, len(place)).tolist()
    addresses = []
    for where, which, number in zip(place.tolist(), city, digits, strict=True):
        home = PLACES[where]
        town, pattern = (home.cities_zh if edition.language == "zh" else home.cities_en)[which]
        blanks = pattern.count("#")
        postcode = pattern.replace("#", "") + f"{number:04d}"[:blanks]
        addresses.append((town, postcode, edition.name(home)))
    return addresses


def _told(group: Ints, signed_up: Ints, edition: Edition, draws: Draws) -> list[tuple[str, ...]]:
    """Return consent, date of signing up, household, outdoor space and the three answers from 1 to 5."""
    import numpy as np

    count = len(group)
    likely = np.array([entry.consent_percent for entry in GROUPS])[group] / 100
    consent = np.where(draws.chance(likely, count), *edition.yes_no)
    dates = [(FIRST_DAY + timedelta(days=day)).strftime(edition.date) for day in signed_up.tolist()]
    household = (1 + draws.pick(HOUSEHOLD_WEIGHTS, count)).astype(str)
    outdoor = np.array(edition.outdoor)[draws.pick(OUTDOOR_WEIGHTS, count)]
    leaning = np.array([(entry.sustainability, entry.price_sensitivity, entry.diy) for entry in GROUPS])[
        group
    ]
    scatter = (draws.uniform(count, 3, 3).sum(axis=2) - 1.5) * 1.7
    answers = np.clip(np.floor(3.5 + leaning + scatter), 1, 5).astype(np.int64).astype(str)
    columns = (consent.tolist(), dates, household.tolist(), outdoor.tolist(), *answers.T.tolist())
    return list(zip(*columns, strict=True))


def _leave_gaps(rows: list[list[str]], group: Ints, draws: Draws) -> None:
    """Empty some answers, all that a firm would not give, and make two years of birth impossible."""
    import numpy as np

    silent = draws.uniform(len(rows), len(MAY_BE_EMPTY)) < UNANSWERED
    for row, answer in np.argwhere(silent).tolist():
        rows[row][MAY_BE_EMPTY[answer]] = ""
    people = np.flatnonzero(group != WHOLESALE)
    for row in draws.sample(people, 2).tolist():
        rows[row][BIRTH_YEAR] = IMPOSSIBLE_BIRTH
    for row in np.flatnonzero(group == WHOLESALE).tolist():
        rows[row][10:] = [""] * (len(rows[row]) - 10)
