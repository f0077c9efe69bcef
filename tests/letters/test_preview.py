"""`reseller-store show-letters`: every letter to look at, and none sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import commands
from domain.errors import NotInvited
from letters.kinds import KINDS
from letters.preview import write_samples
from tests.letters.partner import Partner


def test_every_kind_of_letter_is_written_and_none_is_sent(tmp_path: Path) -> None:
    partner = Partner(tmp_path)
    environment = {"DATA_DIR": str(tmp_path), "PORTAL_URL": "https://portal.example"}
    done = CliRunner().invoke(
        commands,
        ["show-letters", "alfa.example", "anna@alfa.example", "--language", "ru"],
        env=environment,
    )

    assert done.exit_code == 0, done.output
    assert {line.partition(":")[0] for line in done.output.splitlines()} == set(KINDS)
    written = {path.name for path in (tmp_path / "letters").iterdir()}
    told = set(KINDS) - {
        line.partition(":")[0] for line in done.output.splitlines() if "nothing to tell" in line
    }
    assert written == {f"{kind}.{suffix}" for kind in told for suffix in ("eml", "html", "txt")}
    text = (tmp_path / "letters" / "invitation.txt").read_text("utf-8")
    assert "Здравствуйте, Anna Schmidt!" in text
    assert "https://portal.example/set-password/AN-EXAMPLE" in text
    assert partner.posted() == []
    assert not partner.outbox.exists()


def test_there_are_none_for_whom_nobody_knows(tmp_path: Path) -> None:
    partner = Partner(tmp_path)

    with pytest.raises(NotInvited, match=r"nobody@alfa\.example"):
        list(write_samples(partner.settings, "alfa.example", "nobody@alfa.example",
                           language="en", folder=tmp_path / "x"))  # fmt: skip
    assert not (tmp_path / "x").exists()
