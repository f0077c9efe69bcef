from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from sqlalchemy import event

from dashboard.sign_in import admission
from dashboard.sign_in.admission import Refusal, admit
from tests.web import ANNA, OTHER_ANNA, PASSWORD, csrf_token, make_app, portal_of, sign_in


def test_a_network_of_one_sender_counts_as_one() -> None:
    assert admission.site_of("2001:db8:1:2::1") == admission.site_of("2001:db8:1:2:ffff::9")
    assert admission.site_of("2001:db8:1:2::1") != admission.site_of("2001:db8:1:3::1")
    assert admission.site_of("192.0.2.1") != admission.site_of("192.0.2.2")
    assert admission.site_of("") == ""


@pytest.mark.parametrize("email", ["anna@alfa.example", "nobody@alfa.example"])
def test_a_password_is_verified_whoever_asks(
    app: Dash, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    """ACC-3: someone unknown is answered as slowly as someone known."""
    verified = []

    def verify(*_: object, password: str, **__: object) -> bool:
        verified.append(password)
        return False

    monkeypatch.setattr(admission, "verify_password", verify)
    portal = portal_of(app)

    with portal.warehouse.snapshot() as snapshot:
        outcome = admit(
            portal,
            snapshot,
            domain="alfa.example",
            email=email,
            password=PASSWORD,
            address="192.0.2.1",
        )

    assert outcome == Refusal(locked_until=None)
    assert verified == [PASSWORD]


def test_the_work_is_the_same_for_anybody_and_nobody(tmp_path: Path) -> None:
    """ACC-3: the statements that the store runs, not a clock."""
    gone = {"manager_id": "m3", "reseller_id": "r1", "email": "gone@alfa.example"}
    people = [ANNA, OTHER_ANNA, {**gone, "status": "inactive"}]
    app = make_app(tmp_path, tables={"manager": people})
    engine = portal_of(app).store._engine
    sign_in(app.server.test_client(), email="someone@alfa.example")  # Counts the address.
    work: dict[str, list[str]] = {}
    for email in ("anna@alfa.example", "gone@alfa.example", "nobody@alfa.example"):
        statements = work[email] = []
        client = app.server.test_client()
        form = {"csrf_token": csrf_token(client), "domain": "alfa.example", "password": "wrong"}

        def note(_: object, __: object, statement: str, *rest: object, said=statements) -> None:  # type: ignore[no-untyped-def]
            said.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        assert client.post("/sign-in", data={**form, "email": email}).status_code == 401
        event.remove(engine, "before_cursor_execute", note)

    assert work["anna@alfa.example"] == work["nobody@alfa.example"] == work["gone@alfa.example"]
    assert len(work["anna@alfa.example"]) > 3
