"""Managers of a reseller: what is accepted of them, and how it is written down."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from domain.statuses import ManagerRole as Role
from domain.statuses import ManagerStatus
from sandbox.accounts import BETWEEN_DIGITS, PHONE
from sandbox.books import Books
from sandbox.records import Manager, ManagerRole
from sandbox.refusals import Invalid
from sandbox.services.attributes import EMAIL

Given = Mapping[str, Any]

LEAST_PASSWORD = 8
LONGEST_NAME = 255


def create_manager(books: Books, reseller_id: int, given: Given) -> Manager:
    """Write a manager down. The password is looked at and kept nowhere: nobody signs in here.

    Raises:
        Invalid: values can't be accepted.
    """
    problems = _problems(books, reseller_id, given, required=("name", "email", "password"))
    email = str(given["email"]).strip()
    if "email" not in problems and _has_email(books, reseller_id, email):
        problems["email"] = "Email has already been taken"
    if problems:
        raise Invalid(problems)
    return books.add(
        Manager(
            manager_id=books.new_id(Manager),
            reseller_id=reseller_id,
            role_id=_role_id(given),
            name=str(given["name"]).strip(),
            email=email,
            phone=_phone(given),
            status=ManagerStatus.ACTIVE,
            token=secrets.token_hex(16),
            created_at=books.now,
            updated_at=books.now,
        )
    )


def update_manager(books: Books, manager: Manager, given: Given) -> Manager:
    """Write some values of a manager anew; those that are left out stay. The e-mail always does.

    Raises:
        Invalid: values can't be accepted, or nobody would be left to administer.
    """
    problems = _problems(books, manager.reseller_id, given, required=())
    changes: dict[str, Any] = {}
    if "name" in given:
        changes["name"] = str(given["name"]).strip()
    if "phone" in given:
        changes["phone"] = _phone(given)
    if "manager_role_id" in given and "manager_role_id" not in problems:
        changes["role_id"] = _role_id(given)
    if "status" in given:
        changes["status"] = ManagerStatus(given["status"])
    if _ends_administration(books, manager, changes):
        problems.setdefault("status", "The last active System administrator can't be deactivated")
    if problems:
        raise Invalid(problems)
    return books.change(manager, **changes)


def _problems(
    books: Books, reseller_id: int, given: Given, *, required: tuple[str, ...]
) -> dict[str, str]:
    problems = {
        key: f"{key.capitalize()} can't be blank"
        for key in ("name", "email", "password")
        if (key in required or key in given) and not str(given.get(key, "")).strip()
    }
    name = str(given.get("name", ""))
    if len(name) > LONGEST_NAME or not name.isprintable():
        problems["name"] = f"Name must be one line of {LONGEST_NAME} characters at most"
    if "email" in given and not EMAIL.fullmatch(str(given["email"]).strip()):
        problems.setdefault("email", "Email is invalid")
    if "password" in given and len(str(given["password"])) < LEAST_PASSWORD:
        problems.setdefault("password", f"Password is too short (minimum is {LEAST_PASSWORD})")
    phone = _phone(given)
    if phone and not PHONE.fullmatch(phone):
        problems["phone"] = "Phone must be +, the country code, the area code and the number"
    if given.get("manager_role_id") is not None and not _has_role(books, reseller_id, given):
        problems["manager_role_id"] = "There is no such role"
    return problems


def _phone(given: Given) -> str | None:
    return BETWEEN_DIGITS.sub("", str(given.get("phone") or "")) or None


def _role_id(given: Given) -> int | None:
    """Return the role's id: a number when a manager is created, and a text when one is changed."""
    role_id = str(given.get("manager_role_id", ""))
    return int(role_id) if role_id.isascii() and role_id.isdigit() else None


def _has_role(books: Books, reseller_id: int, given: Given) -> bool:
    where = "role_id = ? AND reseller_id = ?"
    return bool(books.find(ManagerRole, where, _role_id(given), reseller_id))


def _has_email(books: Books, reseller_id: int, email: str) -> bool:
    known = books.find(Manager, "reseller_id = ?", reseller_id)
    return email.casefold() in {one.email.casefold() for one in known}


def _ends_administration(books: Books, manager: Manager, changes: Given) -> bool:
    """Tell whether a reseller would be left without an active System administrator."""
    administrators = {
        one.role_id
        for one in books.find(ManagerRole, "reseller_id = ?", manager.reseller_id)
        if one.name == Role.SYSTEM_ADMINISTRATOR
    }
    status, role_id = changes.get("status", manager.status), changes.get("role_id", manager.role_id)
    if status is ManagerStatus.ACTIVE and role_id in administrators:
        return False
    active = {
        one.manager_id
        for one in books.find(Manager, "reseller_id = ?", manager.reseller_id)
        if one.role_id in administrators and one.status is ManagerStatus.ACTIVE
    }
    return active == {manager.manager_id}
