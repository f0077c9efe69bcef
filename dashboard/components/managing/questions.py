"""What the vendor of the chosen plan wants to know, drawn below the amounts (OP-36)."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.managing import ids
from dashboard.components.ordering.additional import draw_questions
from dashboard.components.ordering.fields import Form, Kinds
from dashboard.services.managing.forms import OperationForm
from dashboard.texts import gettext

# A choice may open other questions, so that the form is made anew; what is typed is only read.
CHOICES = Kinds(ids.FIELD, ids.FIELD_PROBLEM)
OTHERS = Kinds(ids.SAID, ids.FIELD_PROBLEM)


def draw_asked(form: OperationForm) -> list[Any]:
    """Draw the same fields as an order has; nothing where nothing is asked."""
    questions, target = form.planned.questions, form.planned.target
    if questions is None or target is None:
        return []
    intro = gettext(
        "%(product)s needs this to be set up. “Confirm” has it checked first, which takes a few"
        " seconds.",
        product=target.product_name,
    )
    fields = Form("", questions.shown_problems, CHOICES, OTHERS, is_at_once=True)
    return [
        html.Div(
            [
                html.H3(gettext("Additional data")),
                html.P(intro, className="hint"),
                draw_questions(questions.additional, questions.client, fields),
            ],
            className="operation-questions",
        )
    ]


def asked_of(form: OperationForm) -> list[Any]:
    """Return what the drawn questions depend on: which there are, and how each is asked."""
    questions = form.planned.questions
    return [(one.asked, one.suffix) for one in questions.additional.fields] if questions else []
