"""Switching a second factor on and off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cli import commands
from dashboard.context import services
from dashboard.sections import name_section
from domain.errors import NotAllowed, NotFound
from store.audit import events
from store.credentials import set_password
from store.second_factors import second_factor
from tests.second_factors import code_at, give_second_factor
from tests.web import (
    ANNA,
    OTHER_ANNA,
    PASSWORD,
    FixedClock,
    csrf_token,
    make_app,
    portal_of,
    problem,
    sign_in,
)

BERT = {"manager_id": "m3", "reseller_id": "r1", "email": "bert@alfa.example",
        "role_name": "Sales person"}  # fmt: skip


def send(client: FlaskClient, step: str, **fields: str) -> TestResponse:
    token = csrf_token(client, "/second-factor")
    return client.post(f"/second-factor/{step}", data={"csrf_token": token, **fields})


def handed_out(answer: TestResponse) -> tuple[str, str]:
    """Return the form's own field, and the secret that the page shows."""
    setup = re.search(r'name="setup"[^>]*value="([^"]+)"', answer.text)
    secret = re.search(r'class="key">([^<]+)<', answer.text)
    assert setup, answer.text
    assert secret
    return setup[1], secret[1].replace(" ", "")


def recovery_codes(answer: TestResponse) -> list[str]:
    return re.findall(r"<li><code>([^<]+)</code>", answer.text)


def factor_of(app: Dash, manager_id: str = "m1", reseller_id: str = "r1") -> object:
    return second_factor(portal_of(app).store, manager_id=manager_id, reseller_id=reseller_id)


def test_a_stranger_sees_nothing_of_it(client: FlaskClient) -> None:
    assert client.get("/second-factor").location == "/sign-in?next=/second-factor"
    for step in ("app", "on", "off", "codes"):
        assert client.post(f"/second-factor/{step}").location == "/sign-in"


def test_it_is_switched_on_with_the_password_and_a_first_code(
    app: Dash, signed_in: FlaskClient, clock: FixedClock
) -> None:
    elsewhere = app.server.test_client()
    sign_in(elsewhere)
    setup, secret = handed_out(send(signed_in, "app", password=PASSWORD))
    assert factor_of(app) is None, "not before the app has shown a code"
    assert secret not in setup

    answer = send(signed_in, "on", setup=setup, code=code_at(app, secret=secret))

    codes = recovery_codes(answer)
    assert len(set(codes)) == 10
    kept = factor_of(app)
    assert kept is not None
    assert not [one for one in [secret, *codes] if one in str(kept)]
    assert codes[0] not in signed_in.get("/second-factor").text, "shown once"
    assert signed_in.get("/things/7").status_code == 200
    assert elsewhere.get("/things/7").status_code == 302, "it came in by the password alone"
    assert sign_in(elsewhere).location == "/second-step"
    actions = [one.action for one in events(portal_of(app).store, reseller_id="r1")]
    assert "second_factor_on" in actions
    # The first code is used up.
    answer = send(signed_in, "off", password=PASSWORD, code=code_at(app, secret=secret))
    assert problem(answer) == "This code has been used. Wait for the next one."
    clock.move(seconds=30)
    answer = send(signed_in, "off", password=PASSWORD, code=code_at(app, secret=secret))
    assert answer.status_code == 303
    assert factor_of(app) is None
    assert sign_in(elsewhere).location == "/"


def test_without_the_password_there_is_no_secret(signed_in: FlaskClient) -> None:
    for given, said in (("", "Enter your current password."), ("x", "not right")):
        answer = send(signed_in, "app", password=given)
        assert answer.status_code == 400
        assert said in problem(answer)
        assert "setup" not in answer.text


def test_a_wrong_first_code_switches_nothing_on(app: Dash, signed_in: FlaskClient) -> None:
    setup, secret = handed_out(send(signed_in, "app", password=PASSWORD))

    answer = send(signed_in, "on", setup=setup, code=code_at(app, -3, secret))

    assert answer.status_code == 400
    assert "sets its clock by itself" in problem(answer)
    again, same = handed_out(answer)
    assert same == secret
    assert factor_of(app) is None
    assert recovery_codes(send(signed_in, "on", setup=again, code=code_at(app, secret=secret)))


def test_what_was_handed_out_is_this_managers_and_for_a_while(
    app: Dash, signed_in: FlaskClient, clock: FixedClock
) -> None:
    setup, secret = handed_out(send(signed_in, "app", password=PASSWORD))
    other = app.server.test_client()
    sign_in(other, domain="beta.example")

    for client, given in ((other, setup), (signed_in, "made up"), (signed_in, "")):
        answer = send(client, "on", setup=given, code=code_at(app, secret=secret))
        assert (answer.status_code, problem(answer)) == (400, "That took too long. Begin again.")
    clock.move(minutes=15)
    answer = send(signed_in, "on", setup=setup, code=code_at(app, secret=secret))
    assert answer.status_code == 400
    assert factor_of(app) is None
    assert factor_of(app, "m2", "r2") is None


def test_a_second_app_does_not_replace_the_first(app: Dash, signed_in: FlaskClient) -> None:
    setup, secret = handed_out(send(signed_in, "app", password=PASSWORD))
    give_second_factor(app)
    before = factor_of(app)

    answer = send(signed_in, "on", setup=setup, code=code_at(app, secret=secret))

    assert answer.location == "/second-factor"
    assert factor_of(app) == before


@pytest.mark.parametrize("step", ["off", "codes"])
def test_a_change_needs_both_the_password_and_a_code(
    app: Dash, signed_in: FlaskClient, step: str
) -> None:
    codes = give_second_factor(app)
    before = factor_of(app)

    for password, code in (("", codes[0]), ("x", codes[0]), (PASSWORD, ""), (PASSWORD, "000000")):
        assert send(signed_in, step, password=password, code=code).status_code == 400
    assert factor_of(app) == before, "a code is not used up where the password is wrong"


def test_new_recovery_codes_end_the_old(app: Dash, signed_in: FlaskClient) -> None:
    old = give_second_factor(app)

    new = recovery_codes(send(signed_in, "codes", password=PASSWORD, code=old[0]))

    assert len(set(new) - set(old)) == 10
    assert send(signed_in, "off", password=PASSWORD, code=old[1]).status_code == 400
    assert send(signed_in, "off", password=PASSWORD, code=new[1]).status_code == 303


def test_what_is_shown_once_has_no_address(signed_in: FlaskClient) -> None:
    for step in ("app", "on", "off", "codes"):
        assert signed_in.get(f"/second-factor/{step}").location == "/second-factor"
    answer = send(signed_in, "app", password=PASSWORD)
    assert answer.headers["Cache-Control"] == "no-store"
    assert signed_in.post("/second-factor/off", data={"code": "1"}).status_code == 400, "no token"


def add_reset(server: Flask) -> None:
    @server.post("/reset/<manager_id>")
    def reset(manager_id: str) -> str:
        try:
            return str(services().second_factors.reset(manager_id))
        except (NotAllowed, NotFound) as error:
            return type(error).__name__

    name_section(server, None, "reset")


def make_reset_app(folder: Path) -> Dash:
    """Return a portal in which Bert, who sells at Anna's company, signs in, too."""
    app = make_app(folder, routes=[add_reset], tables={"manager": [ANNA, OTHER_ANNA, BERT]})
    here = portal_of(app)
    set_password(here.store, manager_id="m3", reseller_id="r1", password=PASSWORD, now=here.clock())
    return app


def test_an_administrator_resets_it_for_another_of_the_company_only(tmp_path: Path) -> None:
    app = make_reset_app(tmp_path)
    anna, bert = app.server.test_client(), app.server.test_client()
    sign_in(anna)
    sign_in(bert, email="bert@alfa.example")
    for who in (("m1", "r1"), ("m2", "r2"), ("m3", "r1")):
        give_second_factor(app, *who)

    def reset(client: FlaskClient, manager_id: str) -> str:
        data = {"csrf_token": csrf_token(client, "/password")}
        return client.post(f"/reset/{manager_id}", data=data).text

    assert reset(bert, "m1") == "NotAllowed"
    assert reset(anna, "m1") == "NotAllowed", "one's own needs a code"
    assert reset(anna, "m2") == "NotFound", "of another partner"
    assert reset(anna, "m3") == "True"
    assert reset(anna, "m3") == "False"
    assert factor_of(app, "m3") is None
    assert factor_of(app, "m2", "r2") is not None
    event = events(portal_of(app).store, reseller_id="r1")[0]
    assert (event.action, event.manager_id, event.detail) == (
        "second_factor_reset", "m1", {"of_manager_id": "m3"},
    )  # fmt: skip


def test_who_runs_the_portal_resets_it_by_a_command(
    tmp_path: Path, app: Dash, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_second_factor(app)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    def run(email: str) -> tuple[int, str]:
        done = CliRunner().invoke(commands, ["reset-second-factor", "Alfa.example", email])
        return done.exit_code, done.output.strip() or str(done.exception)

    assert run("Anna@alfa.example") == (
        0,
        "anna@alfa.example signs in with the password alone now.",
    )
    assert run("anna@alfa.example") == (0, "anna@alfa.example has no second factor.")
    code, said = run("nobody@alfa.example")
    assert code == 1
    assert "No manager with the e-mail nobody@alfa.example" in said
    assert events(portal_of(app).store, reseller_id="r1")[0].manager_id == "operator"
