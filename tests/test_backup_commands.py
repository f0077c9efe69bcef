"""`reseller-store backup` and `restore`, as an operator meets them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli import main
from tests.laid import lay_store


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a backup is to be; the settings name a store that nobody has used."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("SECRET_KEY", "s" * 40)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    lay_store(f"sqlite:///{tmp_path / 'var' / 'portal.sqlite3'}")
    return tmp_path / "portal.backup"


def run(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> None:
    monkeypatch.setattr(sys, "argv", ["reseller-store", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0


def test_a_backup_is_checked_and_restored(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "backup", file)
    assert "0 rows. SECRET_KEY is not among them" in capsys.readouterr().out
    run(monkeypatch, "restore", "--check", file)
    assert "0 rows, can be restored" in capsys.readouterr().out

    run(monkeypatch, "restore", file)

    told = capsys.readouterr()
    assert "UTC: 0 rows, restored; everyone signs in anew" in told.out
    assert not told.err


def test_another_secret_is_told_of(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "backup", file)
    monkeypatch.setenv("SECRET_KEY", "t" * 40)

    run(monkeypatch, "restore", "--check", file)

    assert "second factors don't work until it is put back" in capsys.readouterr().err


def test_what_can_not_be_restored_is_a_sentence(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("no backup")
    monkeypatch.setattr(sys, "argv", ["reseller-store", "restore", str(file)])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert capsys.readouterr().err == f"{file} is no backup of a portal store\n"
