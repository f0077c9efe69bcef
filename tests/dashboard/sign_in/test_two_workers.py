"""What one worker counts, takes or ends counts at the other one: both are asked in turn."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from store.database import Store
from store.tokens import Purpose, new_token
from tests.second_factors import code_at, give_second_factor
from tests.web import PASSWORD, TINY_PAGE, FixedClock, csrf_token, make_app, portal_of, sign_in
from warehouse.connection import Warehouse

NEW = "Another-Horse-8"


@pytest.fixture
def workers(tmp_path: Path) -> tuple[Dash, Dash]:
    first = make_app(tmp_path, clock=FixedClock())
    here = portal_of(first)
    second = create_app(
        here.settings,
        Warehouse(here.settings.warehouse_dir),
        Store(here.settings.store_url),  # type: ignore[attr-defined]
        pages=(TINY_PAGE,),
        clock=here.clock,
    )
    return first, second


def browsers(workers: tuple[Dash, Dash]) -> tuple[FlaskClient, FlaskClient]:
    """Return a new browser at each worker."""
    first, second = workers
    return first.server.test_client(), second.server.test_client()


def carry(cookie: str, one: FlaskClient, other: FlaskClient) -> None:
    """Have the same browser ask the other worker."""
    kept = one.get_cookie(cookie)
    assert kept is not None
    other.set_cookie(cookie, kept.value)


def test_failures_at_either_lock_both(workers: tuple[Dash, Dash]) -> None:
    """ACC-7: five guesses in all, and not five at each."""
    tried = [sign_in(one, password="wrong").status_code
             for one, _ in zip(cycle(browsers(workers)), range(6), strict=False)]  # fmt: skip

    assert tried == [401, 401, 401, 401, 429, 429]
    assert [sign_in(one).status_code for one in browsers(workers)] == [429, 429]


def test_guessed_codes_lock_both_and_a_code_is_taken_once(workers: tuple[Dash, Dash]) -> None:
    recovery = give_second_factor(workers[0])
    first, second = browsers(workers)
    for client in (first, second):
        assert sign_in(client).location.startswith("/second-step")

    def give(client: FlaskClient, code: str, address: str = "/second-step") -> int:
        data = {"csrf_token": csrf_token(client, address), "code": code}
        return client.post(address, data=data).status_code

    assert give(first, code_at(workers[0])) == 303
    assert give(second, code_at(workers[0])) == 401, "used at the first"
    words = "/second-step?recovery=yes"
    sign_in(third := workers[0].server.test_client())
    assert give(third, recovery[0], words) == 303
    assert give(second, recovery[0], words) == 401, "used at the first"

    sign_in(fourth := workers[0].server.test_client())
    guessed = [give(one, "000000") for one in (fourth, second, fourth, second)]
    assert guessed == [401, 401, 401, 429], "the second replay was a guess, too"
    assert give(fourth, code_at(workers[0], 1)) == 429


def test_a_link_works_at_one_of_them_once(workers: tuple[Dash, Dash]) -> None:
    """ACC-14."""
    here = portal_of(workers[0])
    now = here.clock()
    token = new_token(here.store, Purpose.INVITATION, manager_id="m1", reseller_id="r1",
                      asked_at=now, now=now)  # fmt: skip
    first, second = browsers(workers)
    for client in (first, second):
        client.get(f"/set-password/{token}")
    forms = [{"csrf_token": csrf_token(client, "/set-password"), "new": NEW, "confirm": NEW}
             for client in (first, second)]  # fmt: skip

    answers = [client.post("/set-password", data=form).status_code
               for client, form in zip((first, second), forms, strict=True)]  # fmt: skip

    assert answers == [303, 410]


def test_who_signs_out_at_one_is_signed_out_at_the_other(workers: tuple[Dash, Dash]) -> None:
    first, second = browsers(workers)
    sign_in(first, password=PASSWORD)
    carry("portal_session", first, second)
    assert second.get("/things/7").status_code == 200

    first.post("/sign-out", data={"csrf_token": csrf_token(first, "/password")})

    assert second.get("/things/7").status_code == 302
