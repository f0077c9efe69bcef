"""My profile (PRF-3 to PRF-5, ACC-21)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from store.audit import events
from store.manager_settings import Choices, choices_of
from store.sessions import open_sessions
from tests.second_factors import give_second_factor
from tests.web import (
    FixedClock,
    csrf_token,
    make_app,
    portal_of,
    show_page,
    sign_in,
)

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"
MARKUP = {"manager_id": "m1", "reseller_id": "r1", "email": "anna@alfa.example",
          "name": "<b>Anna</b>", "phone": "+49 30 123456"}  # fmt: skip
SALES = {"manager_id": "m2", "reseller_id": "r2", "email": "anna@alfa.example",
         "role_name": "Sales person"}  # fmt: skip


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def app(tmp_path: Path, clock: FixedClock) -> Dash:
    return make_app(
        tmp_path, pages=PAGES, routes=ROUTES, clock=clock, tables={"manager": [MARKUP, SALES]}
    )


@pytest.fixture
def anna(app: Dash) -> FlaskClient:
    return signed_in(app)


def signed_in(app: Dash, user_agent: str = "", domain: str = "alfa.example") -> FlaskClient:
    client = app.server.test_client()
    client.environ_base["HTTP_USER_AGENT"] = user_agent
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert sign_in(client, domain=domain).status_code == 303
    return client


def shown(client: FlaskClient, search: str = "") -> str:
    """Return the texts of the page, one after another."""
    drawn = json.loads(show_page(client, "/profile", search).text)
    return " | ".join(texts(drawn["response"]["_pages_content"]["children"]))


def texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, list):
        return [text for one in part for text in texts(one)]
    if isinstance(part, dict):
        held = part.get("props", {})
        return texts(held.get("children")) + texts(held.get("label"))
    return []


def send(client: FlaskClient, step: str, **fields: str) -> str:
    data = {"csrf_token": csrf_token(client, "/password"), **fields}
    return str(client.post(f"/profile/{step}", data=data).location)


def session_ids(
    app: Dash, manager_id: str = "m1", reseller_id: str = "r1", user_agent: str = ""
) -> list[str]:
    here = portal_of(app)
    found = open_sessions(
        here.store, manager_id=manager_id, reseller_id=reseller_id, token=None,
        lifetime=here.session_lifetime, now=here.clock(),
    )  # fmt: skip
    return [one.session_id or "" for one in found if one.device.user_agent == user_agent]


def test_a_stranger_sees_no_profile(app: Dash) -> None:
    client = app.server.test_client()

    assert client.get("/profile").location == "/sign-in?next=/profile"
    assert show_page(client, "/profile").status_code == 401
    for step in ("settings", "sessions/end", "sessions/end-others"):
        assert client.post(f"/profile/{step}").location == "/sign-in"


def test_the_page_says_who_one_is(app: Dash, anna: FlaskClient) -> None:
    """PRF-3."""
    assert anna.get("/profile").status_code == 200
    text = shown(anna)
    for said in ("<b>Anna</b>", "anna@alfa.example", "+49 30 123456", "System administrator",
                 "Full control of everything"):  # fmt: skip
        assert said in text
    seller = shown(signed_in(app, domain="beta.example"))
    assert "Sales person" in seller
    assert "Full control of everything" not in seller
    assert "Sales" in seller.split("Access level | ")[1].split(" | ")[0]


def test_the_language_and_mails_are_chosen(app: Dash, anna: FlaskClient) -> None:
    """PRF-5: at once, on every device; the cookie follows for the pages before sign-in."""
    assert send(anna, "settings", language="ru", is_reminded="on") == "/profile?done=settings"

    here = portal_of(app)
    kept = choices_of(here.store, manager_id="m1", reseller_id="r1")
    assert kept == Choices("ru", is_reminded=True, is_summarized=False)
    assert "Мой профиль" in shown(anna)
    assert "Настройки сохранены." in shown(anna, "?done=settings")
    assert "Мой профиль" in shown(signed_in(app))
    cookie = anna.get_cookie("language")
    assert cookie is not None
    assert cookie.value == "ru"
    assert "My profile" in shown(signed_in(app, domain="beta.example"))


def test_an_unknown_language_changes_nothing(app: Dash, anna: FlaskClient) -> None:
    data = {"csrf_token": csrf_token(anna, "/password"), "language": "tlh"}

    assert anna.post("/profile/settings", data=data).status_code == 400
    assert anna.post("/profile/settings", data={"language": "ru"}).status_code == 400, "no token"
    here = portal_of(app)
    assert choices_of(here.store, manager_id="m1", reseller_id="r1") == Choices()


def test_the_own_sessions_are_seen_and_ended_one_by_one(
    app: Dash, anna: FlaskClient, clock: FixedClock
) -> None:
    clock.move(minutes=10)
    phone = signed_in(app, PHONE)
    signed_in(app, PHONE, domain="beta.example")
    text = shown(anna)
    assert text.count("End session") == 1
    assert "Safari, iPhone" in text
    assert "Unknown device" in text
    assert "192.0.2.7 · since 20.11.2026 15:10 · last seen 20.11.2026 15:10" in text
    assert text.index("This session") < text.index("Safari, iPhone")

    phone_id = session_ids(app, user_agent=PHONE)[0]
    assert send(anna, "sessions/end", session_id=phone_id) == "/profile?done=session"

    assert phone.get("/profile").status_code == 302
    assert send(anna, "sessions/end", session_id=phone_id) == "/profile?done=no-session"
    assert "This session had ended before." in shown(anna, "?done=no-session")
    assert "End session" not in shown(anna)
    assert events(portal_of(app).store, reseller_id="r1")[0].action == "session_ended"


def test_another_managers_session_is_not_to_be_ended(app: Dash, anna: FlaskClient) -> None:
    other = signed_in(app, domain="beta.example")
    (other_id,) = session_ids(app, "m2", "r2")

    for given in (other_id, "", "x' OR 1=1 --"):
        assert send(anna, "sessions/end", session_id=given) == "/profile?done=no-session"

    send(anna, "sessions/end-others")
    assert other.get("/profile").status_code == 200


def test_all_others_end_and_this_one_stays(app: Dash, anna: FlaskClient) -> None:
    others = [signed_in(app, PHONE), signed_in(app)]

    assert send(anna, "sessions/end-others") == "/profile?done=sessions"

    assert anna.get("/profile").status_code == 200
    assert [one.get("/profile").status_code for one in others] == [302, 302]
    assert "End all others" not in shown(anna)


def test_ending_the_session_one_is_in_leads_to_sign_in_and_back(
    app: Dash, anna: FlaskClient
) -> None:
    (own,) = session_ids(app)

    assert send(anna, "sessions/end", session_id=own) == "/profile?done=session"
    assert anna.get("/profile?done=session").location == "/sign-in?next=/profile?done%3Dsession"


def test_the_page_says_whether_there_is_a_second_factor(app: Dash, anna: FlaskClient) -> None:
    assert "Second factor | Off." in shown(anna)
    give_second_factor(app)
    text = shown(anna)
    assert "Second factor | \uf26b | On" in text
    assert "Since 20.11.2026. 10 recovery codes are left." in text


def test_made_up_words_in_the_address_say_nothing(anna: FlaskClient) -> None:
    assert "made-up" not in shown(anna, "?done=made-up")
    assert shown(anna, "?done=made-up") == shown(anna)
