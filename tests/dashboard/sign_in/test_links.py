"""Links that set a password, and asking for one (ACC-9 to ACC-18)."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from dashboard.sign_in.password_rules import EXAMPLE
from store.audit import events
from store.messages import messages
from store.tokens import Purpose, new_token
from tests.warehouse_builder import publish
from tests.web import (
    ANNA,
    OTHER_ANNA,
    PASSWORD,
    RESELLERS,
    FixedClock,
    csrf_token,
    portal_of,
    sign_in,
)

NEW = "Another-Horse-8"
OVER = "This link works no more"


def link(app: Dash, purpose: Purpose = Purpose.RESET) -> str:
    here = portal_of(app)
    now = here.clock()
    token = new_token(here.store, purpose, manager_id="m1", reseller_id="r1", asked_at=now, now=now)
    return f"/set-password/{token}"


def use(
    client: FlaskClient, address: str, new: str = NEW, confirm: str | None = None
) -> TestResponse:
    assert client.get(address).location == "/set-password"
    given = {"new": new, "confirm": new if confirm is None else confirm}
    token = csrf_token(client, "/set-password")
    return client.post("/set-password", data={"csrf_token": token, **given})


def problems(answer: TestResponse) -> list[str]:
    return re.findall(r'class="problem"[^>]*>([^<]*)<', answer.text)


def test_a_link_sets_a_password_signs_in_and_ends_other_sessions(
    app: Dash, client: FlaskClient
) -> None:
    """ACC-13, ACC-17, ACC-18, NTF-3."""
    elsewhere = app.server.test_client()
    sign_in(elsewhere)
    address = link(app)
    client.get(address)  # As programs do that look through mails (ACC-14).

    answer = use(client, address)

    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/things/7").status_code == 200
    assert elsewhere.get("/things/7").status_code == 302
    assert sign_in(app.server.test_client()).status_code == 401
    assert sign_in(app.server.test_client(), password=NEW).status_code == 303
    store = portal_of(app).store
    (notice,) = messages(store, manager_id="m1", reseller_id="r1")
    assert notice.kind == "password_changed"
    assert "password_changed" in [each.action for each in events(store, reseller_id="r1")]
    again = app.server.test_client()
    again.get(address)
    assert OVER in again.get("/set-password").text


@pytest.mark.parametrize("address", ["/set-password/altered", "/set-password/" + "x" * 5000])
def test_an_altered_link_says_so_and_leads_on(client: FlaskClient, address: str) -> None:
    """ACC-14."""
    client.get(address)
    page = client.get("/set-password")

    assert page.status_code == 410
    assert OVER in page.text
    assert 'href="/forgot-password"' in page.text


def test_an_expired_link_and_a_replaced_one_work_no_more(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    first = link(app)
    clock.move(minutes=1)
    second = link(app)
    client.get(first)
    assert client.get("/set-password").status_code == 410
    client.get(second)
    token = csrf_token(client, "/set-password")
    clock.now += timedelta(hours=24)
    answer = client.post("/set-password", data={"csrf_token": token, "new": NEW, "confirm": NEW})

    assert answer.status_code == 410
    assert sign_in(app.server.test_client()).status_code == 303


def test_an_invitation_is_good_for_a_week_and_once(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    """ACC-14."""
    address = link(app, Purpose.INVITATION)
    clock.move(days=6, hours=23)
    assert use(client, address).status_code == 303
    second = app.server.test_client()
    second.get(address)
    assert OVER in second.get("/set-password").text

    late = link(app, Purpose.INVITATION)
    clock.move(days=7)
    second.get(late)
    page = second.get("/set-password")
    assert page.status_code == 410
    assert OVER in page.text
    assert 'href="/forgot-password"' in page.text


def test_an_altered_link_is_nobodys(app: Dash, client: FlaskClient) -> None:
    """Neither a part of one, nor one with a letter changed or more added."""
    address = link(app)
    flipped = address[:-1] + ("A" if address[-1] != "A" else "B")
    for altered in (address[:-1], address + "A", flipped, address.lower(), address.upper()):
        client.get(altered)
        assert client.get("/set-password").status_code in (404, 410), altered
    assert use(client, address).status_code == 303


def test_two_at_once_with_one_link_set_one_password(app: Dash) -> None:
    """Who comes second is told so, and does not get in."""
    address = link(app)
    first, second = app.server.test_client(), app.server.test_client()
    tokens = []
    for one in (first, second):
        one.get(address)
        tokens.append(csrf_token(one, "/set-password"))
    answers = [
        one.post("/set-password", data={"csrf_token": token, "new": new, "confirm": new})
        for one, token, new in zip((first, second), tokens, (NEW, NEW + "x"), strict=True)
    ]
    assert [answer.status_code for answer in answers] == [303, 410]
    assert second.get("/things/7").status_code == 302
    assert sign_in(app.server.test_client(), password=NEW + "x").status_code == 401


def test_a_manager_deactivated_meanwhile_reads_the_same(
    app: Dash, client: FlaskClient, tmp_path: Path
) -> None:
    address = link(app)
    people = [{**ANNA, "status": "inactive"}, OTHER_ANNA]
    publish(tmp_path / "warehouse", reseller=RESELLERS, manager=people)
    client.get(address)
    page = client.get("/set-password")

    assert page.status_code == 410
    assert OVER in page.text
    assert "anna" not in page.text


@pytest.mark.parametrize(
    ("new", "confirm", "problem"),
    [
        (NEW, "other", "The two passwords differ."),
        (EXAMPLE, EXAMPLE, "This is the example, which everyone knows. Choose another password."),
        ("Short1!", "Short1!", "Still missing: at least 8 characters."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    app: Dash, client: FlaskClient, new: str, confirm: str, problem: str
) -> None:
    """ACC-11: the link is not used up by it."""
    address = link(app)
    answer = use(client, address, new, confirm)

    assert (answer.status_code, problems(answer)) == (400, [problem])
    assert use(client, address).status_code == 303


def test_the_token_stays_out_of_addresses_answers_and_logs(
    app: Dash, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = link(app)
    token = address.rpartition("/")[2]
    followed = client.get(address)
    page = client.get("/set-password")
    use(client, address)

    assert followed.headers["Referrer-Policy"] == "no-referrer"
    assert followed.headers["Cache-Control"] == page.headers["Cache-Control"] == "no-store"
    assert token not in page.text + followed.text
    assert token not in caplog.text


def ask(client: FlaskClient, email: str, domain: str = "alfa.example") -> TestResponse:
    token = csrf_token(client, "/forgot-password")
    data = {"csrf_token": token, "domain": domain, "email": email}
    return client.post("/forgot-password", data=data)


def test_the_answer_and_the_work_are_the_same_for_anybody_and_nobody(app: Dash) -> None:
    """ACC-16: the statements that the store runs, not a clock."""
    answers, work = [], []
    ask(app.server.test_client(), "someone@alfa.example")  # Begins to count what one address asks.
    for address in ("anna@alfa.example", "nobody@alfa.example"):
        statements: list[str] = []
        client = app.server.test_client()
        token = csrf_token(client, "/forgot-password")
        engine = portal_of(app).store._engine

        def note(_: object, __: object, statement: str, *rest: object) -> None:
            statements.append(statement)  # noqa: B023

        event.listen(engine, "before_cursor_execute", note)
        data = {"csrf_token": token, "domain": "alfa.example", "email": address}
        answer = client.post("/forgot-password", data=data)
        event.remove(engine, "before_cursor_execute", note)
        answers.append((answer.status_code, re.sub(r'value="[^"]+"', "", answer.text)))
        work.append(statements)

    assert answers[0] == answers[1]
    assert answers[0][0] == 200
    assert "spam folder" in answers[0][1]
    assert work[0] == work[1]
    assert len(work[0]) > 3
    assert len(messages(portal_of(app).store, manager_id="", reseller_id="")) == 3


def test_asking_is_limited_for_anybody_and_nobody(client: FlaskClient, clock: FixedClock) -> None:
    for email in ("anna@alfa.example", "nobody@alfa.example"):
        assert [ask(client, email).status_code for _ in range(6)] == [200] * 5 + [429]
    clock.move(minutes=15)
    assert ask(client, "anna@alfa.example").status_code == 200


def test_a_thousand_attempts_at_one_account_and_at_many_are_held_up(
    app: Dash, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NFR-2: of each hundred, few passwords are looked at."""
    from dashboard.sign_in import admission

    looked: list[str] = []
    real = admission.verify_password

    def verify(*args: object, **named: object) -> bool:
        looked.append(str(named["manager_id"]))
        return bool(real(*args, **named))  # type: ignore[arg-type]

    monkeypatch.setattr(admission, "verify_password", verify)
    form = {"csrf_token": csrf_token(client), "domain": "alfa.example", "password": "wrong"}
    for number in range(1000):
        email = "anna@alfa.example" if number % 2 else f"person{number}@alfa.example"
        client.post("/sign-in", data={**form, "email": email})

    assert looked.count("m1") == 5
    # From one address 50 are let through, and of the 25 of them at Anna's account 5.
    assert len(looked) == 25 + 5
    assert sign_in(client, password=PASSWORD).status_code == 429
