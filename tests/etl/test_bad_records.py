"""A record that can't be used is set aside with its reason, and the rest of the load goes on."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pytest

from etl.summary import Status
from tests.etl.portal import Portal


def some_charge(loaded: Portal) -> tuple[str, str]:
    ((charge_id, subscription_id),) = loaded.ask(
        "SELECT charge_id, subscription_id FROM ledger.charge"
        " WHERE reseller_id = '12' AND status = 'blocked' ORDER BY ALL LIMIT 1"
    )
    return charge_id, subscription_id


def some_charges(loaded: Portal, count: int) -> list[str]:
    found = loaded.ask(
        "SELECT charge_id FROM ledger.charge WHERE reseller_id = '12' AND status = 'blocked'"
        f" ORDER BY ALL LIMIT {count}"
    )
    return [charge_id for (charge_id,) in found]


def show(loaded: Portal, collection: str, record_id: str, **attributes: Any) -> None:
    """Let the platform show other attributes of a record, changed just now."""
    now = loaded.platform.advance(timedelta(minutes=30))
    attributes = {"updated_at": now.isoformat(), **attributes}
    loaded.platform.overrides.set(collection, record_id, attributes)
    # The filters of the stand-in know only what it keeps itself.
    loaded.meddler.on(rf"/{collection}\?", lambda request: _unfiltered(loaded, request))


def _unfiltered(loaded: Portal, request: httpx.Request) -> httpx.Response:
    url = request.url.copy_remove_param("filter[updated_at][gt]")
    return loaded.meddler.ask(httpx.Request("GET", url, headers=request.headers))


def quarantine(loaded: Portal) -> list[tuple[str, str, str]]:
    return loaded.ask(
        "SELECT collection, record_id, reason FROM mirror.quarantine UNION ALL"
        " SELECT collection, record_id, reason FROM ledger.quarantine ORDER BY ALL"
    )


def test_amounts_that_can_not_be_read_set_their_charges_aside(loaded: Portal) -> None:
    bad: list[tuple[Any, str]] = [
        ("", "gross_amount is missing"),
        (None, "gross_amount is missing"),
        ("abc", "gross_amount is 'abc', not a number"),
        ("NaN", "gross_amount is 'NaN', not a number"),
        ("0.1234567", "gross_amount is '0.1234567', more than 6 decimal places"),
        ("1234567890123.0", "gross_amount is '1234567890123.0', too large"),
        (["437.0"], """gross_amount is '["437.0"]', not a number"""),
        ({"amount": "437.0"}, """gross_amount is '{"amount": "437.0"}', not a number"""),
        (True, "gross_amount is 'true', not a number"),
    ]
    aside = {
        charge_id: (sent, reason)
        for charge_id, (sent, reason) in zip(some_charges(loaded, len(bad)), bad, strict=True)
    }
    known = "FROM ledger.charge WHERE charge_id IN (" + ", ".join(f"'{one}'" for one in aside) + ")"
    before = loaded.ask(f"{known} ORDER BY ALL")
    assert len(before) == len(bad)
    for charge_id, (sent, _) in aside.items():
        show(loaded, "charges", charge_id, amount=sent)

    summary = loaded.publish()

    assert summary.quarantined == len(bad)
    told = {record_id: reason for _, record_id, reason in quarantine(loaded)}
    assert told == {one: reason for one, (_, reason) in aside.items()}
    assert loaded.ask(f"{known} ORDER BY ALL") == before
    loaded.check()


def test_amounts_that_can_be_read_are_brought_in(loaded: Portal) -> None:
    good: list[tuple[Any, str]] = [("437.0", "437"), (437.0, "437"), ("1e3", "1000")]
    changed = dict(zip(some_charges(loaded, len(good)), good, strict=True))
    for charge_id, (sent, _) in changed.items():
        show(loaded, "charges", charge_id, amount=sent)

    loaded.publish()

    assert quarantine(loaded) == []
    for charge_id, (_, amount) in changed.items():
        question = f"SELECT gross_amount FROM ledger.charge WHERE charge_id = '{charge_id}'"
        assert loaded.ask(question) == [(Decimal(amount),)]


def test_a_record_leaves_the_quarantine_when_it_is_understood(loaded: Portal) -> None:
    charge_id, _ = some_charge(loaded)
    before = loaded.tables()
    show(loaded, "charges", charge_id, amount="abc")
    assert loaded.publish().quarantined == 1
    assert loaded.publish().quarantined == 1  # Tried again, to no avail.
    loaded.platform.overrides.clear()

    assert loaded.publish().quarantined == 0

    assert loaded.tables()["ledger.charge"] == before["ledger.charge"]


def test_a_record_that_is_not_utf_8_is_set_aside_until_it_is(loaded: Portal) -> None:
    ((account_id, name),) = loaded.ask(
        "SELECT account_id, name FROM mirror.account WHERE reseller_id = '12' ORDER BY ALL LIMIT 1"
    )
    before = loaded.tables()
    show(loaded, "accounts", account_id, name="Garbled")

    def garbled(request: httpx.Request) -> httpx.Response:
        answer = _unfiltered(loaded, request)
        return httpx.Response(200, content=answer.content.replace(b"Garbled", b"\xcf\xf0"))

    loaded.meddler.forget()
    loaded.meddler.on(r"/accounts\?", garbled)

    assert loaded.publish().quarantined == 1
    assert loaded.publish().quarantined == 1
    assert quarantine(loaded) == [("accounts", account_id, "not UTF-8")]
    known = f"SELECT name FROM mirror.account WHERE account_id = '{account_id}'"
    assert loaded.ask(known) == [(name,)]

    loaded.meddler.forget()
    loaded.meddler.on(r"/accounts\?", lambda _: httpx.Response(200, json={"data": []}))
    assert loaded.publish().quarantined == 1  # What was kept of it is not taken for it.
    assert loaded.ask(known) == [(name,)]

    loaded.meddler.forget()
    loaded.platform.overrides.clear()
    loaded.publish(full=True)
    assert loaded.tables() == before


def test_unknown_words_are_kept_as_they_were_sent(loaded: Portal) -> None:
    charge_id, subscription_id = some_charge(loaded)
    ((plan_id,),) = loaded.ask(
        f"SELECT plan_id FROM mirror.subscription WHERE subscription_id = '{subscription_id}'"
    )
    show(loaded, "charges", charge_id, status="Frozen by auditors", type="Charge::Transfer")
    show(loaded, "subscriptions", subscription_id, status="In orbit")
    show(loaded, "plans", plan_id, billing_type="by_the_moon", currency="XTS")

    summary = loaded.publish()

    assert (summary.quarantined, summary.broken_pages) == (0, ())
    assert loaded.ask(
        "SELECT charge.status, charge.charge_type, subscription.status, plan.billing_type,"
        " plan.currency FROM ledger.charge JOIN mirror.subscription USING (subscription_id)"
        " JOIN mirror.plan ON plan.plan_id = subscription.plan_id"
        f" WHERE charge_id = '{charge_id}'"
    ) == [("frozen_by_auditors", "unknown", "in_orbit", "by_the_moon", "XTS")]
    loaded.check()


def test_a_charge_of_a_subscription_nobody_knows_waits_for_it(loaded: Portal) -> None:
    charge_id, subscription_id = some_charge(loaded)
    show(loaded, "charges", charge_id, subscription_id=999)

    summary = loaded.publish()

    assert quarantine(loaded) == [
        ("charges", charge_id, "subscription_id is '999', which the platform does not know"),
    ]  # fmt: skip
    assert [url for url in loaded.meddler.requests if "/subscriptions/999" in url]
    assert summary.status is Status.PUBLISHED

    loaded.meddler.forget()
    loaded.meddler.on("/subscriptions/999", lambda _: _renamed(loaded, subscription_id, "999"))
    assert loaded.publish().quarantined == 0

    assert loaded.ask(f"SELECT subscription_id FROM ledger.charge WHERE charge_id = '{charge_id}'"
                      ) == [("999",)]  # fmt: skip
    loaded.check()


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_what_a_charge_names_and_we_are_not_shown_leaves_the_charge_waiting(
    loaded: Portal, status: int
) -> None:
    charge_id, _ = some_charge(loaded)
    show(loaded, "charges", charge_id, subscription_id=999)
    refusal = httpx.Response(status, json={"errors": [{"title": "This action is forbidden"}]})
    loaded.meddler.on("/subscriptions/999", lambda _: refusal)

    summary = loaded.publish()

    assert (summary.quarantined, summary.broken_pages) == (1, ())
    assert [record_id for _, record_id, _ in quarantine(loaded)] == [charge_id]


def test_a_token_that_is_not_valid_any_more_ends_the_load_at_a_look_up_too(loaded: Portal) -> None:
    charge_id, _ = some_charge(loaded)
    show(loaded, "charges", charge_id, subscription_id=999)
    loaded.meddler.on("/subscriptions/999", lambda _: httpx.Response(401))

    assert loaded.refresh().status is Status.FAILED


def _renamed(loaded: Portal, subscription_id: str, name: str) -> httpx.Response:
    """Answer with a known subscription under another id."""
    url = f"http://platform.example/api/v3/resellers/12/subscriptions/{subscription_id}"
    answer = loaded.meddler.ask(httpx.Request("GET", url, headers={"X-Api-Token": loaded.token}))
    body = json.loads(answer.content)
    body["data"]["id"] = name
    return httpx.Response(200, content=json.dumps(body).encode())


def test_what_came_into_being_while_we_read_is_looked_up(portal: Portal, loaded: Portal) -> None:
    """A subscription and its account are missing from the pages that were read before it came."""
    _, subscription_id = some_charge(loaded)
    ((account_id,),) = loaded.ask(
        f"SELECT account_id FROM mirror.subscription WHERE subscription_id = '{subscription_id}'"
    )

    def without(record_id: str):
        def answer(request: httpx.Request) -> httpx.Response:
            found = portal.meddler.ask(request)
            body = json.loads(found.content)
            body["data"] = [one for one in body["data"] if one["id"] != record_id]
            # Spelt as the platform spells it: what is kept as sent must not differ.
            return httpx.Response(200, content=msgspec.json.encode(body))

        return answer

    portal.meddler.on(r"/resellers/12/subscriptions\?", without(subscription_id))
    portal.meddler.on(r"/resellers/12/accounts\?", without(account_id))

    assert portal.publish().quarantined == 0

    ours, theirs = portal.tables(), loaded.tables()
    for name, rows in theirs.items():
        assert ours[name] == rows, name


def test_consumption_in_another_currency_is_set_aside_until_it_is_not(loaded: Portal) -> None:
    before = loaded.tables()
    ((subscription_id,),) = loaded.ask(
        "SELECT subscription_id FROM ledger.consumption WHERE consumed_on >= '2026-02-01'"
        " GROUP BY ALL ORDER BY count(*), subscription_id LIMIT 1"
    )
    loaded.set(quarantine_percent=100)
    loaded.platform.overrides.set("analytics_daily", subscription_id, {"currency": "XTS"})

    summary = loaded.publish()

    assert summary.quarantined > 0
    assert {reason for _, _, reason in quarantine(loaded)} == {
        f"currency is 'XTS', the reseller's is '{currency}'"
        for (currency,) in loaded.ask(
            "SELECT currency FROM mirror.reseller JOIN mirror.subscription USING (reseller_id)"
            f" WHERE subscription_id = '{subscription_id}'"
        )
    }
    loaded.check()

    loaded.platform.overrides.clear()
    assert loaded.publish().quarantined == 0
    assert loaded.tables() == before


def test_a_reseller_that_can_not_be_read_takes_nothing_down_with_it(portal: Portal) -> None:
    portal.platform.overrides.set("resellers", "12", {"general": {"name": "Nobody"}})

    summary = portal.publish()

    assert summary.quarantined == 1
    assert portal.ask("SELECT reseller_id FROM mirror.reseller ORDER BY ALL") == [
        ("11",), ("13",), ("14",),
    ]  # fmt: skip
    assert summary.rows["charges"] > 0


def test_too_many_records_that_can_not_be_used_are_not_published(loaded: Portal) -> None:
    before = loaded.published

    def senseless(request: httpx.Request) -> httpx.Response:
        answer = _unfiltered(loaded, request)
        body = json.loads(answer.content)
        for record in body["data"]:
            record["attributes"]["amount"] = "a lot"
        return httpx.Response(200, content=json.dumps(body).encode())

    loaded.meddler.on(r"/charges\?", senseless)

    summary = loaded.refresh()

    assert summary.status is Status.FAILED
    assert "records can't be used, more than 5 %" in (summary.error or "")
    assert loaded.published == before


def test_the_reason_of_a_record_that_did_not_fit_comes_with_its_text(loaded: Portal) -> None:
    charge_id, _ = some_charge(loaded)
    show(loaded, "charges", charge_id, amount="abc")

    loaded.publish()

    ((record,),) = loaded.ask("SELECT record FROM ledger.quarantine")
    (kept,) = json.loads(record)["data"]
    assert (kept["id"], kept["attributes"]["amount"]) == (charge_id, "abc")
