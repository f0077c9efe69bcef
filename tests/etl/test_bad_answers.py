"""A platform in trouble: what is waited out, what is reported, what ends a load."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from domain.money import Money
from etl.summary import LoadKind, Status
from sandbox.faults import Fault
from store.loads import latest_finished, latest_published
from tests.etl.conftest import REAL_TIME
from tests.etl.portal import Portal

CHARGES = r"/resellers/12/charges\?"
HTML = "<html><body><h1>Maintenance</h1></body></html>"


def once(*answers: httpx.Response | Exception) -> Callable[[httpx.Request], httpx.Response | None]:
    """Give each of these answers once, then let the platform answer."""
    waiting = list(answers)

    def answer(_: httpx.Request) -> httpx.Response | None:
        if not waiting:
            return None
        found = waiting.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    return answer


def always(answer: httpx.Response | Exception) -> Callable[[httpx.Request], httpx.Response]:
    def repeat(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return repeat


def newer(loaded: Portal) -> None:
    """Let the platform have something new to say."""
    loaded.platform.advance(timedelta(days=16))


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(429, headers={"Retry-After": "3"}),
        httpx.Response(429),
        httpx.Response(500),
        httpx.Response(503),
        httpx.Response(200, text=HTML),
        httpx.Response(200, content=b'{"data": [{"id": "1", "attr'),
        httpx.ReadTimeout("too long"),
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
    ],
    ids=["429 come back", "429", "500", "503", "HTML", "cut", "timeout", "broken connection"],
)
def test_trouble_that_passes_is_not_even_noticed(
    loaded: Portal, trouble: httpx.Response | Exception
) -> None:
    before = loaded.published
    loaded.meddler.on(CHARGES, once(trouble))

    summary = loaded.refresh()

    assert summary.status is Status.PUBLISHED, summary.error
    assert summary.broken_pages == ()
    assert loaded.published != before


@pytest.mark.parametrize(
    "trouble", [httpx.ConnectError("refused"), httpx.Response(503), httpx.Response(429)]
)
@pytest.mark.parametrize("where", ["customer_store/resellers", CHARGES, "analytics_daily"])
def test_a_platform_that_stays_away_ends_the_load_and_nothing_else(
    loaded: Portal, where: str, trouble: httpx.Response | Exception
) -> None:
    before, tables = loaded.published, loaded.tables()
    newer(loaded)
    loaded.meddler.on(where, always(trouble))

    summary = loaded.refresh()

    assert summary.status is Status.FAILED
    assert "GET " in (summary.error or "")
    assert loaded.published == before
    assert loaded.tables() == tables
    finished, published = latest_finished(loaded.store), latest_published(loaded.store)
    assert finished is not None
    assert finished.status == "failed"
    assert published is not None
    assert published.load_id == before.load_id if before else None


def test_the_load_after_a_failed_one_catches_up(loaded: Portal) -> None:
    newer(loaded)
    loaded.meddler.on("analytics_daily", always(httpx.Response(503)))
    assert loaded.refresh().status is Status.FAILED
    loaded.meddler.forget()

    loaded.publish()

    caught_up = loaded.tables()
    loaded.publish(full=True)
    assert loaded.tables() == caught_up


def test_after_an_hour_without_the_platform_one_refresh_catches_up(loaded: Portal) -> None:
    loaded.set(raw_keep=3)
    before = loaded.published
    loaded.platform.advance(timedelta(days=16))
    loaded.meddler.on(CHARGES, always(httpx.ConnectError("refused")))
    for _ in range(6):
        loaded.platform.advance(timedelta(minutes=10))
        assert loaded.refresh().status is Status.FAILED
    assert loaded.published == before
    assert len(list(loaded.options.raw_dir.iterdir())) == 3
    loaded.meddler.forget()

    assert loaded.publish().kind is LoadKind.REFRESH

    caught_up = loaded.tables()
    loaded.publish(full=True)
    assert loaded.tables() == caught_up
    assert len(list(loaded.options.raw_dir.iterdir())) == 3


def test_a_platform_away_at_the_very_first_load_publishes_nothing(portal: Portal) -> None:
    portal.meddler.on("", always(httpx.ConnectError("refused")))

    assert portal.refresh().status is Status.FAILED
    assert portal.published is None


def test_a_token_that_is_not_valid_ends_the_load_at_once(loaded: Portal) -> None:
    loaded.meddler.on("managers", always(httpx.Response(401, json={"error": "bad token"})))

    summary = loaded.refresh()

    assert (summary.status, summary.error) == (Status.FAILED, "401: bad token")


def test_a_collection_that_is_not_shown_to_us_is_reported_and_the_rest_goes_on(
    portal: Portal,
) -> None:
    for collection in ("managers", "currency_rates", "manager_roles", "orders"):
        refusal = httpx.Response(403, json={"errors": [{"title": "This action is forbidden"}]})
        portal.meddler.on(f"/resellers/12/{collection}", always(refusal))

    summary = portal.publish()

    assert summary.broken_pages == (
        "manager_roles of reseller 12: 403: This action is forbidden",
        "managers of reseller 12: 403: This action is forbidden",
        "exchange_rates of reseller 12: 403: This action is forbidden",
        "orders of reseller 12: 403: This action is forbidden",
    )
    assert portal.ask("SELECT count(*) FROM mirror.order WHERE reseller_id = '12'") == [(0,)]
    assert portal.ask("SELECT count(*) > 0 FROM ledger.cost WHERE reseller_id = '12'") == [(True,)]


def unlisted(loaded: Portal) -> Callable[[httpx.Request], httpx.Response]:
    """Refuse the list of resellers, at the platform's own time."""

    def refuse(_: httpx.Request) -> httpx.Response:
        told = {"Date": format_datetime(loaded.platform.now(), usegmt=True)}
        return httpx.Response(403, headers=told)

    return refuse


def test_resellers_that_can_not_be_listed_are_those_known_before(loaded: Portal) -> None:
    """The refusal tells the platform's time: by ours, which is months ahead here, the cursors
    would move past all that changes until then."""
    loaded.meddler.on("customer_store/resellers[?]", unlisted(loaded))
    newer(loaded)

    first = loaded.publish()
    newer(loaded)
    second = loaded.publish()

    assert (first.as_of, second.as_of) == (
        REAL_TIME + timedelta(days=16), REAL_TIME + timedelta(days=32),
    )  # fmt: skip
    assert second.rows["charges"] > 0
    refreshed = loaded.tables()
    loaded.meddler.forget()
    loaded.publish(full=True)
    assert loaded.tables() == refreshed


@pytest.mark.parametrize("status", [403, 404])
def test_a_platform_that_does_not_tell_its_time_is_not_loaded(loaded: Portal, status: int) -> None:
    before = loaded.published
    loaded.meddler.on("customer_store/resellers[?]", always(httpx.Response(status)))

    summary = loaded.refresh()

    assert summary.status is Status.FAILED
    assert "no Date" in (summary.error or "")
    assert loaded.published == before


def test_a_list_of_resellers_that_is_broken_tells_the_time_as_well(loaded: Portal) -> None:
    told = {"Date": "Wed, 18 Mar 2026 06:00:07 GMT"}
    loaded.meddler.on(
        "customer_store/resellers[?]", always(httpx.Response(200, text=HTML, headers=told))
    )

    assert loaded.publish().as_of == REAL_TIME + timedelta(seconds=7)


@pytest.mark.parametrize(
    ("body", "reason"),
    [(HTML, "not a JSON object"), ('{"data": [{"id": "1", "at', "not a JSON object"),
     ('{"data": 5}', "not a page of records")],
)  # fmt: skip
def test_a_page_broken_for_good_is_kept_and_reported_and_the_rest_goes_on(
    loaded: Portal, body: str, reason: str
) -> None:
    newer(loaded)
    loaded.meddler.on(CHARGES, always(httpx.Response(200, text=body)))

    summary = loaded.publish()

    broken = summary.broken_pages[0]
    assert broken.startswith("GET /api/v3/resellers/12/charges")
    assert reason in broken
    assert summary.rows["orders"] > 0
    kept = Path(loaded.options.raw_dir, summary.load_id or "", "12", "charges")
    bodies = [gzip.decompress(path.read_bytes()) for path in sorted(kept.iterdir())]
    assert body.encode() in bodies
    load = latest_published(loaded.store)
    assert load is not None
    assert load.broken_pages == summary.broken_pages


def test_a_cursor_does_not_move_past_a_page_that_could_not_be_read(loaded: Portal) -> None:
    newer(loaded)
    loaded.meddler.on(CHARGES, always(httpx.Response(200, text=HTML)))
    loaded.publish()
    loaded.meddler.forget()

    loaded.publish()

    healed = loaded.tables()
    loaded.publish(full=True)
    assert loaded.tables() == healed


def test_days_that_could_not_be_read_keep_what_is_known_of_them(loaded: Portal) -> None:
    before = loaded.ask("SELECT count(*) FROM ledger.consumption")
    broken = httpx.Response(200, text=HTML)
    loaded.meddler.on("analytics_daily", once(*[broken] * 2))

    summary = loaded.publish()

    assert len(summary.broken_pages) == 1
    assert loaded.ask("SELECT count(*) FROM ledger.consumption") == before


def test_an_error_in_disguise_is_not_the_end_of_what_is_known(loaded: Portal) -> None:
    """A 200 that does not say what it holds: consumption stays, and no cursor moves past it."""
    newer(loaded)
    before = loaded.ask("FROM ledger.consumption ORDER BY ALL")
    for body in ('{"error": "temporarily unavailable"}', "{}", "null", ""):
        in_disguise = httpx.Response(200, text=body)
        loaded.meddler.on(CHARGES, always(in_disguise))
        loaded.meddler.on("analytics_daily", once(*[in_disguise] * 2))

        summary = loaded.publish()

        assert len(summary.broken_pages) == 3, body
        assert set(before) <= set(loaded.ask("FROM ledger.consumption ORDER BY ALL")), body
        loaded.meddler.forget()
    loaded.publish()
    healed = loaded.tables()
    loaded.publish(full=True)
    assert loaded.tables() == healed


def test_answers_that_are_all_broken_end_the_load(loaded: Portal) -> None:
    """A maintenance page in place of every answer must not pass for a load as of now."""
    before = loaded.published
    loaded.meddler.on("/resellers/12/", always(httpx.Response(200, text=HTML)))

    summary = loaded.refresh()

    assert summary.status is Status.FAILED
    assert "3 answers in a row can't be read" in (summary.error or "")
    assert loaded.published == before


def test_what_still_differs_is_kept_counted_and_named(portal: Portal, loaded: Portal) -> None:
    ((subscription_id, account_id, name),) = loaded.ask(
        "SELECT subscription_id, account_id, account.name FROM ledger.cost"
        " JOIN mirror.account USING (account_id) WHERE cost.reseller_id = '12'"
        " AND NOT is_final AND day = '2026-03-01' ORDER BY ALL LIMIT 1"
    )

    def dearer(request: httpx.Request) -> httpx.Response:
        answer = portal.meddler.ask(request)
        body = json.loads(answer.content)
        for expense in body["expenses"]:
            if (expense["subscription_id"], expense["period"]) == (int(subscription_id), "2026-03"):
                expense["total"] = "1000000.0"
        return httpx.Response(200, content=json.dumps(body).encode())

    portal.meddler.on("reseller_analytics", dearer)

    summary = portal.publish()

    (difference,) = summary.differences
    assert (difference.account, difference.account_id) == (name, account_id)
    assert (difference.subscription_id, difference.month) == (subscription_id, date(2026, 3, 1))
    assert difference.theirs == Money(Decimal(1_000_000), "EUR")
    load = latest_published(portal.store)
    assert load is not None
    assert load.difference_count == 1
    assert portal.ask("SELECT subscription_id, platform_amount FROM ledger.difference") == [
        (subscription_id, Decimal(1_000_000)),
    ]  # fmt: skip

    portal.meddler.requests.clear()
    assert len(portal.publish().differences) == 1
    asked = [url for url in portal.meddler.requests if "filter%5Bsubscription_id%5D" in url]
    assert asked == []  # Known since the load before: asking again would change nothing.


def test_faults_of_the_stand_in_itself_are_waited_out(loaded: Portal) -> None:
    loaded.platform.faults.set(Fault("status", "/charges", None, 429, 0.0, 1))
    loaded.platform.faults.set(Fault("cut", "/orders", None, "right", None, 1))
    loaded.platform.faults.set(Fault("malformed", "/accounts", None, HTML, None, 1))

    assert loaded.publish().broken_pages == ()
