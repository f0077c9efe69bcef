"""Companies and the people who speak for them, from several countries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple


class Country(NamedTuple):
    code: str
    prefix: str
    number_length: int  # digits of the registration number
    cities: tuple[tuple[str, str, str], ...]  # city, region, zip
    streets: tuple[str, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    stems: tuple[str, ...]
    endings: tuple[str, ...]


GERMANY = Country(
    "DE", "+49", 9,
    (("Köln", "Nordrhein-Westfalen", "50667"), ("Hamburg", "Hamburg", "20095"),
     ("Leipzig", "Sachsen", "04109"), ("Freiburg", "Baden-Württemberg", "79098")),
    ("Hauptstraße", "Lindenweg", "Am Markt", "Bergstraße"),
    ("Anna", "Lukas", "Jürgen", "Katrin", "Sören"), ("Müller", "Schröder", "Groß", "Vogel"),
    ("Rheinwerk", "Feldmann", "Kornblume", "Nordlicht", "Steinbach", "Grünwald", "Brückner",
     "Silberhorn", "Weidenhof", "Hansen und Sohn", "Lindgrün", "Optik Jäger", "Praxis Dr. Vogt",
     "Schreinerei Moosbach", "Altstadt Verlag", "Quellengrund"),
    ("GmbH", "AG", "& Co. KG", "Maschinenbau GmbH", "Logistik GmbH"),
)  # fmt: skip
FRANCE = Country(
    "FR", "+33", 9,
    (("Lyon", "Auvergne-Rhône-Alpes", "69002"), ("Nantes", "Pays de la Loire", "44000")),
    ("rue de la République", "avenue Foch", "quai des Célestins"),
    ("Élise", "Benoît", "Chloé", "Hervé"), ("Lefèvre", "Dubois", "Garçon", "Noël"),
    ("L'Atelier Vert", "Boulangerie Noël", "Côté Mer", "Hôtel d'Artois", "Vélo Cité",
     "Imprimerie Garnier", "Domaine des Ormes"),
    ("SARL", "SAS", "et Fils"),
)  # fmt: skip
POLAND = Country(
    "PL", "+48", 10,
    (("Wrocław", "dolnośląskie", "50-001"), ("Łódź", "łódzkie", "90-001"),
     ("Kraków", "małopolskie", "31-001"), ("Gdańsk", "pomorskie", "80-001")),
    ("ul. Długa", "ul. Mickiewicza", "al. Jana Pawła II"),
    ("Łukasz", "Małgorzata", "Paweł", "Zofia"), ("Kowalski", "Wiśniewska", "Zając", "Dąbrowski"),
    ("Piekarnia Złoty Kłos", "Drukarnia Świt", "Meble Dąb", "Transport Żuraw", "Apteka Zdrowie",
     "Kancelaria Lewandowski"),
    ("sp. z o.o.", "S.A.", "sp. j."),
)  # fmt: skip
BRITAIN = Country(
    "GB", "+44", 8,
    (("Bristol", "England", "BS1 5TR"), ("Leeds", "England", "LS1 4DY"),
     ("Cardiff", "Wales", "CF10 1EP")),
    ("High Street", "Station Road", "Queen Street"),
    ("Alice", "George", "Niamh", "Owen"), ("O'Brien", "Taylor", "Smith-Jones", "Evans"),
    ("Avon Marine", "Fisher's Bakery", "Mendip Surveyors", "Three Oaks Dental", "Severn Freight"),
    ("Ltd", "plc", "LLP"),
)  # fmt: skip
RUSSIA = Country(
    "RU", "+7", 10,
    (("Москва", "Москва", "101000"), ("Казань", "Татарстан", "420111")),
    ("ул. Ленина", "Невский пр.", "ул. Садовая"),
    ("Иван", "Ольга", "Сергей", "Мария"), ("Иванов", "Смирнова", "Кузнецов", "Попова"),
    ("Ромашка", "Северный ветер", "ТехноСфера", "Ёлочка", "Глобус"),
    ('ООО "{}"', 'АО "{}"', "ИП {}"),
)  # fmt: skip
BELARUS = Country(
    "BY", "+375", 9, (("Минск", "Минск", "220030"), ("Гродно", "Гродно", "230023")),
    ("пр. Независимости", "ул. Советская"),
    ("Алесь", "Янина"), ("Ковалёв", "Новик"), ("Белый аист", "Васильки"), ('ООО "{}"', 'ОДО "{}"'),
)  # fmt: skip
ESTONIA = Country(
    "EE", "+372", 8, (("Tallinn", "Harju", "10111"), ("Tartu", "Tartu", "51003")),
    ("Pikk", "Riia"), ("Mari", "Jüri"), ("Tamm", "Saar"),
    ("Põhjatäht", "Sõbra Kaubad", "Õunapuu"), ("OÜ", "AS"),
)  # fmt: skip

HOMES = {
    "EUR": (GERMANY,) * 6 + (FRANCE, FRANCE, ESTONIA, RUSSIA, BELARUS),
    "PLN": (POLAND, POLAND, POLAND, GERMANY),
    "GBP": (BRITAIN, BRITAIN, BRITAIN, FRANCE),
}

# Names that a portal must bear: quotes, markup, formulas, long and short, and two of each of the
# equal ones.
TELLING = {
    "EUR": ("Kastanie GmbH", "Kastanie GmbH", "<b>Nord</b> & Söhne", "=Equals Studio",
            'Verlag "Die Brücke"', "O'Neill & Partner", 'ООО "Рога и копыта"', "Ёж",
            "Kastanie GmbH", "Gesellschaft für angewandte Materialforschung und nachhaltige "
            "Produktionsverfahren in Mitteleuropa mbH & Co. KG"),
    "PLN": ("+Plus Ltd", "Zażółć Gęślą S.A.", "Meble Dąb sp. z o.o.", "Meble Dąb sp. z o.o."),
    "GBP": ("@Home Interiors", "Fisher's Bakery Ltd"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    """A company and whom to ask there."""

    name: str
    country: str
    region: str
    city: str
    street: str
    building: str
    zip: str
    first_name: str
    last_name: str
    position: str
    email: str
    phone: str
    registration_number: str
    domain: str


TRIES = 12
POSITIONS = ("Managing director", "Head of IT", "Office manager", "Chief accountant")


def companies(currency: str, chance: random.Random) -> Iterator[Company]:
    """Yield companies without end; the telling names come first."""
    telling = iter(TELLING[currency])
    seen: set[str] = set()
    for number in count(1):
        name = next(telling, None)
        home = chance.choice(HOMES[currency]) if name is None else _home_of(name, currency)
        yield _company(name or _new_name(home, chance, seen, number), home, chance, number)


def _home_of(name: str, currency: str) -> Country:
    is_cyrillic = any("А" <= letter <= "ё" for letter in name)
    return RUSSIA if is_cyrillic else HOMES[currency][0]


def _new_name(home: Country, chance: random.Random, seen: set[str], number: int) -> str:
    for _ in range(TRIES):
        stem, ending = chance.choice(home.stems), chance.choice(home.endings)
        name = _joined(stem, ending)
        if name not in seen:
            seen.add(name)
            return name
    # Chains of shops and branches tell themselves apart in the same way.
    return _joined(f"{stem} {number}", ending)


def _joined(stem: str, ending: str) -> str:
    return ending.format(stem) if "{}" in ending else f"{stem} {ending}"


def _company(name: str, home: Country, chance: random.Random, number: int) -> Company:
    city, region, zip_code = chance.choice(home.cities)
    domain = f"client{number}-{home.code.lower()}.example"
    digits = 10 ** (home.number_length - 1)
    return Company(
        name=name,
        country=home.code,
        region=region,
        city=city,
        street=chance.choice(home.streets),
        building=str(chance.randint(1, 140)),
        zip=zip_code,
        first_name=chance.choice(home.first_names),
        last_name=chance.choice(home.last_names),
        position=chance.choice(POSITIONS),
        email=f"{chance.choice(('info', 'office', 'it', 'buchhaltung'))}@{domain}",
        phone=f"{home.prefix}{chance.randint(200_000_000, 999_999_999)}",
        registration_number=str(chance.randrange(digits, digits * 10)),
        domain=domain,
    )
