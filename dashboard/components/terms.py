"""A word's explanation, behind a small question mark beside it.

assets/js/terms.js opens it: by a click, a touch or a key, and never by mere hovering.
"""

from __future__ import annotations

import re

from dash import html

from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.glossary import Entry, Term, entry
from dashboard.texts import gettext

NEW_COMMERCE = re.compile(r"\bNCE\b|New Commerce")


def term(name: Term) -> html.Span:
    """Draw what opens the explanation of a word of the glossary."""
    return explained(entry(name))


def terms_in(name: str) -> list[html.Span]:
    """Draw what opens the explanations of words in a vendor's name of something."""
    return [term(Term.NEW_COMMERCE)] if NEW_COMMERCE.search(name) else []


def explained(what: Entry) -> html.Span:
    """Draw what opens an explanation, which ends with the way to all others."""
    label = gettext("About: %(what)s", what=what.name)
    mark = html.Button(
        icon("question-circle"),
        type="button",
        className="tip-mark",
        title=label,
        **aria(label=label, haspopup="dialog", expanded="false"),
    )
    # In a tab of its own: what somebody is filling in stays as it is.
    more = html.A(gettext("More in Help"), href=what.href, target="_blank", rel="noopener")
    told = html.Span(
        [html.Strong(what.name), html.Span(what.meaning), more],
        className="tip-text",
        role="dialog",
        tabIndex=-1,
        **aria(label=what.name),
    )
    return html.Span([mark, told], className="tip")
