"""The language and theme of pages before sign-in and after."""

from __future__ import annotations

from pathlib import Path

from dash import Dash
from flask.testing import FlaskClient

from tests.dashboard.sign_in.page import message
from tests.web import (
    make_app,
    sign_in,
    sign_out,
)


def test_the_language_is_chosen_on_the_page_and_kept(client: FlaskClient) -> None:
    """ACC-8, NFR-7."""
    answer = client.get("/language/ru?next=/sign-in?next%3D/things/7")

    assert answer.location == "/sign-in?next=/things/7"
    page = client.get(answer.location)
    assert '<html lang="ru">' in page.text
    assert "Доменное имя" in page.text
    assert "Слишком много попыток" not in page.text
    wrong = sign_in(client, password="wrong")
    assert message(wrong) == "Неверный домен, адрес эл. почты или пароль."
    client.get("/language/en")
    assert "Domain name" in client.get("/sign-in").text


def test_a_language_chosen_anywhere_comes_back_there(client: FlaskClient) -> None:
    here = client.get("/language/ru", headers={"Referer": "http://localhost/things/7?a=b"})
    elsewhere = client.get("/language/ru", headers={"Referer": "http://evil.example/x"})

    assert here.location == "/things/7?a=b"
    assert elsewhere.location == "/"
    assert client.get("/language/tlh").status_code == 404


def test_who_is_signed_in_keeps_the_language_wherever_they_sign_in(
    app: Dash, signed_in: FlaskClient
) -> None:
    """PRF-5."""
    home = {"Referer": "http://localhost/things/7"}
    signed_in.get("/language/ru", headers=home)
    elsewhere = app.server.test_client()
    elsewhere.set_cookie("language", "en")
    sign_in(elsewhere)

    assert '<html lang="ru">' in elsewhere.get("/password").text
    assert '<html lang="ru"' in elsewhere.get("/things/7").text
    sign_out(elsewhere)
    assert '<html lang="en">' in elsewhere.get("/sign-in").text


def test_a_link_elsewhere_chooses_no_language_for_who_is_signed_in(signed_in: FlaskClient) -> None:
    signed_in.get("/language/en", headers={"Referer": "http://localhost/things/7"})
    signed_in.get("/language/ru", headers={"Referer": "http://evil.example/"})
    signed_in.get("/language/ru")

    assert '<html lang="en">' in signed_in.get("/password").text


def test_without_a_choice_the_installations_language_is_meant(tmp_path: Path) -> None:
    """PRF-5."""
    client = make_app(tmp_path, default_language="ru").server.test_client()
    browsers = {"Accept-Language": "en"}

    assert '<html lang="ru">' in client.get("/sign-in", headers=browsers).text
    client.set_cookie("language", "en")
    assert '<html lang="en">' in client.get("/sign-in", headers=browsers).text


def test_the_page_is_in_the_browsers_language_and_theme(client: FlaskClient) -> None:
    russian = client.get("/sign-in", headers={"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8"})
    other = client.get("/sign-in", headers={"Accept-Language": "fr"})
    client.set_cookie("theme", "dark")
    dark = client.get("/sign-in")
    client.set_cookie("theme", '"><script>')
    odd = client.get("/sign-in")

    assert '<html lang="ru">' in russian.text
    assert '<html lang="en">' in other.text
    assert '<html lang="en" data-bs-theme="dark">' in dark.text
    assert '<html lang="en">' in odd.text
