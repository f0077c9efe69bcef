"""Adding and changing managers, against the real sandbox (MGR-3 to MGR-10)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from dashboard.context import Services
from dashboard.services.company.manager_form import check_new_manager
from dashboard.services.company.outcomes import NotSent, Outcome, Refused, Saved, Unsettled
from domain.errors import BadFilter, NotAllowed, NotFound
from domain.manager import ManagerDetails, NewManager, asked_changes
from domain.operation import OperationState
from domain.statuses import ManagerRole, ManagerStatus
from sandbox.records import Manager
from store import models
from store.access_levels import assigned_level
from store.audit import events
from store.journal_rows import Answer
from store.operations import Asking, begin, mark_sent, record_answer
from tests.storefront import MANAGER, Storefront
from tests.web import show_page, sign_in

ADMINISTRATOR, SELLER = ManagerRole.SYSTEM_ADMINISTRATOR, ManagerRole.SALES_PERSON
JANA, ELODIE = "jana.albrecht@blaufeld.example", "elodie.martin@blaufeld.example"
INACTIVE = ManagerStatus.INACTIVE
KEY = "form-1"


def new(here: Services, role: str = "Sales person", **values: Any) -> NewManager:
    chosen = next(one for one in here.directory.roles() if one.name == role)
    given = {"name": "Ada Byron", "email": "Ada@blaufeld.example", "phone": "", "role": chosen}
    level = None if chosen.is_administrators else "look"
    return NewManager(**{**given, "access_level": level, **values})


def called(front: Storefront, email: str) -> Manager:
    with front.platform.reading() as books:
        (found,) = books.find(Manager, "email = ?", email)
    return found


def count(front: Storefront) -> int:
    with front.platform.reading() as books:
        return books.count(Manager)


def listed(here: Services, email: str) -> ManagerDetails:
    return next(one for one in here.directory.screen().managers if one.email == email)


def mails(front: Storefront) -> list[tuple[str, str]]:
    with front.portal.store.reading() as session:
        rows = session.scalars(select(models.Message))
        return [(row.kind, row.manager_id) for row in rows]


def last_event(front: Storefront) -> models.AuditEvent:
    return events(front.portal.store, reseller_id=str(front.reseller_id), limit=1)[0]


def answers(status: int) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status)


def test_a_manager_is_added_invited_and_given_a_level_once(front: Storefront) -> None:
    """MGR-4; a second press, or another tab, finds the first."""
    before = count(front)
    with front.services(ADMINISTRATOR) as here:
        first = here.managers.create(KEY, new(here))
        second = here.managers.create(KEY, new(here))
        assert isinstance(first, Saved)
        assert second == first
        assert here.managers.created(KEY) == (first, "Ada Byron", "Ada@blaufeld.example")

    created = called(front, "Ada@blaufeld.example")
    own_id = str(created.manager_id)
    assert count(front) == before + 1
    assert mails(front) == [("invitation", own_id)]
    whose = {"manager_id": own_id, "reseller_id": str(front.reseller_id)}
    assert assigned_level(front.portal.store, **whose) == "look"
    noted = events(front.portal.store, reseller_id=str(front.reseller_id))
    assert {"create_manager", "invited", "access_level_assigned"} <= {one.action for one in noted}
    assert "ada" not in str([one.detail for one in noted]).lower()


def test_a_second_press_waits_for_what_comes_of_the_first(front: Storefront) -> None:
    """The page shows the answer to the last press: "being sent" would stay there."""
    asked, may_answer = Event(), Event()

    def hold(request: httpx.Request) -> None:
        if request.method == "POST":
            asked.set()
            may_answer.wait(timeout=30)

    def press() -> Outcome:
        with front.services(ADMINISTRATOR) as here:
            return here.managers.create(KEY, new(here))

    front.meddler.on("/managers", hold)
    with ThreadPoolExecutor() as pool, front.services(ADMINISTRATOR) as here:
        first = pool.submit(press)
        assert asked.wait(timeout=30)
        pool.submit(lambda: (sleep(0.3), may_answer.set()))
        assert here.managers.created(KEY) == (first.result(), "Ada Byron", "Ada@blaufeld.example")
    assert isinstance(first.result(), Saved)


def test_the_list_shows_the_newest_first_and_live(front: Storefront) -> None:
    """MGR-1."""
    front.wait(minutes=1)
    with front.services(ADMINISTRATOR) as here:
        here.managers.create(KEY, new(here))
        screen = here.directory.screen()

    assert screen.reading.is_live
    assert screen.managers[0].email == "Ada@blaufeld.example"
    ids = [int(one.manager_id) for one in screen.managers]
    assert ids == sorted(ids, reverse=True)


def test_when_the_platform_is_down_the_list_is_as_last_loaded(front: Storefront) -> None:
    front.meddler.on("/managers", answers(503))
    with front.services(ADMINISTRATOR) as here:
        screen = here.directory.screen()
        assert not screen.reading.is_live
        assert JANA in {one.email for one in screen.managers}
        refused = here.managers.create(KEY, new(here))
        assert isinstance(refused, Unsettled)  # A 503 may come after it was done.
        stopped = here.managers.set_status("k2", screen.managers[0].manager_id, INACTIVE)
        assert isinstance(stopped, NotSent)


def test_only_administrators_may(front: Storefront) -> None:
    """MGR-5, MSG-3: whatever the page offers."""
    before, sent = count(front), len(front.meddler.requests)
    with front.services(SELLER) as here:
        other = listed(here, ELODIE)
        tries: list[Callable[[], object]] = [
            lambda: here.managers.create(KEY, new(here)),
            lambda: here.managers.set_status(KEY, other.manager_id, INACTIVE),
            lambda: here.managers.change(KEY, other.manager_id, {"name": "X"}),
            lambda: here.managers.assign(other, "sales"),
            lambda: here.managers.set_password(other, "Correct-Horse-8"),
            lambda: here.managers.resend(other, here.invitations),
            lambda: here.absences.let_in(other),
        ]
        for attempt in tries:
            with pytest.raises(NotAllowed, match="You do not have permission"):
                attempt()
    assert count(front) == before
    assert [one for one in front.meddler.requests[sent:] if "managers" in one] == [
        f"http://platform.example/api/v3/resellers/{front.reseller_id}/managers"
        "?page%5Bsize%5D=100&page%5Bnumber%5D=1"
    ]


def test_a_deactivated_manager_is_out_at_the_next_request(front: Storefront) -> None:
    """ACC-4: before any load has told."""
    client = front.client()
    assert client.get("/subscriptions").status_code == 200
    front.wait(minutes=1)
    working = front.app.server.test_client()
    sign_in(working, domain="blaufeld.example", email=ELODIE)
    assert working.get("/subscriptions").status_code == 200
    with front.services(ADMINISTRATOR) as here:
        own = listed(here, ELODIE)
        assert isinstance(here.managers.set_status(KEY, own.manager_id, INACTIVE), Saved)

    assert working.get("/subscriptions").status_code == 302
    refused = sign_in(working, domain="blaufeld.example", email=ELODIE)
    assert refused.status_code == 401
    assert client.get("/subscriptions").status_code == 200
    front.wait(minutes=1)
    with front.services(ADMINISTRATOR) as here:
        here.managers.set_status("k2", own.manager_id, ManagerStatus.ACTIVE)
    assert sign_in(working, domain="blaufeld.example", email=ELODIE).status_code == 303


def test_nobody_deactivates_themself_or_the_last_administrator(front: Storefront) -> None:
    """MGR-6."""
    with front.services(ADMINISTRATOR) as here:
        own, jana = listed(here, MANAGER), listed(here, JANA)
        themself = here.managers.set_status("k1", own.manager_id, INACTIVE)
        last = here.managers.set_status("k2", jana.manager_id, INACTIVE)
        assert themself == Refused("You can't deactivate yourself.")
        assert isinstance(last, Refused)
        assert "last active System administrator" in last.text
        here.managers.create("k3", new(here, "System administrator"))
        assert isinstance(here.managers.set_status("k4", jana.manager_id, INACTIVE), Saved)
    assert called(front, JANA).status is INACTIVE
    event = last_event(front)
    assert (event.action, event.detail["manager"]) == ("update_manager", jana.manager_id)
    assert (event.detail["before"], event.detail["after"]) == (
        {"status": "active"}, {"status": "inactive"},
    )  # fmt: skip


def test_two_administrators_do_not_deactivate_each_other(front: Storefront) -> None:
    """MGR-6: at the same moment, when each of them sees that the other is active."""
    store = front.portal.store
    with front.services(ADMINISTRATOR) as here:
        now = here.now
        here.managers.create("k1", new(here, "System administrator"))
        ada, jana = listed(here, "Ada@blaufeld.example"), listed(here, JANA)
        asked = asked_changes(jana, {"status": INACTIVE})
        adas = Asking("k2", str(front.reseller_id), ada.manager_id, "update_manager", asked)
        others = begin(store, adas, now=now).operation
        assert mark_sent(store, others, now=now, platform_at=now)

        refused = here.managers.set_status("k3", ada.manager_id, INACTIVE)

        assert isinstance(refused, Refused)
        assert "last active System administrator" in refused.text
        assert called(front, "Ada@blaufeld.example").status is ManagerStatus.ACTIVE
        record_answer(store, others, Answer(OperationState.REFUSED), now=now)
        assert isinstance(here.managers.set_status("k3", ada.manager_id, INACTIVE), Saved)


def test_the_platforms_refusal_stands_at_its_field(front: Storefront) -> None:
    """Somebody else was faster: the e-mail is taken, in other case."""
    with front.services(ADMINISTRATOR) as here:
        taken = here.managers.create(KEY, new(here, email=ELODIE.upper()))
        assert isinstance(taken, Refused)
        assert taken.fields == {"email": "A manager of your company has this e-mail already."}
        corrected = here.managers.create(KEY, new(here))
        assert isinstance(corrected, Saved)


def test_a_lost_answer_is_looked_up_and_never_sent_again(front: Storefront) -> None:
    before = count(front)
    front.meddler.on("/managers$", front.lose_answer)
    with front.services(ADMINISTRATOR) as here:
        assert isinstance(here.managers.create(KEY, new(here)), Unsettled)
        assert isinstance(here.managers.create(KEY, new(here)), Unsettled)
    front.meddler.forget()
    front.settle()

    with front.services(ADMINISTRATOR) as here:
        found = here.managers.created(KEY)
        assert found is not None
        assert isinstance(found[0], Saved)
    assert count(front) == before + 1
    assert [kind for kind, _ in mails(front)] == ["invitation"]


def test_a_500_after_it_was_done_is_no_second_manager(front: Storefront) -> None:
    def fails_after(request: httpx.Request) -> httpx.Response:
        front.meddler.ask(request)
        return httpx.Response(500)

    before = count(front)
    front.meddler.on("/managers$", fails_after)
    with front.services(ADMINISTRATOR) as here:
        assert isinstance(here.managers.create(KEY, new(here)), Unsettled)
    front.meddler.forget()
    front.settle()
    with front.services(ADMINISTRATOR) as here:
        assert isinstance(here.managers.create(KEY, new(here)), Saved)
    assert count(front) == before + 1


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "אדה ביירון", "A" * 250])
def test_any_name_goes_through_as_it_is(front: Storefront, name: str) -> None:
    with front.services(ADMINISTRATOR) as here:
        assert isinstance(here.managers.create(KEY, new(here, name=name)), Saved)
        assert (
            here.directory.screen().find(str(called(front, "Ada@blaufeld.example").manager_id)).name
            == name
        )


def test_one_changes_ones_own_name_and_phone_whatever_the_level(front: Storefront) -> None:
    """PRF-3; nothing else, and not another's."""
    with front.services(SELLER) as here:
        assert isinstance(
            here.change_own(KEY, {"name": " T. Krämer ", "phone": "0049 221 98765"}), Saved
        )
        wrong = here.change_own("k2", {"name": " ", "phone": "12"})
        assert isinstance(wrong, Refused)
        assert set(wrong.fields) == {"name", "phone"}
        with pytest.raises(BadFilter):
            here.change_own("k3", {"status": "active"})
    own = called(front, MANAGER)
    assert (own.name, own.phone) == ("T. Krämer", "+4922198765")


def test_anothers_manager_is_not_found(front: Storefront) -> None:
    """NFR-1."""
    foreign = str(called(front, "priya.nair@harbourvale.example").manager_id)
    with front.services(ADMINISTRATOR) as here:
        for own_id in (foreign, "../1", "0", "x" * 100):
            with pytest.raises(NotFound):
                here.managers.set_status("k", own_id, INACTIVE)
            with pytest.raises(NotFound):
                here.managers.change("k", own_id, {"name": "X"})
            with pytest.raises(NotFound):
                here.directory.screen().find(own_id)


def test_a_level_is_assigned_to_whoever_is_no_administrator(front: Storefront) -> None:
    """MGR-9: it counts at the next request."""
    client = front.app.server.test_client()
    sign_in(client, domain="blaufeld.example", email=ELODIE)
    with front.services(ADMINISTRATOR) as here:
        own = listed(here, ELODIE)
        assert isinstance(here.managers.assign(listed(here, JANA), "look"), Refused)
        assert isinstance(here.managers.assign(own, "everything"), Refused)
        assert isinstance(here.managers.assign(own, "analyst"), Saved)
    assert client.get("/subscriptions").status_code == 403
    assert "Your access level does not include" in show_page(client, "/clients").text
    assert client.get("/analytics").status_code == 200


def test_a_password_set_by_an_administrator_ends_the_sessions(front: Storefront) -> None:
    """MGR-7, ACC-18."""
    client = front.app.server.test_client()
    sign_in(client, domain="blaufeld.example", email=ELODIE)
    with front.services(ADMINISTRATOR) as here:
        own = listed(here, ELODIE)
        here.managers.set_password(own, "Battery-Staple-9")
        with pytest.raises(NotAllowed):
            here.managers.set_password(listed(here, MANAGER), "Battery-Staple-9")
    assert client.get("/").status_code == 302
    given = {"domain": "blaufeld.example", "email": ELODIE, "password": "Battery-Staple-9"}
    assert sign_in(client, **given).status_code == 303
    by = [one for one in events(front.portal.store, reseller_id=str(front.reseller_id))
          if one.action == "password_changed"]  # fmt: skip
    assert [(one.manager_id, one.detail) for one in by] == [
        (str(called(front, MANAGER).manager_id), {"manager": own.manager_id})
    ]


def test_who_never_set_a_password_is_invited_again(front: Storefront) -> None:
    """MGR-8."""
    with front.services(ADMINISTRATOR) as here:
        here.managers.create(KEY, new(here))
        ada = listed(here, "Ada@blaufeld.example")
        has_one = here.managers.resend(listed(here, ELODIE), here.invitations)
        assert isinstance(has_one, Refused)
        assert isinstance(here.managers.resend(ada, here.invitations), Saved)
        gone = listed(here, "rolf.decker@blaufeld.example")
        assert isinstance(here.managers.resend(gone, here.invitations), Refused)
    assert mails(front) == [("invitation", ada.manager_id)] * 2


def test_what_is_entered_is_checked_before_anything_is_sent(front: Storefront) -> None:
    """MGR-3: a message at each field."""
    with front.services(ADMINISTRATOR) as here:
        roles, levels = here.directory.roles(), here.settings.access_levels
        known = here.directory.screen().managers
        seller = next(one for one in roles if one.name == SELLER)
        boss = next(one for one in roles if one.is_administrators)

        def problems(**entered: str) -> set[str]:
            found = check_new_manager(entered, roles=roles, levels=levels, known=known)
            assert (found.new is None) == bool(found.problems)
            return set(found.problems)

        good = {"name": "Ada", "email": "ada@x.example", "role": seller.role_id, "level": "look"}
        assert problems(**good) == set()
        assert problems() == {"name", "email", "role"}
        assert problems(**{**good, "level": ""}) == {"level"}
        assert problems(**{**good, "role": boss.role_id, "level": ""}) == set()
        assert problems(**{**good, "role": "0"}) == {"role"}
        assert problems(**{**good, "email": f" {ELODIE.title()} "}) == {"email"}
        assert problems(**{**good, "email": "ada@"}) == {"email"}
        assert problems(**{**good, "phone": "12 34"}) == {"phone"}
        assert problems(**{**good, "name": "a\nb"}) == {"name"}
        assert problems(**{**good, "name": "a" * 251}) == {"name"}
        checked = check_new_manager(
            {**good, "phone": "0044 20 7123 4567"}, roles=roles, levels=levels, known=known
        )
        assert checked.new is not None
        assert checked.new.phone == "+442071234567"


def test_the_time_of_registration_is_the_platforms(front: Storefront) -> None:
    front.wait(minutes=5)
    with front.services(ADMINISTRATOR) as here:
        outcome: Outcome = here.managers.create(KEY, new(here))
        assert isinstance(outcome, Saved)
        created_at = listed(here, "Ada@blaufeld.example").created_at
    assert created_at is not None
    assert abs(created_at - front.platform.now()) < timedelta(minutes=1)
