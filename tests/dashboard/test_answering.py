"""What is told of an answered request."""

from __future__ import annotations

import pytest
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from dashboard import answering
from tests.web import PASSWORD, sign_in


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/set-password/s3cret", "/set-password/..."),
        ("/set-password/s3cret/", "/set-password/..."),
        ("/set-password", "/set-password"),
        ("/help/set-password/x", "/help/set-password/x"),
    ],
)
def test_a_log_holds_nothing_that_lets_set_a_password(
    app: Dash, client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str, shown: str
) -> None:
    caplog.set_level("INFO", "access")
    client.get(path)

    assert [one.path for one in caplog.records if one.name == "access"] == [shown]


class Counted(list[str]):
    """What was counted of sign-ins."""

    def answered(self, kind: str, route: str, status: int, seconds: float) -> None: ...
    def failed(self) -> None: ...
    def signed_in(self, outcome: str) -> None:
        self.append(outcome)


@pytest.mark.parametrize(
    ("leads_to", "outcome"),
    [
        ("/things/7", "accepted"),
        ("/second-step?next=/", "asked_for_a_code"),
        ("/set-password", "asked_for_a_password"),
        ("/sign-in?trouble=absent", "refused"),
        ("/sign-in/oidc/trouble?why=unknown", "refused"),
    ],
)
def test_sign_ins_by_a_provider_are_counted_by_where_they_lead(leads_to: str, outcome: str) -> None:
    server, counted = Flask("counted"), Counted()
    answering.install(server, counted)
    back = Response(status=303, headers={"Location": leads_to})
    server.add_url_rule("/in", answering.FROM_PROVIDER, lambda: back)

    server.test_client().get("/in")

    assert counted == [outcome]


def test_sign_ins_by_a_password_are_counted(app: Dash, client: FlaskClient) -> None:
    counted = app.server.extensions["observer"] = Counted()
    sign_in(client, password="Wrong-Horse-1")
    sign_in(client, password=PASSWORD)

    assert counted == ["refused", "accepted"]
