"""How letters read and look: whose name they carry, in light and dark, whatever names hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from dashboard import formats
from dashboard.deadline_texts import advice, kind_names
from dashboard.i18n import CATALOGS, compile_catalogs
from domain.branding import Branding
from domain.colors import READABLE, contrast
from domain.deadlines.deadline import Deadline, DeadlineKind, Outcome, Remedy
from domain.message import MessageKind
from domain.money import Money
from domain.statuses import ManagerRole, ManagerStatus
from letters.amounts import growth_text, kept_money, money_text
from letters.deadline_lines import ADVICE, KIND_NAMES
from letters.kinds import KINDS
from letters.look import DARK, LIGHT, Palette, look_of
from letters.texts import texts_of
from letters.writing import TEMPLATES, Content, Sender, write_letter
from tests.letters.partner import text_of
from warehouse.managers import Manager

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
TOKENS = (ROOT / "assets" / "css" / "tokens.css").read_text("utf-8")
BRAND = Branding(
    "Cloud House",
    accent="#0b7a4b",
    support_email="help@cloudhouse.example",
    support_phone="+49 30 1234567",
    support_url="https://cloudhouse.example/help?a=1&b=2",
)
ANNA = Manager(
    manager_id="m1",
    reseller_id="r1",
    name="Anna Schmidt",
    email="anna@alfa.example",
    status=ManagerStatus.ACTIVE,
    role=ManagerRole.SALES_PERSON,
    reseller_name="Alfa",
    currency="EUR",
    domain="alfa.example",
)


def letter(
    kind: str = MessageKind.SECOND_FACTOR_ON,
    *,
    branding: Branding = BRAND,
    name: str = "Anna Schmidt",
    language: str = "en",
    **detail: Any,
) -> EmailMessage:
    detail = {"happened_at": NOW.isoformat()} | detail
    reader = replace(ANNA, name=name)
    sender = Sender(branding, "noreply@d.example", "https://d.example", ZoneInfo("Europe/Moscow"))
    return write_letter(
        Content(kind, detail), reader, sender, language=language, message_id="id1", now=NOW
    )


def test_a_letter_carries_the_brand_its_colour_and_all_ways_to_support() -> None:
    written = letter()

    assert written["From"] == "Cloud House <noreply@d.example>"
    assert written["Reply-To"] == "help@cloudhouse.example"
    assert written["Subject"] == "A second factor for Cloud House was switched on"
    assert (
        "Support: help@cloudhouse.example · +49 30 1234567"
        " · https://cloudhouse.example/help?a=1&b=2\n"
    ) in text_of(written)
    html = text_of(written, "html")
    assert 'href="mailto:help@cloudhouse.example"' in html
    assert 'href="tel:+49301234567"' in html
    assert 'href="https://cloudhouse.example/help?a=1&amp;b=2"' in html
    assert "#0b7a4b" in html
    assert LIGHT.accent not in html


def test_who_names_no_support_has_none_in_letters() -> None:
    written = letter(branding=Branding("Cloud House"))

    assert "Support" not in text_of(written) + text_of(written, "html")
    assert written["Reply-To"] is None
    assert LIGHT.accent in text_of(written, "html")


@pytest.mark.parametrize(("palette", "theme"), [(LIGHT, "light"), (DARK, "dark")])
def test_the_colours_are_those_of_the_portal(palette: Palette, theme: str) -> None:
    block = TOKENS.partition(f'[data-bs-theme="{theme}"] {{')[2].partition("}")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#\w{6});", block))

    for name in Palette.__dataclass_fields__:
        assert getattr(palette, name) == tokens[name.replace("_", "-")]


@pytest.mark.parametrize("branding", [Branding("x"), BRAND])
def test_a_letter_can_be_read_in_light_and_in_dark(branding: Branding) -> None:
    look = look_of(branding)
    for palette in (look.light, look.dark):
        for ink in (palette.ink_1, palette.ink_3, palette.accent):
            assert contrast(ink, palette.surface_1) >= READABLE
            assert contrast(ink, palette.surface_0) >= READABLE
        assert contrast(palette.on_accent, palette.accent) >= READABLE


def test_whatever_has_a_colour_has_one_in_the_dark() -> None:
    """A rule for dark reaches an element by its class."""
    html = text_of(letter(), "html")
    body = html[html.index("<body") :]

    coloured = re.findall(r"<\w+[^>]*?(?:color|background|border[\w-]*):[^>]*>", body)
    assert len(coloured) > 10
    assert [tag for tag in coloured if "class=" not in tag] == []
    for name in {each for tag in re.findall(r'class="([^"]*)"', body) for each in tag.split()}:
        assert re.search(rf"\.{name}\{{[^}}]*!important", html), name


def test_a_name_with_markup_is_text_and_one_from_right_to_left_turns_nothing() -> None:
    written = letter(name="<b>Anna</b> {{ 7*7 }} %(brand)s", language="ru")
    assert "<b>Anna" not in text_of(written, "html")
    assert "Здравствуйте, <b>Anna</b> {{ 7*7 }} %(brand)s" in text_of(written)

    written = letter(name="שלום\u202e עולם", branding=Branding("ענן"))
    assert "Hello \u2068שלום עולם\u2069," in text_of(written)
    assert "Hello <bdi>שלום עולם</bdi>," in text_of(written, "html")
    assert "\u202e" not in str(written["To"]) + text_of(written, "html")


def test_a_very_long_name_is_cut() -> None:
    written = letter(name="Ж" * 5_000, branding=Branding("Ы" * 5_000))

    assert len(text_of(written)) < 2_500
    assert "Ж" * 99 + "…" in text_of(written)
    assert len(str(written["From"])) < 150


def test_each_kind_has_a_template_and_each_template_is_of_a_kind() -> None:
    parts = {"frame.html", "frame.text", "parts.html", "parts.text", "parts"}
    templates = {path.stem for path in TEMPLATES.glob("*.jinja")} - parts

    assert templates == set(KINDS)
    assert set(KINDS) == set(MessageKind) - {MessageKind.RESET_ASKED}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("portal", {"en": "with the old password", "ru": "по старому паролю"}),
        ("link", {"en": "secure your mailbox first", "ru": "сначала защитите почтовый ящик"}),
        ("administrator", {"en": "set one of your own", "ru": "задайте свой"}),
    ],
)
def test_whoever_changed_a_password_the_letter_says_how_and_what_to_do(
    how: str, said: dict[str, str], language: str
) -> None:
    written = letter(
        MessageKind.PASSWORD_CHANGED, language=language, changed_at=NOW.isoformat(), how=how
    )

    assert said[language] in text_of(written)
    assert said[language] in text_of(written, "html")


@pytest.mark.parametrize("kind", ["second_factor_on", "second_factor_off", "second_factor_reset"])
def test_a_change_of_the_second_factor_says_what_to_do_if_it_was_somebody_else(kind: str) -> None:
    text = text_of(letter(kind))

    assert "November 20, 2026" in text
    assert re.search(r"if (this was not you|you did not ask for it)", text, re.IGNORECASE)
    assert re.search(r"https://d\.example/(forgot-password|second-factor)", text)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_deadlines_and_money_are_written_as_on_the_pages(
    language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    app = Flask(__name__)
    translations = compile_catalogs(CATALOGS, tmp_path_factory.mktemp("texts"))
    Babel(app, default_translation_directories=str(translations))
    texts = texts_of(language)
    with app.test_request_context(), force_locale(language):
        names, told = kind_names(), {}
        for remedy in Remedy:
            deadline = Deadline("s1", "a1", DeadlineKind.RENEWAL, NOW.date(), Outcome.OWED, remedy)
            told[remedy] = advice(deadline)
    assert {kind: texts.gettext(KIND_NAMES[kind]) for kind in DeadlineKind} == names
    assert {remedy: texts.gettext(ADVICE[remedy]) for remedy in Remedy} == told
    for amount in ("0", "-0.004", "1234567.895", "-1234.5", "999.995"):
        for currency in ("EUR", "JPY", "KWD"):
            value = Money(Decimal(amount), currency)
            assert money_text(kept_money(value), language) == formats.money(value, language)
        assert growth_text(amount, language) == formats.growth(Decimal(amount), language)
