"""The form of a manager: what is wrong with what was entered (MGR-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.services.account_form import email_problem, phone_problem, uniform_phone
from dashboard.texts import gettext
from dashboard.typed import text_problem
from domain.access import AccessLevels
from domain.manager import ManagerDetails, NewManager, Role, same_email

FIELDS = ("name", "role", "level", "email", "phone")
LONGEST_NAME = 250
LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True)
class CheckedManager:
    """Who is to be added, made uniform, and a sentence for each value that can't be used; `new` is
    None where there is any.
    """

    new: NewManager | None
    problems: Mapping[str, str]


def check_new_manager(
    entered: Mapping[str, str],
    *,
    roles: Iterable[Role],
    levels: AccessLevels,
    known: Iterable[ManagerDetails],
) -> CheckedManager:
    """Return what was entered as it is sent, and what is wrong with it. `known` are the managers
    there are: an e-mail is anybody's once.
    """
    name, email = _stripped(entered, "name"), _stripped(entered, "email")
    phone = uniform_phone(_stripped(entered, "phone"))
    role = next((one for one in roles if one.role_id == entered.get("role")), None)
    level = None if role is None or role.is_administrators else entered.get("level") or ""
    problems = {
        "name": name_problem(name),
        "role": None if role else gettext("Choose a role from the list."),
        "level": _level_problem(level, levels),
        "email": _email_problem(email, known),
        "phone": phone_problem(phone) if phone else None,
    }
    wrong = {key: problem for key, problem in problems.items() if problem}
    if wrong or role is None:
        return CheckedManager(None, wrong)
    return CheckedManager(NewManager(name, email, phone, role, level), {})


def check_changes(entered: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return a name and phone as they are sent, as far as they were entered, and what is wrong with
    them, by key.
    """
    values: dict[str, str] = {}
    problems: dict[str, str | None] = {}
    if "name" in entered:
        values["name"] = _stripped(entered, "name")
        problems["name"] = name_problem(values["name"])
    if "phone" in entered:
        values["phone"] = uniform_phone(_stripped(entered, "phone"))
        problems["phone"] = phone_problem(values["phone"]) if values["phone"] else None
    return values, {key: problem for key, problem in problems.items() if problem}


def name_problem(name: str) -> str | None:
    if not name:
        return gettext("Fill in this field.")
    if not name.isprintable():
        return gettext("Enter one line of text.")
    return text_problem(name, LONGEST_NAME)


def taken_problem() -> str:
    return gettext("A manager of your company has this e-mail already.")


def _level_problem(level: str | None, levels: AccessLevels) -> str | None:
    if level is None or level in levels.levels:
        return None
    return gettext("Choose an access level from the list.")


def _email_problem(email: str, known: Iterable[ManagerDetails]) -> str | None:
    if not email:
        return gettext("Fill in this field.")
    if len(email) > LONGEST_EMAIL:
        return gettext("Enter %(count)s characters at most.", count=LONGEST_EMAIL)
    return email_problem(email) or (taken_problem() if same_email(known, email) else None)


def _stripped(entered: Mapping[str, str], key: str) -> str:
    return str(entered.get(key) or "").strip()
