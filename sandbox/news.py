"""The distributor's news for resellers, in the languages they read.

What is told follows from the calendar: a notice of each month's exchange rates, and one of several
other items a month. The same day tells the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sandbox.months import add_months

MONTHS_TOLD = 6
RATES_DAY = 1
HOUR = time(7, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `key` names it for good, texts are by language."""

    key: str
    published_at: datetime
    titles: dict[str, str]
    texts: dict[str, str]


# The day of the month it is told on, and its title and text in each language.
NOTICES: tuple[tuple[int, dict[str, tuple[str, str]]], ...] = (
    (
        11,
        {
            "en": (
                "Microsoft 365 Business plans: new prices from next month",
                "Monthly and annual commitments bought from the first of next month on are charged"
                " at the new list prices. What is already running keeps its price until it is"
                " renewed.",
            ),
            "ru": (
                "Планы Microsoft 365 Business: новые цены со следующего месяца",
                "Для подписок, купленных начиная с первого числа следующего месяца, действуют новые"
                " цены прайс-листа. Действующие подписки сохраняют свою цену до продления.",
            ),
        },
    ),
    (
        17,
        {
            "en": (
                "New in the catalog: Microsoft Defender for Business",
                "Protection of computers and phones for companies of up to 300 people, as a plan of"
                " its own or beside Microsoft 365. Trials of 25 licences are free for a month.",
            ),
            "ru": (
                "Новое в каталоге: Microsoft Defender для бизнеса",
                "Защита компьютеров и телефонов для компаний до 300 человек — отдельным планом или"
                " вместе с Microsoft 365. Пробный период на 25 лицензий бесплатен целый месяц.",
            ),
        },
    ),
    (
        9,
        {
            "en": (
                "Maintenance of the platform on Sunday night",
                "On Sunday from 01:00 to 03:00 Moscow time orders are accepted, and carried out"
                " after the maintenance. Services that run are not affected.",
            ),
            "ru": (
                "Технические работы на платформе в ночь на воскресенье",
                "В воскресенье с 01:00 до 03:00 по московскому времени заказы принимаются, а"
                " исполняются после окончания работ. Действующие услуги не затронуты.",
            ),
        },
    ),
    (
        20,
        {
            "en": (
                "Azure: consumption of the month is closed two days later",
                "The vendor sends the last records of a month later than before. Charges for"
                " consumption are closed on the third day after the billing day.",
            ),
            "ru": (
                "Azure: потребление за месяц закрывается на два дня позже",
                "Вендор передаёт последние записи месяца позже, чем раньше. Начисления за"
                " потребление закрываются на третий день после дня биллинга.",
            ),
        },
    ),
    (
        13,
        {
            "en": (
                "Seven days to reconsider: how cancelling works",
                "Subscriptions of New Commerce can be cancelled or reduced within 168 hours of the"
                " purchase or the renewal. Afterwards amounts can only grow until the period ends.",
            ),
            "ru": (
                "Семь дней на раздумье: как работает отмена",
                "Подписки New Commerce можно отменить или уменьшить в течение 168 часов после"
                " покупки или продления. Позже до конца периода количество можно только добавлять.",
            ),
        },
    ),
    (
        18,
        {
            "en": (
                "Webinar: moving clients from yearly to three-year terms",
                "On Thursday at 11:00 we show which plans have a term of three years, what they"
                " cost and how a switch is planned for the renewal date. Questions are welcome.",
            ),
            "ru": (
                "Вебинар: переводим клиентов с годовых подписок на трёхлетние",
                "В четверг в 11:00 покажем, у каких планов есть срок три года, сколько они стоят и"
                " как запланировать переход на дату продления. Ждём ваши вопросы.",
            ),
        },
    ),
)
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
    "ru": ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
           "октябрь", "ноябрь", "декабрь"),
}  # fmt: skip
LANGUAGES = tuple(MONTHS)


def items_until(now: datetime) -> list[Item]:
    """Return what has been told by then, of the last months, the newest first."""
    first = now.date().replace(day=1)
    months = (add_months(first, -back) for back in range(MONTHS_TOLD))
    told = [item for month in months for item in (_notice(month), _rates(month))]
    return sorted(
        (one for one in told if one.published_at <= now),
        key=lambda one: one.published_at,
        reverse=True,
    )


def _notice(month: date) -> Item:
    number = (month.year * 12 + month.month) % len(NOTICES)
    day, said = NOTICES[number]
    return Item(
        f"{month:%Y-%m}-notice",
        datetime.combine(month + timedelta(days=day - 1), HOUR),
        {language: title for language, (title, _) in said.items()},
        {language: text for language, (_, text) in said.items()},
    )


def _rates(month: date) -> Item:
    names = {language: all_names[month.month - 1] for language, all_names in MONTHS.items()}
    return Item(
        f"{month:%Y-%m}-rates",
        datetime.combine(month + timedelta(days=RATES_DAY - 1), HOUR),
        {
            "en": f"Exchange rates for {names['en']} {month.year} are set",
            "ru": f"Установлены курсы валют на {names['ru']} {month.year} года",
        },
        {
            "en": "Orders and charges of this month are converted at these rates. What was ordered"
            " before keeps the rate of its day.",
            "ru": "Заказы и начисления этого месяца пересчитываются по этим курсам. Для заказанного"
            " ранее действует курс на день заказа.",
        },
    )
