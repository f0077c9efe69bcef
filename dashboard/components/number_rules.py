"""How money is made: the rules that are the same for everyone, each with its worked example."""

from __future__ import annotations

from dashboard import formats
from dashboard.components.number_parts import Rule
from dashboard.services import number_examples as examples
from dashboard.texts import gettext
from domain.pricing.lines import Line
from domain.pricing.settling import Part

OTHER_CURRENCIES = ("USD", "EUR")


def money_rules(currency: str, locale: str) -> list[Rule]:
    """Return the rules about single amounts."""
    return [
        _gross_and_net(currency, locale),
        _first_charge(currency, locale),
        _rates(currency, locale),
        _refunds(currency, locale),
        _rounding(currency, locale),
    ]


def growth_rule(currency: str, locale: str) -> Rule:
    rows = [
        (
            f"{formats.money(one.previous, locale)} → {formats.money(one.last, locale)}",
            formats.growth(one.percent, locale),
        )
        for one in examples.growths(currency)
    ]
    return Rule(
        "growth",
        gettext("Growth"),
        (
            gettext(
                "The last month less the one before, divided by the one before without its sign, in"
                " percent with one decimal. From zero there is no growth to tell."
            ),
        ),
        tuple(rows),
        doors=((gettext("Consumption dynamics"), "/analytics"),),
        is_sum=False,
    )


def _gross_and_net(currency: str, locale: str) -> Rule:
    price = examples.discount(currency)
    return Rule(
        "gross-discount-net",
        gettext("Before discounts, discount, after discounts"),
        (
            gettext(
                "Every number is a sum of charges, and of what vendors measured day by day. A"
                " charge before discounts is price × quantity × months. After discounts it is what"
                " you are charged. The analytics show either, by their switch; the main page and"
                " the deadlines are before discounts, reports hold both."
            ),
        ),
        (
            (gettext("Before discounts"), formats.money(price.gross, locale)),
            (
                gettext("Discount of %(percent)s",
                        percent=formats.percent(examples.DISCOUNT_PERCENT, locale)),
                formats.money(-price.discount, locale),
            ),
            (gettext("After discounts"), formats.money(price.total, locale)),
        ),
        doors=(
            (gettext("Before discounts"), "/analytics"),
            (gettext("After discounts"), "/analytics?measure=net"),
        ),
    )  # fmt: skip


def _first_charge(currency: str, locale: str) -> Rule:
    quote = examples.first_charge(currency)
    first = quote.lines[0]
    rows = [
        (
            gettext(
                "%(count)s licenses at %(price)s a month, ordered on %(day)s",
                count=first.quantity,
                price=formats.unit_money(first.unit_price, locale),
                day=formats.day(first.start_on),
            ),
            "",
        ),
        (_span(first, locale), formats.money(quote.at_once.total, locale)),
    ]
    if quote.next_charge is not None and quote.next_charge_on is not None:
        name = gettext("Each month from %(day)s", day=formats.day(quote.next_charge_on))
        rows.append((name, formats.money(quote.next_charge.total, locale)))
    return Rule(
        "first-charge",
        gettext("The first charge of an order"),
        (
            gettext(
                "A subscription that is paid by the month is charged up to the next billing day"
                " first: by the days of that month that are left. What an order will cost is worked"
                " out by the same rules as its charges, before you confirm it."
            ),
        ),
        tuple(rows),
        doors=((gettext("Catalog"), "/catalog"),),
        is_sum=False,
    )


def _rates(currency: str, locale: str) -> Rule:
    foreign = next(one for one in OTHER_CURRENCIES if one != currency)
    found = examples.converted(foreign, currency)
    rate = formats.number(found.rate, 6, locale, trim=True)
    return Rule(
        "currencies",
        gettext("Currencies and rates"),
        (
            gettext(
                "Prices of plans are in the plan's currency, and what you are charged is in yours."
                " The amount is rounded in the plan's currency first, and again after it is"
                " converted. The rate is the one of the day of the order, and stays with its"
                " charges; renewals and consumption have the rate of their own day."
            ),
            gettext("Amounts in different currencies are never added together."),
        ),
        (
            (gettext("Amount in plan currency"), formats.money(found.line.plan_amount, locale)),
            (gettext("Exchange rate: 1 %(plan)s", plan=foreign), f"{rate} {currency}"),
            (gettext("Before discounts"), formats.money(found.line.amount, locale)),
            (
                gettext("Discount of %(percent)s",
                        percent=formats.percent(examples.DISCOUNT_PERCENT, locale)),
                formats.money(-found.price.discount, locale),
            ),
            (gettext("After discounts"), formats.money(found.price.total, locale)),
        ),
    )  # fmt: skip


def _refunds(currency: str, locale: str) -> Rule:
    found = examples.reduced(currency)
    return Rule(
        "refunds",
        gettext("Refunds"),
        (
            gettext(
                "Of a charge that is not closed yet, the used days are closed, and what is not used"
                " any more is let go. What was closed already comes back, where the billing type"
                " allows it, as a closed charge below zero. What a vendor gives back of consumption"
                " stands below zero as well."
            ),
            gettext("Refunds are in every total, and lower it. In the doughnut a part below zero"
                    " has no segment."),
        ),
        (
            (gettext("A month of %(count)s licenses", count=examples.LICENSES),
             formats.money(found.before, locale)),
            (_of(found.used, locale), formats.money(found.used.line.amount, locale)),
            (_of(found.rest, locale), formats.money(found.rest.line.amount, locale)),
            (
                gettext("Not charged any more"),
                formats.money(
                    found.before - found.used.line.amount - found.rest.line.amount, locale
                ),
            ),
        ),
        doors=((gettext("Refunds in the records"), "/analytics/records?refunds=1"),),
    )  # fmt: skip


def _rounding(currency: str, locale: str) -> Rule:
    found = examples.rounding(currency)
    exact = formats.exact_money(found.part, locale)
    return Rule(
        "rounding",
        gettext("Rounding"),
        (
            gettext(
                "Amounts are kept exact, and rounded once, where they are shown: half a cent goes"
                " up. Totals are sums of exact amounts. So the parts you see may differ from their"
                " total by a cent, and the total is right."
            ),
        ),
        (
            (
                gettext("%(count)s parts of %(exact)s, shown as", count=found.count, exact=exact),
                formats.money(found.shown, locale),
            ),
            (gettext("Exact total"), formats.exact_money(found.total, locale)),
            (gettext("Shown total"), formats.money(found.total, locale)),
        ),
    )


def _span(line: Line, locale: str) -> str:
    """Write the days of a charge and how many months they are."""
    return gettext(
        "%(first)s – %(last)s, %(months)s months",
        first=formats.day(line.start_on),
        last=formats.day(line.end_on.fromordinal(line.end_on.toordinal() - 1)),
        months=formats.number(line.duration, 3, locale, trim=True),
    )


def _of(part: Part, locale: str) -> str:
    return f"{part.line.quantity} × {_span(part.line, locale)}"
