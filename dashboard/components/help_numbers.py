"""The page that says how every number is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dash import html

from dashboard.components import own_rules as own
from dashboard.components.number_parts import draw_rules
from dashboard.components.number_rules import growth_rule, money_rules
from dashboard.components.page import page_head, way_back
from dashboard.glossary import HELP
from dashboard.services.deadlines import DeadlineScreen
from dashboard.services.freshness import Freshness
from dashboard.services.own_numbers import OwnNumbers
from dashboard.texts import gettext

NUMBERS = f"{HELP}/numbers"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows besides its rules; None of what the reader may not see."""

    numbers: OwnNumbers | None
    deadlines: DeadlineScreen | None
    fresh: Freshness
    as_of: str
    next_at: str

    def leads_to(self, href: str) -> bool:
        """Tell whether the reader may go where a door leads."""
        is_hidden = {"/analytics": self.numbers is None, "/deadlines": self.deadlines is None}
        return not any(href.startswith(place) and hidden for place, hidden in is_hidden.items())


def draw_numbers(shown: Shown, currency: str, locale: str) -> list[Any]:
    """Draw the page; examples are in the reader's currency."""
    growth = growth_rule(currency, locale)
    rules = [
        *money_rules(currency, locale),
        own.total_rule(shown.numbers, locale),
        own.names_rule(shown.numbers, locale),
        replace(growth, own=own.own_growth(shown.numbers, locale)),
        own.preliminary_rule(shown.numbers),
        own.report_rule(locale),
        own.stake_rule(shown.deadlines, locale),
        own.control_rule(shown.numbers, locale),
        own.freshness_rule(shown.fresh, shown.as_of, shown.next_at),
    ]
    lead = gettext(
        "The rules behind what you see. Examples are worked out by the portal itself, by the same"
        " rules as your numbers."
    )
    return [
        way_back(gettext("Help"), HELP),
        page_head(gettext("How the numbers are made")),
        html.P(lead, className="help-lead"),
        draw_rules(
            [
                replace(rule, doors=tuple(one for one in rule.doors if shown.leads_to(one[1])))
                for rule in rules
            ]
        ),
    ]
