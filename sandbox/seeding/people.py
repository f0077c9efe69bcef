"""Who is on the platform: the distributor, its resellers, and their managers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from domain.statuses import ManagerRole as RoleName
from domain.statuses import ManagerStatus
from sandbox.books import Books
from sandbox.records import Json, Manager, ManagerRole, Reseller

ADMINISTRATOR = RoleName.SYSTEM_ADMINISTRATOR
SALES = RoleName.SALES_PERSON
MARKETING = RoleName.MARKETING
OWNER = RoleName.PRODUCT_OWNER
ROLES = (ADMINISTRATOR, SALES, MARKETING, OWNER)


@dataclass(frozen=True, slots=True)
class ManagerRecipe:
    name: str
    email: str
    role: RoleName
    phone: str | None = None
    status: ManagerStatus = ManagerStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class ResellerRecipe:
    """A reseller. `weight` is its share, in percent, of all accounts and subscriptions."""

    name: str
    domain: str
    currency: str
    billing_day: int
    weight: int
    company: Json
    contacts: Json
    managers: tuple[ManagerRecipe, ...] = field(default=())


def _company(name: str, street: str, city: str, zip_code: str, country: str, phone: str,
             email: str) -> Json:  # fmt: skip
    return {
        "name": name,
        "address_line_1": street,
        "address_line_2": None,
        "city": city,
        "state": None,
        "zip": zip_code,
        "country": country,
        "phone": phone,
        "fax": None,
        "email": email,
    }


def _contact(first: str, last: str, email: str, phone: str) -> Json:
    return {"first-name": first, "last-name": last, "email": email, "phone": phone}


DISTRIBUTOR = ResellerRecipe(
    "Northern Cloud Distribution", "northerncloud.example", "EUR", 1, 0,
    _company("Northern Cloud Distribution Oü", "Narva maantee 5", "Tallinn", "10117", "EE",
             "+3726001000", "info@northerncloud.example"),
    _contact("Kadri", "Tamm", "kadri.tamm@northerncloud.example", "+3726001001"),
    (ManagerRecipe("Kadri Tamm", "kadri.tamm@northerncloud.example", ADMINISTRATOR,
                   "+3726001001"),),
)  # fmt: skip

RESELLERS = (
    ResellerRecipe(
        "Blaufeld IT", "blaufeld.example", "EUR", 1, 72,
        _company("Blaufeld IT-Systeme GmbH", "Schanzenstraße 36", "Köln", "51063", "DE",
                 "+492219876540", "kontakt@blaufeld.example"),
        _contact("Jana", "Albrecht", "jana.albrecht@blaufeld.example", "+492219876541"),
        (ManagerRecipe("Jana Albrecht", "jana.albrecht@blaufeld.example", ADMINISTRATOR,
                       "+492219876541"),
         ManagerRecipe("Tobias Krämer", "tobias.kraemer@blaufeld.example", SALES,
                       "+492219876542"),
         ManagerRecipe("Élodie Martin", "elodie.martin@blaufeld.example", SALES),
         ManagerRecipe("Sofia Rossi", "sofia.rossi@blaufeld.example", MARKETING,
                       "+492219876544"),
         ManagerRecipe("Pavel Orlov", "pavel.orlov@blaufeld.example", OWNER),
         ManagerRecipe("Rolf Decker", "rolf.decker@blaufeld.example", SALES, "+492219876546",
                       ManagerStatus.INACTIVE)),
    ),
    ResellerRecipe(
        "Chmura Plus", "chmuraplus.example", "PLN", 1, 20,
        _company("Chmura Plus sp. z o.o.", "ul. Świdnicka 12/4", "Wrocław", "50-067", "PL",
                 "+48717001234", "biuro@chmuraplus.example"),
        _contact("Agnieszka", "Wójcik", "agnieszka.wojcik@chmuraplus.example", "+48717001235"),
        (ManagerRecipe("Agnieszka Wójcik", "agnieszka.wojcik@chmuraplus.example", ADMINISTRATOR,
                       "+48717001235"),
         ManagerRecipe("Michał Żak", "michal.zak@chmuraplus.example", SALES),
         ManagerRecipe("Ewa Lis", "ewa.lis@chmuraplus.example", SALES, "+48717001237",
                       ManagerStatus.INACTIVE)),
    ),
    ResellerRecipe(
        "Harbour & Vale", "harbourvale.example", "GBP", 15, 8,
        _company("Harbour & Vale Technology Ltd", "14 Queen Square", "Bristol", "BS1 4NT", "GB",
                 "+441174960123", "hello@harbourvale.example"),
        _contact("Owen", "Hughes", "owen.hughes@harbourvale.example", "+441174960124"),
        (ManagerRecipe("Owen Hughes", "owen.hughes@harbourvale.example", ADMINISTRATOR,
                       "+441174960124"),
         ManagerRecipe("Priya Nair", "priya.nair@harbourvale.example", SALES)),
    ),
)  # fmt: skip


def add_reseller(books: Books, recipe: ResellerRecipe, parent: Reseller | None) -> Reseller:
    """Write a reseller with its roles and managers."""
    reseller = books.add(
        Reseller(
            reseller_id=books.new_id(Reseller),
            parent_id=None if parent is None else parent.reseller_id,
            name=recipe.name,
            domain=recipe.domain,
            currency=recipe.currency,
            billing_day=recipe.billing_day,
            company=recipe.company,
            contacts=recipe.contacts,
            created_at=books.now,
            updated_at=books.now,
        )
    )
    roles = {}
    for name in ROLES:
        role = ManagerRole(books.new_id(ManagerRole), reseller.reseller_id, name, books.now,
                           books.now)  # fmt: skip
        roles[name] = books.add(role)
    for place, manager in enumerate(recipe.managers):
        joined_at = books.now + timedelta(days=11 * place)
        books.add(
            Manager(
                manager_id=books.new_id(Manager),
                reseller_id=reseller.reseller_id,
                role_id=roles[manager.role].role_id,
                name=manager.name,
                email=manager.email,
                phone=manager.phone,
                status=manager.status,
                token=token_of(manager.email),
                created_at=joined_at,
                updated_at=joined_at,
            )
        )
    return reseller


def token_of(email: str) -> str:
    """Return a manager's token: the same on every platform, since none is more than a sandbox."""
    return hashlib.sha256(f"sandbox token of {email}".encode()).hexdigest()[:32]
