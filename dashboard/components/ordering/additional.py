"""The vendor's questions, drawn: step 3 of an order, and a part of what switches a plan."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.icons import icon
from dashboard.components.ordering.fields import (
    Form,
    check_field,
    choice_field,
    labelled,
    problem_line,
    select_field,
)
from dashboard.services.ordering.additional import (
    AGREEMENT,
    DOMAIN,
    IS_NEW,
    WITH_SUBDOMAIN,
    Additional,
    ExtraField,
)
from dashboard.services.ordering.draft import NO, YES
from dashboard.texts import gettext
from domain.account import AccountData
from domain.order import FieldType

MOST_CARDS = 3


def draw_additional(
    step: Additional, data: AccountData, form: Form, product_name: str
) -> html.Section:
    """Draw the questions; part of `data`, the client's, goes to Microsoft."""
    intro = gettext(
        "%(product)s needs this to be set up. “Next” has it checked, which takes a few seconds.",
        product=product_name,
    )
    return html.Section(
        [
            html.H2(gettext("Additional data")),
            html.P(intro, className="hint"),
            draw_questions(step, data, form),
        ],
        className="card order-card",
    )


def draw_questions(step: Additional, data: AccountData, form: Form) -> html.Div:
    """Draw the fields alone."""
    fields = [_field(one, step, data, form) for one in step.fields]
    return html.Div(fields, className="order-fields")


def draw_checking(class_name: str = "card order-card") -> html.Div:
    """Draw that the vendor is looking at it; nothing can be edited meanwhile (ORD-29)."""
    text = [
        html.Strong(gettext("The vendor is checking the data…")),
        html.Div(gettext("This takes a few seconds, two minutes at most."), className="hint"),
    ]
    return html.Div(
        [icon("arrow-clockwise", "turning"), html.Div(text)],
        className=f"{class_name} checking".strip(),
        role="status",
    )


def label_of(field: ExtraField) -> str:
    """Return what a question is called; those of Microsoft are known and translated."""
    known = {
        AGREEMENT: gettext("Microsoft Customer Agreement"),
        IS_NEW: gettext("Microsoft Tenant Name"),
        WITH_SUBDOMAIN: gettext("Domain of the existing tenant"),
        DOMAIN: gettext("Domain"),
    }
    return known.get(field.asked.key, field.asked.label)


def answer_of(field: ExtraField) -> str:
    """Return an answer as it is read back, secrets masked (ORD-33)."""
    if field.asked.is_secret:
        return "••••••••" if field.value else ""
    if field.asked.type is FieldType.CHECKBOX:
        return gettext("accepted") if field.value == YES else gettext("not accepted")
    if field.asked.values:
        return _choice_names(field).get(field.value, field.value)
    suffix = "" if field.value.endswith(field.suffix) else field.suffix
    return f"{field.value}{suffix}"


def _field(field: ExtraField, step: Additional, data: AccountData, form: Form) -> html.Div:
    if field.asked.key == AGREEMENT:
        return _agreement(field, data, form)
    return labelled(
        field.name,
        label_of(field),
        _control(field, form),
        problem=form.problem(field.name),
        hint=_hint(field, step),
        is_required=field.asked.is_required,
        is_wide=bool(field.asked.values) or bool(field.suffix),
        kinds=form.choices if field.asked.values else form.others,
    )


def _control(field: ExtraField, form: Form) -> Any:
    asked = field.asked
    if asked.values:
        options = [{"value": key, "label": html.Span(name, className="choice-text")}
                   for key, name in _choice_names(field).items()]  # fmt: skip
        if len(options) <= MOST_CARDS:
            return choice_field(field.name, field.value, options, form.choices, side_by_side=True)
        return select_field(field.name, field.value, options, form.choices)
    if asked.type is FieldType.CHECKBOX:
        return check_field(field.name, label_of(field), form.others, is_on=field.value == YES)
    control = _secret(field, form) if asked.is_secret else form.text(field.name, field.value)
    if not field.suffix:
        return control
    return html.Div([control, html.Span(field.suffix, className="suffix")], className="suffixed")


def _secret(field: ExtraField, form: Form) -> Any:
    """Draw a field that the browser does not keep, either."""
    return form.text(field.name, field.value, type="password", persistence=None)


def _choice_names(field: ExtraField) -> dict[str, str]:
    known = {
        (IS_NEW, YES): gettext("Create new Microsoft Tenant Name"),
        (IS_NEW, NO): gettext("Add existing Microsoft Tenant Name"),
        (WITH_SUBDOMAIN, YES): gettext("With subdomain"),
        (WITH_SUBDOMAIN, NO): gettext("Without subdomain"),
    }
    return {
        one.value: known.get((field.asked.key, one.value), one.label) for one in field.asked.values
    }


def _hint(field: ExtraField, step: Additional) -> Any:
    if field.asked.key == WITH_SUBDOMAIN:
        return _invitation(field)
    if field.asked.key == DOMAIN:
        if step.values.get(IS_NEW) == YES:
            return gettext("Letters, digits and hyphens. The name must be free at Microsoft.")
        if field.suffix:
            return gettext("The name in front of .onmicrosoft.com.")
        return gettext("The client's own domain, such as example.com.")
    if field.asked.url:
        return [field.asked.hint, " ", _outside(field.asked.url, gettext("Read more"))]
    return field.asked.hint


def _invitation(field: ExtraField) -> list[Any]:
    """Explain what the client's administrator has to do first (MS-6)."""
    says = gettext(
        "The client's administrator must accept the partner relationship first, by this link:"
    )
    link = _outside(field.asked.url, gettext("confirm invitation")) if field.asked.url else ""
    return [says, " ", link]


def _agreement(field: ExtraField, data: AccountData, form: Form) -> html.Div:
    """Draw the agreement with the data that go to Microsoft (MS-3)."""
    person = f"{data.first_name} {data.last_name}".strip()
    goes = ", ".join(filter(None, [person, data.position, data.email]))
    told: list[Any] = [
        gettext("These data of the contact person go to Microsoft: %(data)s.", data=goes),
        " ",
        gettext("By ticking you confirm that the client has accepted the agreement."),
    ]
    if field.asked.url:
        told += [" ", _outside(field.asked.url, gettext("Read the agreement"))]
    parts = [
        html.Div(label_of(field), className="field-label"),
        check_field(
            field.name, gettext("I accept the agreement"), form.others, is_on=field.value == YES
        ),
        html.Div(told, className="hint"),
        problem_line(field.name, form.problem(field.name), form.others),
    ]
    return html.Div(parts, className="field order-field wide")


def _outside(url: str, text: str) -> html.A:
    return html.A(text, href=url, target="_blank", rel="noopener noreferrer")
