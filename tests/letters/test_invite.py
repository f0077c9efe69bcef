"""Inviting managers: from the command line, and from the pages (ACC-9, MGR-4, MGR-8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import commands
from dashboard.services.invitations import Invitations
from domain.errors import NotInvited, WarehouseNotReady
from letters.invite import invite
from settings import Settings
from store.audit import events
from store.messages import outbox_state
from tests.laid import lay_store
from tests.letters.partner import NOW, Partner, text_of
from tests.mail.servers import HOST, Mailbox, free_port, serving


@pytest.fixture
def partner(tmp_path: Path) -> Partner:
    return Partner(tmp_path)


def test_the_command_sends_a_link_and_says_so(partner: Partner) -> None:
    environment = {
        "DATA_DIR": str(partner.settings.data_dir),
        "MAIL_URL": f"file:{partner.outbox}",
        "PORTAL_URL": "https://portal.example",
    }
    done = CliRunner().invoke(commands, ["invite", "ALFA.example", " Anna@alfa.example"],
                              env=environment)  # fmt: skip

    assert done.exit_code == 0, done.output
    assert done.output == (
        "The invitation is sent to anna@alfa.example. Its link works for 7 days.\n"
    )
    (posted,) = partner.posted()
    assert (posted.kind, posted.state) == ("invitation", "sent")
    letter = partner.sent()["anna@alfa.example"]
    assert "https://portal.example/set-password/" in text_of(letter)
    (event,) = events(partner.store, reseller_id="r1")  # NFR-3
    assert (event.action, event.manager_id) == ("invited", "operator")
    assert event.detail == {"invited_id": "m1"}


@pytest.mark.parametrize(
    ("domain", "email", "said"),
    [
        ("alfa.example", "nobody@alfa.example", "No manager with the e-mail nobody@alfa.example"),
        ("beta.example", "anna@alfa.example", "at a partner of the domain beta.example"),
        ("", "", "No manager"),
    ],
)
def test_whoever_is_not_known_is_not_invited(
    partner: Partner, domain: str, email: str, said: str
) -> None:
    with pytest.raises(NotInvited, match=said):
        invite(partner.settings, domain, email)
    assert outbox_state(partner.store, now=NOW).waiting_count == 0


def test_whoever_is_not_active_is_not_invited(partner: Partner) -> None:
    partner.publish(manager=[{"manager_id": "m1", "reseller_id": "r1", "status": "inactive"}])

    with pytest.raises(NotInvited, match="not active"):
        invite(partner.settings, "alfa.example", "anna@alfa.example")
    assert partner.posted() == []


def test_before_the_first_load_nobody_is_known(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    lay_store(settings.store_url)

    with pytest.raises(WarehouseNotReady):
        invite(settings, "alfa.example", "anna@alfa.example")


def test_what_can_not_be_sent_now_is_said_and_tried_again(tmp_path: Path) -> None:
    port = free_port()
    partner = Partner(tmp_path, mail_url=f"smtp://{HOST}:{port}")
    told = invite(partner.settings, "alfa.example", "anna@alfa.example")

    assert told.startswith("The invitation could not be sent now: ")
    assert told.endswith("The etl process tries again.")
    assert [one.state for one in partner.posted()] == ["waiting"]

    mailbox = Mailbox()
    with serving(mailbox) as port:
        mended = replace(partner.settings, mail_url=f"smtp://{HOST}:{port}")
        told = invite(mended, "alfa.example", "anna@alfa.example")
    assert told.startswith("The invitation is sent")
    assert len(mailbox.letters) == 1


def test_the_pages_invite_once_a_minute_or_once_for_a_reason(partner: Partner) -> None:
    def inviting(minutes: float = 0) -> Invitations:
        return Invitations(partner.store, "r1", "m9", NOW + timedelta(minutes=minutes))

    assert [inviting().send("m1"), inviting(0.5).send("m1"), inviting(1).send("m1")] == [
        True, False, True,
    ]  # fmt: skip
    assert [inviting().send("m1", key="op1"), inviting(99).send("m1", key="op1")] == [True, False]
    assert inviting().send("m1", key="op2")
    assert inviting().send("m2", key="op1"), "another manager's"
    noted = events(partner.store, reseller_id="r1")
    assert {(one.action, one.manager_id) for one in noted} == {("invited", "m9")}
    assert sorted(one.detail["invited_id"] for one in noted) == ["m1"] * 4 + ["m2"]


def test_of_several_invitations_the_last_link_works(partner: Partner) -> None:
    for minute in range(3):
        when = NOW + timedelta(minutes=minute)
        assert Invitations(partner.store, "r1", "m9", when).send("m1")
    partner.now = NOW + timedelta(minutes=5)
    partner.sent()

    assert sorted(one.state for one in partner.posted()) == ["sent"] * 3
