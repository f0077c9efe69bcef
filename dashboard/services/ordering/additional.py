"""Step 3 of an order: what the vendor wants to know (ORD-27), Microsoft's questions among it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.services.ordering.draft import EXTRA, LONGEST, NO, UNKEPT, YES, named
from dashboard.texts import gettext
from dashboard.typed import text_problem
from domain.order import FieldType, OrderField

AGREEMENT, IS_NEW = "microsoft_customer_agreement", "is_new_domain"
WITH_SUBDOMAIN, DOMAIN = "with_subdomain", "customer_domain"
SUFFIX = ".onmicrosoft.com"
SUBDOMAIN = re.compile(r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,25}[a-zA-Z0-9])?")
# No more than what tells a slip of the pen: the vendor looks at the rest.
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@dataclass(frozen=True, slots=True)
class ExtraField:
    """A question with the answer that is shown; `suffix` is what stands behind the answer."""

    asked: OrderField
    value: str
    problem: str | None
    suffix: str = ""

    @property
    def name(self) -> str:
        return named(UNKEPT if self.asked.is_secret else EXTRA, self.asked.key)


@dataclass(frozen=True, slots=True)
class Additional:
    """The questions that are open now; others depend on what is answered."""

    fields: tuple[ExtraField, ...]

    @property
    def values(self) -> dict[str, str]:
        return {one.asked.key: one.value for one in self.fields}

    @property
    def problems(self) -> dict[str, str]:
        return {one.name: one.problem for one in self.fields if one.problem}

    def explained(self, errors: Mapping[str, str]) -> Additional:
        """Return the questions with the vendor's explanations beside what they are about, which go
        by the keys of questions (ORD-30).
        """
        return Additional(
            tuple(replace(one, problem=one.problem or errors.get(one.asked.key))
                  for one in self.fields)
        )  # fmt: skip


def additional(
    asked: Sequence[OrderField], answers: Mapping[str, str], secrets: Mapping[str, str]
) -> Additional:
    """Return the questions as they stand, with what can be told to be wrong without the vendor.

    Answers go by the keys of their questions; `secrets` are those that are kept nowhere, as they
    have just been typed.
    """
    values = {one.key: _answer(one, answers, secrets) for one in asked}
    return Additional(
        tuple(
            ExtraField(one, values[one.key], _problem(one, values), _suffix(one, values))
            for one in asked
            if _is_open(one, values)
        )
    )


def _answer(asked: OrderField, answers: Mapping[str, str], secrets: Mapping[str, str]) -> str:
    if asked.is_secret:
        return secrets.get(asked.key, "")
    return answers.get(asked.key, asked.default)


def _is_open(asked: OrderField, values: Mapping[str, str]) -> bool:
    """Tell whether a question is to be answered: a new tenant always has a subdomain (MS-5)."""
    return asked.key != WITH_SUBDOMAIN or values.get(IS_NEW) == NO


def _suffix(asked: OrderField, values: Mapping[str, str]) -> str:
    return SUFFIX if asked.key == DOMAIN and _has_subdomain(values) else ""


def _has_subdomain(values: Mapping[str, str]) -> bool:
    return values.get(IS_NEW) == YES or values.get(WITH_SUBDOMAIN) == YES


def _problem(asked: OrderField, values: Mapping[str, str]) -> str | None:
    value = values[asked.key]
    if asked.type is FieldType.CHECKBOX:
        is_missing = asked.is_required and value != YES
        return gettext("This has to be accepted to go on.") if is_missing else None
    if not value:
        return gettext("Fill this in.") if asked.is_required else None
    if problem := text_problem(value, LONGEST):
        return problem
    return _format_problem(asked, value, values)


def _format_problem(asked: OrderField, value: str, values: Mapping[str, str]) -> str | None:
    if asked.values and value not in {one.value for one in asked.values}:
        return gettext("Choose one of the list.")
    if asked.type is FieldType.EMAIL and not EMAIL.fullmatch(value):
        return gettext("Enter an e-mail address, such as name@example.com.")
    if asked.type is FieldType.NUMBER and not NUMBER.fullmatch(value):
        return gettext("Enter a number.")
    is_name = asked.key == DOMAIN and _has_subdomain(values)
    if is_name and not SUBDOMAIN.fullmatch(value.lower().removesuffix(SUFFIX)):
        return gettext("Enter letters, digits and hyphens, 27 at most, without a dot.")
    return None
