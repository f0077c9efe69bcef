"""Step 3: what the vendor wants to know."""

from __future__ import annotations

import pytest

from dashboard.services.ordering.additional import additional
from dashboard.services.ordering.draft import OrderDraft
from domain.order import Choice, FieldType, OrderField

EMPTY = OrderDraft("key", "9")
YES_NO = (Choice("1", "Yes"), Choice("0", "No"))
AGREEMENT = OrderField("microsoft_customer_agreement", "Agreement", FieldType.CHECKBOX, True)
IS_NEW = OrderField("is_new_domain", "New", FieldType.LIST, True, YES_NO, default="1")
WITH_SUBDOMAIN = OrderField("with_subdomain", "With", FieldType.LIST, False, YES_NO, default="1")
DOMAIN = OrderField("customer_domain", "Domain", FieldType.TEXT, True)
MICROSOFT = (AGREEMENT, IS_NEW, WITH_SUBDOMAIN, DOMAIN)
EMAIL = OrderField("mail", "Mail", FieldType.EMAIL, False)


def told(**answers: str) -> dict[str, str]:
    return answers


def test_a_question_starts_from_its_default() -> None:
    assert additional(MICROSOFT, {}, {}).values["is_new_domain"] == "1"


def test_a_new_tenant_always_has_a_subdomain() -> None:
    """MS-5: so nobody is asked about that."""
    new = additional(MICROSOFT, told(customer_domain="example"), {})

    assert [one.asked.key for one in new.fields] == [
        "microsoft_customer_agreement", "is_new_domain", "customer_domain",
    ]  # fmt: skip
    assert new.fields[-1].suffix == ".onmicrosoft.com"


@pytest.mark.parametrize(("subdomain", "suffix"), [("1", ".onmicrosoft.com"), ("0", "")])
def test_a_tenant_that_exists_may_be_named_by_its_own_domain(subdomain: str, suffix: str) -> None:
    """MS-6."""
    existing = additional(MICROSOFT, told(is_new_domain="0", with_subdomain=subdomain), {})

    assert existing.fields[-1].suffix == suffix
    assert len(existing.fields) == 4


def test_the_agreement_has_to_be_accepted() -> None:
    """MS-3."""
    refused = additional(MICROSOFT, told(customer_domain="example"), {})
    accepted = additional(
        MICROSOFT, told(customer_domain="example", microsoft_customer_agreement="1"), {}
    )

    assert refused.problems == {
        "extra:microsoft_customer_agreement": "This has to be accepted to go on."
    }
    assert accepted.problems == {}


@pytest.mark.parametrize("name", ["exa mple", "-example", "a.b", "ü", "x" * 28, "<b>"])
def test_a_name_that_can_not_be_one_is_refused_at_once(name: str) -> None:
    """MS-5."""
    answers = told(customer_domain=name, microsoft_customer_agreement="1")

    assert set(additional(MICROSOFT, answers, {}).problems) == {"extra:customer_domain"}


@pytest.mark.parametrize("name", ["example", "Example-2", "example.onmicrosoft.com"])
def test_a_name_may_be_typed_whole(name: str) -> None:
    answers = told(customer_domain=name, microsoft_customer_agreement="1")

    assert additional(MICROSOFT, answers, {}).problems == {}


def test_what_is_required_has_to_be_filled_in() -> None:
    assert additional((DOMAIN,), {}, {}).problems == {"extra:customer_domain": "Fill this in."}
    assert additional((EMAIL,), {}, {}).problems == {}


def test_an_answer_fits_its_question() -> None:
    """ORD-27."""
    number = OrderField("seats", "Seats", FieldType.NUMBER, True)
    asked = (IS_NEW, EMAIL, number)

    wrong = additional(asked, told(is_new_domain="2", mail="nobody", seats="many"), {})

    assert set(wrong.problems) == {"extra:is_new_domain", "extra:mail", "extra:seats"}
    assert additional(asked, told(mail="a@b.example", seats="5"), {}).problems == {}


def test_a_secret_is_answered_and_kept_nowhere() -> None:
    """domain.order.OrderField.is_secret."""
    password = OrderField("admin_password", "Password", FieldType.PASSWORD, True)
    typed = {"unkept:admin_password": "hunter2", "extra:admin_password": "hunter2"}

    draft = EMPTY.changed({"unkept:admin_password": "hunter2"})
    (answered,) = additional((password,), draft.extra, {"admin_password": "hunter2"}).fields
    (open_,) = additional((password,), EMPTY.changed(typed).extra, {}).fields

    assert "hunter2" not in str(draft.to_keep())
    assert (answered.name, answered.value, answered.problem) == (
        "unkept:admin_password", "hunter2", None,
    )  # fmt: skip
    assert (open_.value, open_.problem) == ("", "Fill this in.")


def test_an_answer_that_is_too_long_says_so() -> None:
    """Whatever of it a draft keeps: nothing goes to a vendor that is not what was typed."""
    draft = EMPTY.changed({"extra:customer_domain": "a" * 5_000})

    (field,) = additional((DOMAIN,), draft.extra, {}).fields

    assert field.problem == "Enter 300 characters at most."
