"""Whom a token lets in, and to whose records."""

from __future__ import annotations

import json

import pytest

from sandbox.platform import Platform
from sandbox.records import Manager
from sandbox.seeding.people import token_of
from tests.sandbox.api.asking import SECOND, Api


@pytest.mark.parametrize("token", ["", "wrong", " "])
def test_a_bad_token_is_not_let_in(api: Api, token: str) -> None:
    client = api._client
    assert client.get("/api/v3/resellers/12", headers={"X-Api-Token": token}).status_code == 401


def test_an_inactive_managers_token_is_not_let_in(api: Api) -> None:
    token = token_of("rolf.decker@blaufeld.example")

    assert api.get("", token=token).status_code == 401


def test_a_reseller_reaches_itself_and_nobody_else(api: Api) -> None:
    """NFR-1: another reseller's is as good as not there."""
    own = token_of("jana.albrecht@blaufeld.example")
    other_subscription = api.ids("subscriptions?page[size]=1", SECOND)[0]

    assert api.get("subscriptions", token=own).status_code == 200
    for path in ("", "subscriptions", "charges", "currency_rates", "nowhere"):
        assert api.get(path, SECOND, own).status_code == 404
        assert api.get(path, 11, own).status_code == 404
    assert api.get(f"subscriptions/{other_subscription}", token=own).status_code == 404
    analytics = f"/api/v3/analytics_daily?subscription_id={other_subscription}"
    assert (
        api.get(f"{analytics}&period_from=2026-01&period_to=2026-01", token=own).status_code == 404
    )


def test_the_distributor_reaches_all(api: Api) -> None:
    resellers = api.all("child_resellers", 11)
    own = {reseller: len(api.all("subscriptions", reseller)) for reseller in (12, 13, 14)}

    assert [int(reseller["id"]) for reseller in resellers] == [12, 13, 14]
    assert len(api.all("child_reseller_subscriptions", 11)) == sum(own.values())
    assert api.all("subscriptions", 11) == []


def test_a_record_is_found_under_its_own_reseller_only(api: Api) -> None:
    subscription = api.ids("subscriptions?page[size]=1")[0]

    assert api.get(f"subscriptions/{subscription}").status_code == 200
    assert api.get(f"subscriptions/{subscription}", SECOND).status_code == 404
    assert api.get("subscriptions/99999999999999999999").status_code == 404


def test_tokens_differ_and_are_never_shown(api: Api, platform: Platform) -> None:
    with platform.reading() as books:
        tokens = [manager.token for manager in books.find(Manager)]

    assert len(set(tokens)) == len(tokens)
    assert not any(token in api.get("managers").text for token in tokens)


def test_the_first_version_takes_its_token_in_the_query(api: Api) -> None:
    own, other = token_of("jana.albrecht@blaufeld.example"), api.ids("subscriptions", SECOND)[0]
    subscription = api.ids("subscriptions?filter[status]=active&page[size]=1")[0]
    path = "/api/vendor/v1/subscriptions/{}/applications.json?api_token={}"
    client = api._client

    response = client.get(path.format(subscription, own))
    (service,) = json.loads(response.text)

    assert (service["subscription_id"], service["service_status"]) == (subscription, "running")
    assert service["origin_type"].startswith("Plugin::")
    assert client.get(path.format(other, own)).status_code == 404
    assert client.get(path.format(subscription, "x")).status_code == 401
    assert client.get(f"/api/v3/resellers/12?api_token={own}").status_code == 401
