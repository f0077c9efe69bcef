"""Files are kept by their content, up to a limit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dashboard.media_store import MediaStore, StoredFile


def keep(store: MediaStore, key: str, content: bytes) -> StoredFile:
    with store.receive() as file:
        file.write(content)
        return store.keep(key, file, "image/png")


def contents(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (folder / "files").iterdir())


def test_what_is_kept_is_found_by_its_key(tmp_path: Path) -> None:
    kept = keep(MediaStore(tmp_path, most_bytes=100), "k", b"abc")

    found = MediaStore(tmp_path, most_bytes=100).find("k")

    assert found == kept
    assert (kept.path.read_bytes(), kept.mimetype) == (b"abc", "image/png")
    assert MediaStore(tmp_path, most_bytes=100).find("other") is None


def test_equal_contents_are_kept_once(tmp_path: Path) -> None:
    store = MediaStore(tmp_path, most_bytes=100)
    keep(store, "a", b"abc")
    keep(store, "b", b"abc")

    assert contents(tmp_path) == [b"abc"]
    assert store.find("a") == store.find("b")


def test_what_is_not_kept_leaves_nothing(tmp_path: Path) -> None:
    store = MediaStore(tmp_path, most_bytes=100)
    with store.receive() as file:
        file.write(b"half")
    with pytest.raises(ZeroDivisionError), store.receive():
        raise ZeroDivisionError

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_ones_nobody_looked_at_go_first(tmp_path: Path) -> None:
    store = MediaStore(tmp_path, most_bytes=10)
    for number, key in enumerate(("a", "b", "c")):
        kept = keep(store, key, key.encode() * 3)
        os.utime(kept.path, (number, number))
    found = store.find("a")  # Looked at: the oldest is now the newest.
    assert found is not None

    keep(store, "d", b"dddd")

    assert contents(tmp_path) == [b"aaa", b"dddd"]
    assert (store.find("b"), store.find("c")) == (None, None)
    assert sorted(path.name for path in (tmp_path / "names").iterdir()) == ["a", "d"]


def test_a_file_that_was_cut_is_not_found(tmp_path: Path) -> None:
    store = MediaStore(tmp_path, most_bytes=100)
    kept = keep(store, "a", b"abc")
    kept.path.write_bytes(b"ab")

    assert store.find("a") is None
    (tmp_path / "names" / "a").write_bytes(b"{")
    assert store.find("a") is None
    assert keep(store, "a", b"abc") == store.find("a")
